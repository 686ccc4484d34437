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
    FloatVector a = above(x.abs(), FloatGaussian.ERF_MAX, FloatGaussian.ERF_MAX);
    FloatVector q = a.mul(a);
    FloatVector n = q.fma(broadcast(S, FloatGaussian.F5), broadcast(S, FloatGaussian.F4));
    n = n.fma(q, broadcast(S, FloatGaussian.F3));
    n = n.fma(q, broadcast(S, FloatGaussian.F2));
    n = n.fma(q, broadcast(S, FloatGaussian.F1));
    n = a.mul(q).fma(n, a);
    FloatVector d = q.fma(broadcast(S, FloatGaussian.G5), broadcast(S, FloatGaussian.G4));
    d = d.fma(q, broadcast(S, FloatGaussian.G3));
    d = d.fma(q, broadcast(S, FloatGaussian.G2));
    d = d.fma(q, broadcast(S, FloatGaussian.G1));
    d = d.fma(q, broadcast(S, FloatGaussian.G0));
    return VectorMath.withSign(above(n.div(d), 1f, 1f), x);
  }

  static FloatVector erfc(FloatVector x) {
    FloatVector t = above(x.abs(), FloatGaussian.ERFC_MAX, FloatGaussian.ERFC_NONE);
    FloatVector n = t.fma(broadcast(S, FloatGaussian.C4), broadcast(S, FloatGaussian.C3));
    n = n.fma(t, broadcast(S, FloatGaussian.C2));
    n = n.fma(t, broadcast(S, FloatGaussian.C1));
    n = n.fma(t, broadcast(S, FloatGaussian.C0));
    FloatVector d = t.fma(broadcast(S, FloatGaussian.D5), broadcast(S, FloatGaussian.D4));
    d = d.fma(t, broadcast(S, FloatGaussian.D3));
    d = d.fma(t, broadcast(S, FloatGaussian.D2));
    d = d.fma(t, broadcast(S, FloatGaussian.D1));
    d = d.fma(t, broadcast(S, 1f));
    FloatVector y = decay(VectorMath.minusQuotient(n, d), t, t);
    return y.blend(broadcast(S, 2f).sub(y), x.compare(VectorOperators.LT, 0f));
  }

  private static FloatVector minusTail(FloatVector t) {
    FloatVector n = t.fma(broadcast(S, FloatGaussian.H4), broadcast(S, FloatGaussian.H3));
    n = n.fma(t, broadcast(S, FloatGaussian.H2));
    n = n.fma(t, broadcast(S, FloatGaussian.H1));
    n = n.fma(t, broadcast(S, FloatGaussian.H0));
    FloatVector d = t.fma(broadcast(S, FloatGaussian.J5), broadcast(S, FloatGaussian.J4));
    d = d.fma(t, broadcast(S, FloatGaussian.J3));
    d = d.fma(t, broadcast(S, FloatGaussian.J2));
    d = d.fma(t, broadcast(S, FloatGaussian.J1));
    d = d.fma(t, broadcast(S, 1f));
    // VectorMath.minusQuotient as it stands: C2 may have had enough by now to call it instead.
    IntVector bits = d.reinterpretAsInts();
    FloatVector y =
        IntVector.broadcast(bits.species(), FloatMath.MINUS_RECIPROCAL_BITS)
            .sub(bits)
            .reinterpretAsFloats();
    FloatVector e = d.fma(y, broadcast(S, 1f));
    y = y.fma(e.fma(e, e), y);
    FloatVector q = n.mul(y);
    return d.fma(q, n).fma(y, q);
  }

  static FloatVector gelu(FloatVector x) {
    FloatVector t = above(x.abs(), FloatGaussian.TAIL_MAX, FloatGaussian.TAIL_NONE);
    FloatVector h = decay(minusTail(t), t.mul(0.5f), t);
    return x.mul(broadcast(S, 1f).sub(h).blend(h, x.compare(VectorOperators.LT, 0f)));
  }

  static FloatVector geluBackward(FloatVector dy, FloatVector x) {
    FloatVector t = above(x.abs(), FloatGaussian.TAIL_MAX, FloatGaussian.TAIL_NONE);
    FloatVector e = decay(broadcast(S, 1f), t.mul(0.5f), t);
    FloatVector h = minusTail(t).mul(e);
    FloatVector below = broadcast(S, 1f).sub(h).blend(h, x.compare(VectorOperators.LT, 0f));
    return dy.mul(x.fma(e.mul(FloatGaussian.DENSITY), below));
  }

  private static FloatVector decay(FloatVector w, FloatVector a, FloatVector b) {
    FloatVector s = a.neg().mul(b);
    FloatVector z = s.fma(broadcast(S, FloatMath.HALF_LOG2_E), broadcast(S, FloatMath.BIASED));
    FloatVector k = z.sub(FloatMath.BIASED);
    FloatVector low = k.fma(broadcast(S, FloatMath.LN4_LOW), a.fma(b, s));
    FloatVector r = k.fma(broadcast(S, -FloatMath.LN4_HIGH), s).sub(low);
    FloatVector p = VectorMath.expNear(r);
    FloatVector two =
        z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    return w.mul(p).mul(two).mul(two);
  }
}
