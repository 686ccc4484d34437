package dev.taper.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The vector forms of {@link FloatMath}: the same operations in the same order. */
final class VectorMath {
  static final VectorSpecies<Float> S = VectorFormulas.SPECIES;

  private VectorMath() {}

  /** {@code to} where {@code x} is below {@code bound}. */
  static FloatVector below(FloatVector x, float bound, float to) {
    return x.blend(to, x.compare(VectorOperators.LT, bound));
  }

  /** {@code to} where {@code x} is above {@code bound}. */
  static FloatVector above(FloatVector x, float bound, float to) {
    return x.blend(to, x.compare(VectorOperators.GT, bound));
  }

  /** {@code size}, which is not negative, with the sign of {@code x}. */
  static FloatVector withSign(FloatVector size, FloatVector x) {
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return size.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  /** {@code -|x|}. */
  static FloatVector minusAbs(FloatVector x) {
    return x.reinterpretAsInts().or(Integer.MIN_VALUE).reinterpretAsFloats();
  }

  static FloatVector powerOfTwo(FloatVector z) {
    return powerOfTwo(z.reinterpretAsInts());
  }

  private static FloatVector powerOfTwo(IntVector z) {
    return z.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  static FloatVector exp(FloatVector x) {
    IntVector z =
        x.fma(broadcast(S, FloatMath.HALF_LOG2_E), broadcast(S, FloatMath.BIASED))
            .reinterpretAsInts()
            .min(FloatMath.INFINITE_BITS);
    FloatVector k = z.reinterpretAsFloats().sub(FloatMath.BIASED);
    FloatVector r = k.fma(broadcast(S, -FloatMath.LN4_HIGH), x);
    r = k.fma(broadcast(S, -FloatMath.LN4_LOW), r);
    FloatVector r2 = r.mul(r);
    FloatVector p = r.fma(broadcast(S, FloatMath.E7), broadcast(S, FloatMath.E6));
    p = p.fma(r2, r.fma(broadcast(S, FloatMath.E5), broadcast(S, FloatMath.E4)));
    p = p.fma(r2, r.fma(broadcast(S, FloatMath.E3), broadcast(S, FloatMath.E2)));
    FloatVector q = p.fma(r2, r);
    FloatVector s = powerOfTwo(z);
    return s.fma(q, s).mul(s).blend(0f, x.compare(VectorOperators.LT, FloatMath.EXP_MIN));
  }

  static FloatVector growth(FloatVector r) {
    FloatVector r2 = r.mul(r);
    FloatVector p = r.fma(broadcast(S, FloatMath.N5), broadcast(S, FloatMath.N4));
    p = r2.fma(broadcast(S, FloatMath.N6), p);
    p = p.fma(r2, r.fma(broadcast(S, FloatMath.N3), broadcast(S, FloatMath.N2)));
    return p.fma(r2, r);
  }

  // In these the power of two is spelled out: C2 may have had enough by then to call the method.

  static FloatVector raisedExp(FloatVector x) {
    FloatVector z = x.fma(broadcast(S, FloatMath.LOG2_E), broadcast(S, FloatMath.RAISED));
    FloatVector k = z.sub(FloatMath.RAISED);
    FloatVector r = k.fma(broadcast(S, -FloatMath.LN2_HIGH), x);
    FloatVector q = growth(k.fma(broadcast(S, -FloatMath.LN2_LOW), r));
    FloatVector s = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    return s.fma(q, s);
  }

  static FloatVector raisedExp(FloatVector w, FloatVector x, FloatVector low) {
    FloatVector z = x.fma(broadcast(S, FloatMath.LOG2_E), broadcast(S, FloatMath.RAISED));
    FloatVector k = z.sub(FloatMath.RAISED);
    FloatVector r = k.fma(broadcast(S, -FloatMath.LN2_HIGH), x);
    FloatVector q = growth(r.add(k.fma(broadcast(S, -FloatMath.LN2_LOW), low)));
    FloatVector s = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    s = w.mul(s);
    return s.fma(q, s);
  }

  static FloatVector raisedExp(
      FloatVector p,
      FloatVector w,
      FloatVector turns,
      FloatVector a,
      FloatVector b,
      FloatVector addend) {
    FloatVector z = turns.fma(b, broadcast(S, FloatMath.RAISED));
    FloatVector k = z.sub(FloatMath.RAISED);
    FloatVector r = a.fma(b, k.mul(-FloatMath.LN2_SHORT));
    FloatVector q = growth(k.fma(broadcast(S, -FloatMath.LN2_REST), r));
    FloatVector s = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    s = w.mul(s);
    return p.fma(s, p.fma(s.mul(q), addend));
  }

  static FloatVector expDown(FloatVector x) {
    FloatVector e = raisedExp(x).mul(FloatMath.LOWER);
    return e.blend(0f, x.compare(VectorOperators.LT, FloatMath.EXP_MIN));
  }

  static FloatVector exp2(FloatVector x) {
    FloatVector c = below(x, FloatMath.EXP2_MIN, FloatMath.EXP2_NONE);
    IntVector z =
        c.fma(broadcast(S, 0.5f), broadcast(S, FloatMath.BIASED))
            .reinterpretAsInts()
            .min(FloatMath.INFINITE_BITS);
    FloatVector r = z.reinterpretAsFloats().sub(FloatMath.BIASED).fma(broadcast(S, -2f), c);
    FloatVector p = r.fma(broadcast(S, FloatMath.X7), broadcast(S, FloatMath.X6));
    p = p.fma(r, broadcast(S, FloatMath.X5));
    p = p.fma(r, broadcast(S, FloatMath.X4));
    p = p.fma(r, broadcast(S, FloatMath.X3));
    p = p.fma(r, broadcast(S, FloatMath.X2));
    p = p.fma(r, broadcast(S, FloatMath.X1));
    p = p.fma(r, broadcast(S, 1f));
    FloatVector s = powerOfTwo(z);
    return p.mul(s).mul(s);
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector c = above(x, FloatMath.EXPM1_MAX, FloatMath.EXPM1_MAX);
    c = below(c, FloatMath.EXPM1_MIN, FloatMath.EXPM1_MIN);
    FloatVector z = c.fma(broadcast(S, FloatMath.LOG2_E), broadcast(S, FloatMath.HALF_BIASED));
    FloatVector k = z.sub(FloatMath.HALF_BIASED);
    FloatVector r = k.fma(broadcast(S, -FloatMath.LN2_HIGH), c);
    r = k.fma(broadcast(S, -FloatMath.LN2_LOW), r);
    FloatVector p = r.fma(broadcast(S, FloatMath.M7), broadcast(S, FloatMath.M6));
    p = p.fma(r, broadcast(S, FloatMath.M5));
    p = p.fma(r, broadcast(S, FloatMath.M4));
    p = p.fma(r, broadcast(S, FloatMath.M3));
    p = p.fma(r, broadcast(S, FloatMath.M2));
    p = r.mul(r).fma(p, r);
    FloatVector s = powerOfTwo(z);
    FloatVector y = s.fma(p, s.sub(0.5f));
    return y.add(y).blend(x, x.abs().compare(VectorOperators.LT, FloatMath.TINY));
  }

  private static FloatVector logNear(FloatVector f, FloatVector addend) {
    FloatVector f2 = f.mul(f);
    FloatVector low = f.fma(broadcast(S, FloatMath.L1), broadcast(S, FloatMath.L0));
    low = f.fma(broadcast(S, FloatMath.L3), broadcast(S, FloatMath.L2)).fma(f2, low);
    FloatVector high = f.fma(broadcast(S, FloatMath.L5), broadcast(S, FloatMath.L4));
    high = f.fma(broadcast(S, FloatMath.L7), broadcast(S, FloatMath.L6)).fma(f2, high);
    FloatVector p = high.fma(f2.mul(f2), low);
    return f.add(f2.fma(broadcast(S, -0.5f), f2.mul(f).fma(p, addend)));
  }

  private static FloatVector logEdges(FloatVector x, FloatVector y) {
    FloatVector r = x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    r = r.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    return r.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
  }

  /** The bits of {@code x}, made normal where it is {@code small}, less those of √½. */
  static IntVector logBits(FloatVector x, VectorMask<Float> small) {
    FloatVector s = x.lanewise(VectorOperators.MUL, 0x1p23f, small);
    return s.reinterpretAsInts().sub(FloatMath.SQRT_HALF_BITS);
  }

  /** The exponent that belongs to {@link #logMantissa}. */
  static FloatVector logExponent(IntVector bits) {
    return (FloatVector) bits.lanewise(VectorOperators.ASHR, 23).convert(VectorOperators.I2F, 0);
  }

  static FloatVector logExponent(IntVector bits, VectorMask<Float> small) {
    return logExponent(bits).lanewise(VectorOperators.SUB, 23f, small);
  }

  /** The number, brought between √½ and √2, less 1. */
  static FloatVector logMantissa(IntVector bits) {
    return bits.and(FloatMath.MANTISSA).add(FloatMath.SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = logBits(x, small);
    FloatVector k = logEdges(x, logExponent(bits, small));
    FloatVector f = logMantissa(bits);
    FloatVector f2 = f.mul(f);
    FloatVector low = f.fma(broadcast(S, FloatMath.K1), broadcast(S, FloatMath.K0));
    low = f.fma(broadcast(S, FloatMath.K3), broadcast(S, FloatMath.K2)).fma(f2, low);
    FloatVector high = f.fma(broadcast(S, FloatMath.K5), broadcast(S, FloatMath.K4));
    high = f.fma(broadcast(S, FloatMath.K7), broadcast(S, FloatMath.K6)).fma(f2, high);
    FloatVector p = high.fma(f2.mul(f2), low);
    return k.fma(broadcast(S, FloatMath.LN2), p.fma(f2, f));
  }

  static FloatVector log2(FloatVector x) {
    VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = logBits(x, small);
    FloatVector k = logExponent(bits, small);
    FloatVector f = logMantissa(bits);
    FloatVector y = logNear(f, broadcast(S, 0f));
    return logEdges(x, y.fma(broadcast(S, FloatMath.LOG2_E), k));
  }

  static FloatVector log10(FloatVector x) {
    VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = logBits(x, small);
    FloatVector k = logExponent(bits, small);
    FloatVector f = logMantissa(bits);
    FloatVector y = logNear(f, broadcast(S, 0f));
    FloatVector low = y.fma(broadcast(S, FloatMath.LOG10_E), k.mul(FloatMath.LOG10_2_LOW));
    return logEdges(x, k.fma(broadcast(S, FloatMath.LOG10_2_HIGH), low));
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector s = x.add(1f);
    IntVector bits = s.reinterpretAsInts().sub(FloatMath.SQRT_HALF_BITS);
    FloatVector k = logExponent(bits);
    IntVector exponent = bits.and(~FloatMath.MANTISSA);
    FloatVector t =
        IntVector.broadcast(exponent.species(), FloatMath.FOUR_BITS)
            .sub(exponent)
            .reinterpretAsFloats();
    FloatVector f = x.mul(0.25f).fma(t, t.fma(broadcast(S, 0.25f), broadcast(S, -1f)));
    FloatVector y = logNear(f, k.mul(FloatMath.LN2_LOW));
    y = logEdges(s, k.fma(broadcast(S, FloatMath.LN2_HIGH), y));
    return y.blend(x, x.abs().compare(VectorOperators.LT, FloatMath.TINY));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector q = x.mul(x);
    FloatVector q2 = q.mul(q);
    FloatVector n = q.fma(broadcast(S, FloatMath.T4), broadcast(S, FloatMath.T3));
    n = n.fma(q2, q.fma(broadcast(S, FloatMath.T2), broadcast(S, FloatMath.T1)));
    n = n.fma(q, broadcast(S, FloatMath.T0));
    FloatVector d = q.fma(broadcast(S, FloatMath.U4), broadcast(S, FloatMath.U3));
    d = d.fma(q2, q.fma(broadcast(S, FloatMath.U2), broadcast(S, FloatMath.U1)));
    d = d.fma(q, broadcast(S, 1f));
    FloatVector y = x.fma(n.div(d), x.mul(FloatMath.TANH_PART));
    return y.blend(
        withSign(broadcast(S, 1f), x), q.compare(VectorOperators.GT, FloatMath.TANH_MAX));
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = expDown(minusAbs(x));
    return broadcast(S, 1f).blend(e, x.compare(VectorOperators.LT, 0f)).div(e.add(1f));
  }

  static FloatVector round(FloatVector x) {
    FloatVector whole = withSign(broadcast(S, FloatMath.WHOLE), x);
    FloatVector y = x.add(whole).sub(whole);
    return x.blend(withSign(y.abs(), x), x.abs().compare(VectorOperators.LT, FloatMath.WHOLE));
  }

  static FloatVector floor(FloatVector x) {
    FloatVector y = round(x);
    return y.blend(y.sub(1f), y.compare(VectorOperators.GT, x));
  }

  static FloatVector ceil(FloatVector x) {
    FloatVector y = round(x);
    return withSign(y.blend(y.add(1f), y.compare(VectorOperators.LT, x)).abs(), x);
  }

  static FloatVector trunc(FloatVector x) {
    return withSign(floor(x.abs()), x);
  }

  static FloatVector relu(FloatVector x) {
    return below(x, 0f, 0f);
  }

  static FloatVector reluBackward(FloatVector dy, FloatVector x) {
    return dy.blend(0f, x.compare(VectorOperators.LE, 0f));
  }

  static FloatVector tanhBackward(FloatVector dy, FloatVector y) {
    return dy.mul(broadcast(S, 1f).sub(y.mul(y)));
  }

  static FloatVector sigmoidBackward(FloatVector dy, FloatVector y) {
    return dy.mul(broadcast(S, 1f).sub(y)).mul(y);
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
