package dev.taper.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The vector forms of {@link FloatActivations}: the same operations in the same order. */
final class VectorActivations {
  static final VectorSpecies<Float> S = VectorFormulas.SPECIES;

  private VectorActivations() {}

  static FloatVector silu(FloatVector x) {
    FloatVector t =
        VectorMath.below(VectorMath.minusAbs(x), FloatActivations.SILU_MIN, FloatMath.EXP_NONE);
    FloatVector z = t.fma(broadcast(S, FloatMath.HALF_LOG2_E), broadcast(S, FloatMath.BIASED));
    FloatVector p = VectorMath.expReduced(t, z.sub(FloatMath.BIASED));
    FloatVector s = VectorMath.powerOfTwo(z);
    FloatVector ps = p.mul(s);
    VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
    FloatVector n = broadcast(S, -1f).blend(ps.mul(x.neg()).mul(s), negative);
    FloatVector y = n.div(ps.fma(s, broadcast(S, 1f)).neg());
    return x.mul(y).blend(y, negative);
  }

  static FloatVector siluBackward(FloatVector dy, FloatVector x) {
    FloatVector s = VectorMath.sigmoid(x);
    return dy.mul(s).mul(x.fma(broadcast(S, 1f).sub(s), broadcast(S, 1f)));
  }

  static FloatVector softplus(FloatVector x) {
    FloatVector e = VectorMath.expDown(VectorMath.minusAbs(x));
    return e.fma(log1pByArgument(e), VectorMath.below(x, 0f, 0f));
  }

  static FloatVector softplusBackward(FloatVector dy, FloatVector x) {
    return dy.mul(VectorMath.sigmoid(x));
  }

  static FloatVector logSigmoid(FloatVector x) {
    FloatVector e = VectorMath.expDown(VectorMath.minusAbs(x));
    return e.neg().fma(log1pByArgument(e), VectorMath.above(x, 0f, 0f));
  }

  private static FloatVector log1pByArgument(FloatVector u) {
    FloatVector p = u.fma(broadcast(S, FloatActivations.S9), broadcast(S, FloatActivations.S8));
    p = p.fma(u, broadcast(S, FloatActivations.S7));
    p = p.fma(u, broadcast(S, FloatActivations.S6));
    p = p.fma(u, broadcast(S, FloatActivations.S5));
    p = p.fma(u, broadcast(S, FloatActivations.S4));
    p = p.fma(u, broadcast(S, FloatActivations.S3));
    p = p.fma(u, broadcast(S, FloatActivations.S2));
    p = p.fma(u, broadcast(S, FloatActivations.S1));
    return p.fma(u, broadcast(S, 1f));
  }

  static FloatVector leakyRelu(FloatVector x, FloatVector slope) {
    return x.mul(slope).blend(x, x.compare(VectorOperators.GT, 0f));
  }

  static FloatVector elu(FloatVector x, FloatVector alpha) {
    return alpha.mul(VectorMath.expm1(x)).blend(x, x.compare(VectorOperators.GT, 0f));
  }

  static FloatVector geluTanh(FloatVector x) {
    FloatVector q = x.mul(x);
    FloatVector top = broadcast(S, FloatActivations.TANH_SLOPE);
    FloatVector cube = q.fma(broadcast(S, FloatActivations.TANH_CUBE), top);
    return x.mul(VectorMath.sigmoid(x.mul(cube)));
  }

  static FloatVector geluTanhBackward(FloatVector dy, FloatVector x) {
    FloatVector q = x.mul(x);
    FloatVector top = broadcast(S, FloatActivations.TANH_SLOPE);
    FloatVector cube = q.fma(broadcast(S, FloatActivations.TANH_CUBE), top);
    FloatVector s = VectorMath.sigmoid(x.mul(cube));
    FloatVector slope = q.fma(broadcast(S, FloatActivations.TANH_SQUARE), top);
    return dy.mul(x.mul(slope).mul(broadcast(S, 1f).sub(s)).fma(s, s));
  }
}
