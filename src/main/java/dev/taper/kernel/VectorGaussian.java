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
    FloatVector one = broadcast(S, 1f);
    FloatVector w = one.div(t.fma(broadcast(S, FloatGaussian.ERFC_SLOPE), one));
    FloatVector y =
        t.mul(w)
            .fma(broadcast(S, -FloatGaussian.ERFC_SLOPE), broadcast(S, FloatGaussian.ERFC_REST));
    FloatVector y2 = y.mul(y);
    FloatVector p = y.fma(broadcast(S, FloatGaussian.C6), broadcast(S, FloatGaussian.C5));
    p = y.fma(broadcast(S, FloatGaussian.C8), broadcast(S, FloatGaussian.C7)).fma(y2, p);
    FloatVector low = y.fma(broadcast(S, FloatGaussian.C2), broadcast(S, FloatGaussian.C1));
    low = y.fma(broadcast(S, FloatGaussian.C4), broadcast(S, FloatGaussian.C3)).fma(y2, low);
    p = p.fma(y2.mul(y2), low).fma(y, broadcast(S, FloatGaussian.C0));
    FloatVector turns = t.mul(-FloatMath.LOG2_E);
    FloatVector e = VectorMath.raisedExp(p, w, turns, t.neg(), t, broadcast(S, 0f));
    e = e.blend(0f, t.compare(VectorOperators.GT, FloatGaussian.ERFC_MAX));
    return e.blend(broadcast(S, 2f).sub(e), x.compare(VectorOperators.LT, 0f));
  }

  private static FloatVector tailDivisor(FloatVector t, FloatVector s) {
    FloatVector d = t.fma(broadcast(S, -2 * FloatGaussian.J3), broadcast(S, -2 * FloatGaussian.J2));
    d = t.fma(broadcast(S, 4 * FloatGaussian.J5), broadcast(S, 4 * FloatGaussian.J4)).fma(s, d);
    return d.fma(s, t.mul(FloatGaussian.J1));
  }

  static FloatVector gelu(FloatVector x) {
    IntVector size = x.reinterpretAsInts().and(Integer.MAX_VALUE);
    FloatVector t = size.min(FloatGaussian.TAIL_BITS).reinterpretAsFloats();
    FloatVector v = t.div(t.fma(broadcast(S, FloatGaussian.TAIL_SLOPE), broadcast(S, 1f)));
    FloatVector y =
        v.fma(broadcast(S, -FloatGaussian.TAIL_SLOPE), broadcast(S, FloatGaussian.TAIL_REST));
    FloatVector y2 = y.mul(y);
    FloatVector p = y.fma(broadcast(S, FloatGaussian.P6), broadcast(S, FloatGaussian.P5));
    p = y.fma(broadcast(S, FloatGaussian.P8), broadcast(S, FloatGaussian.P7)).fma(y2, p);
    FloatVector low = y.fma(broadcast(S, FloatGaussian.P2), broadcast(S, FloatGaussian.P1));
    low = y.fma(broadcast(S, FloatGaussian.P4), broadcast(S, FloatGaussian.P3)).fma(y2, low);
    p = p.fma(y2.mul(y2), low).fma(y, broadcast(S, FloatGaussian.P0));
    FloatVector all = x.lanewise(VectorOperators.MUL, 0f, x.compare(VectorOperators.LT, 0f));
    FloatVector turns = t.mul(-0.5f * FloatMath.LOG2_E);
    return VectorMath.raisedExp(p, v, turns, t.mul(-0.5f), t, all);
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
