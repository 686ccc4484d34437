package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The vector forms of {@link FloatMath}: the same operations in the same order. */
final class VectorMath {
  private VectorMath() {}

  static FloatVector exp(FloatVector x) {
    // No way around the clamps for vectors that need none: C2 would box where the ways meet.
    VectorMask<Float> none = x.compare(VectorOperators.LT, FloatMath.EXP_MIN);
    FloatVector c = x.blend(FloatMath.EXP_MAX, x.compare(VectorOperators.GT, FloatMath.EXP_MAX));
    c = c.blend(0f, none);
    FloatVector z = rounded(c);
    FloatVector p = expReduced(c, z.sub(FloatMath.ROUND));
    IntVector n = z.reinterpretAsInts().sub(FloatMath.ROUND_BITS);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half))).blend(0f, none);
  }

  private static FloatVector rounded(FloatVector x) {
    return fma(x, FloatMath.LOG2_E, FloatMath.ROUND);
  }

  private static FloatVector fma(FloatVector x, float factor, float addend) {
    return x.fma(all(factor), all(addend));
  }

  private static FloatVector fma(FloatVector x, FloatVector factor, float addend) {
    return x.fma(factor, all(addend));
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(VectorFormulas.SPECIES, value);
  }

  private static FloatVector expReduced(FloatVector x, FloatVector k) {
    FloatVector r = k.fma(all(-FloatMath.LN2_HIGH), x);
    r = k.fma(all(-FloatMath.LN2_LOW), r);
    FloatVector p = fma(r, FloatMath.E6, FloatMath.E5);
    p = fma(p, r, FloatMath.E4);
    p = fma(p, r, FloatMath.E3);
    p = fma(p, r, FloatMath.E2);
    p = fma(p, r, 1f);
    return fma(p, r, 1f);
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector s = x.blend(x.mul(0x1p23f), small);
    IntVector bits = s.reinterpretAsInts().sub(FloatMath.SQRT_HALF_BITS);
    IntVector exponent = bits.lanewise(VectorOperators.ASHR, 23);
    FloatVector k = exponent.add(FloatMath.ROUND_BITS).reinterpretAsFloats().sub(FloatMath.ROUND);
    k = k.blend(k.sub(23f), small);
    IntVector mantissa = bits.and(0x7fffff).add(FloatMath.SQRT_HALF_BITS);
    FloatVector f = mantissa.reinterpretAsFloats().sub(1f);
    FloatVector p = fma(f, FloatMath.L7, FloatMath.L6);
    p = fma(p, f, FloatMath.L5);
    p = fma(p, f, FloatMath.L4);
    p = fma(p, f, FloatMath.L3);
    p = fma(p, f, FloatMath.L2);
    p = fma(p, f, FloatMath.L1);
    p = fma(p, f, FloatMath.L0);
    FloatVector f2 = f.mul(f);
    FloatVector y = k.fma(all(FloatMath.LN2_LOW), f2.mul(f).mul(p));
    y = f2.fma(all(-0.5f), y);
    FloatVector r = k.fma(all(FloatMath.LN2_HIGH), f.add(y));
    r = x.blend(r, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    r = r.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    return r.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector q = a.mul(a);
    FloatVector p = fma(q, FloatMath.T4, FloatMath.T3);
    p = fma(p, q, FloatMath.T2);
    p = fma(p, q, FloatMath.T1);
    p = fma(p, q, FloatMath.T0);
    FloatVector near = a.mul(q).fma(p, a);
    FloatVector c = a.blend(FloatMath.TANH_MAX, a.compare(VectorOperators.GT, FloatMath.TANH_MAX));
    c = c.add(c);
    FloatVector z = rounded(c);
    FloatVector e = expReduced(c, z.sub(FloatMath.ROUND));
    e = e.mul(powerOfTwo(z.reinterpretAsInts().sub(FloatMath.ROUND_BITS)));
    FloatVector far = all(1f).sub(all(2f).div(e.add(1f)));
    FloatVector size = far.blend(near, a.compare(VectorOperators.LT, FloatMath.TANH_SMALL));
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return size.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    return all(1f).blend(e, x.compare(VectorOperators.LT, 0f)).div(e.add(1f));
  }

  static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LT, 0f));
  }

  static FloatVector reluBackward(FloatVector dy, FloatVector x) {
    return dy.blend(0f, x.compare(VectorOperators.LE, 0f));
  }

  static FloatVector tanhBackward(FloatVector dy, FloatVector y) {
    return dy.mul(all(1f).sub(y.mul(y)));
  }

  static FloatVector sigmoidBackward(FloatVector dy, FloatVector y) {
    return dy.mul(all(1f).sub(y)).mul(y);
  }

  static FloatVector maximum(FloatVector a, FloatVector b) {
    FloatVector r = a.add(b).blend(a, a.compare(VectorOperators.GE, b));
    return r.blend(b, a.compare(VectorOperators.LT, b));
  }

  static FloatVector minimum(FloatVector a, FloatVector b) {
    FloatVector r = a.add(b).blend(a, a.compare(VectorOperators.LE, b));
    return r.blend(b, a.compare(VectorOperators.GT, b));
  }
}
