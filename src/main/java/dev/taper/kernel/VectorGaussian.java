package dev.taper.kernel;

import static dev.taper.kernel.VectorMath.above;
import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The vector forms of {@link FloatGaussian}: the same operations in the same order. */
final class VectorGaussian {
  static final VectorSpecies<Float> S = VectorFormulas.SPECIES;

  private VectorGaussian() {}

  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector q = a.mul(a);
    FloatVector q2 = q.mul(q);
    FloatVector n = q.fma(broadcast(S, FloatGaussian.F3), broadcast(S, FloatGaussian.F2));
    n = q.fma(broadcast(S, FloatGaussian.F5), broadcast(S, FloatGaussian.F4)).fma(q2, n);
    n = n.fma(q2, q.fma(broadcast(S, FloatGaussian.F1), broadcast(S, FloatGaussian.F0)));
    FloatVector d = q.fma(broadcast(S, FloatGaussian.G3), broadcast(S, FloatGaussian.G2));
    d = q.fma(broadcast(S, FloatGaussian.G5), broadcast(S, FloatGaussian.G4)).fma(q2, d);
    d = d.fma(q2, q.fma(broadcast(S, FloatGaussian.G1), broadcast(S, FloatGaussian.G0)));
    FloatVector y = above(a.fma(n.div(d), a.mul(0.25f)), 1f, 1f);
    return VectorMath.withSign(
        y.blend(1f, a.compare(VectorOperators.GT, FloatGaussian.ERF_MAX)), x);
  }

  static FloatVector erfc(FloatVector x) {
    FloatVector t = x.abs();
    FloatVector m = t.neg();
    FloatVector s = m.mul(t);
    FloatVector n = t.fma(broadcast(S, -FloatGaussian.C3), broadcast(S, -FloatGaussian.C2));
    n = s.fma(broadcast(S, FloatGaussian.C4), n).fma(s, t.mul(FloatGaussian.C1)).add(1f);
    FloatVector d = t.fma(broadcast(S, -FloatGaussian.D3), broadcast(S, -FloatGaussian.D2));
    d = t.fma(broadcast(S, FloatGaussian.D5), broadcast(S, FloatGaussian.D4)).fma(s, d);
    d = d.fma(s, t.mul(FloatGaussian.D1));
    FloatVector y = VectorMath.raisedExp(n, d, s, m.fma(t, s.neg())).mul(FloatMath.LOWER);
    y = y.blend(0f, t.compare(VectorOperators.GT, FloatGaussian.ERFC_MAX));
    return y.blend(broadcast(S, 2f).sub(y), x.compare(VectorOperators.LT, 0f));
  }

  private static FloatVector tailDivisor(FloatVector t, FloatVector s) {
    FloatVector d = t.fma(broadcast(S, -2 * FloatGaussian.J3), broadcast(S, -2 * FloatGaussian.J2));
    d = t.fma(broadcast(S, 4 * FloatGaussian.J5), broadcast(S, 4 * FloatGaussian.J4)).fma(s, d);
    return d.fma(s, t.mul(FloatGaussian.J1));
  }

  static FloatVector gelu(FloatVector x) {
    IntVector size = x.reinterpretAsInts().and(Integer.MAX_VALUE);
    FloatVector t = size.min(FloatGaussian.TAIL_BITS).reinterpretAsFloats();
    FloatVector half = t.mul(-0.5f);
    FloatVector s = half.mul(t);
    FloatVector n = s.fma(broadcast(S, -4 * FloatGaussian.H3), t.mul(2 * FloatGaussian.H2));
    n = s.mul(t).fma(broadcast(S, -4 * FloatGaussian.H4), n);
    n = s.fma(n, s.fma(broadcast(S, 2 * FloatGaussian.H1), half));
    FloatVector e = VectorMath.raisedExp(n, tailDivisor(t, s), s, half.fma(t, s.neg()));
    FloatVector all = x.lanewise(VectorOperators.MUL, 0f, x.compare(VectorOperators.LT, 0f));
    return e.fma(broadcast(S, FloatMath.LOWER), all);
  }

  static FloatVector geluBackward(FloatVector dy, FloatVector x) {
    FloatVector t = x.abs();
    FloatVector half = t.mul(-0.5f);
    FloatVector s = half.mul(t);
    FloatVector n = s.fma(broadcast(S, 4 * FloatGaussian.H4), t.mul(-2 * FloatGaussian.H3));
    n = s.fma(n, s.fma(broadcast(S, -2 * FloatGaussian.H2), t.mul(FloatGaussian.H1)));
    FloatVector low = half.fma(t, s.neg());
    FloatVector e = VectorMath.raisedExp(broadcast(S, 1f), s, low).mul(FloatMath.LOWER);
    e = e.blend(0f, t.compare(VectorOperators.GT, FloatGaussian.TAIL_MAX));
    FloatVector h = n.add(FloatGaussian.H0).div(tailDivisor(t, s).add(1f)).mul(e);
    FloatVector below = broadcast(S, 1f).sub(h).blend(h, x.compare(VectorOperators.LT, 0f));
    return dy.mul(x.fma(e.mul(FloatGaussian.DENSITY), below));
  }
}
