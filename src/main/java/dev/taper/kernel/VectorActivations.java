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
    return gated(x, VectorMath.minusAbs(x), broadcast(S, 0f));
  }

  private static FloatVector gated(FloatVector x, FloatVector t, FloatVector low) {
    FloatVector e = VectorMath.raisedExp(broadcast(S, 1f), t, low);
    e = e.blend(0f, t.compare(VectorOperators.LT, FloatActivations.GATE_MIN));
    VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
    FloatVector n = x.blend(e.mul(x).mul(FloatMath.LOWER), negative);
    return n.div(e.fma(broadcast(S, FloatMath.LOWER), broadcast(S, 1f)));
  }

  static FloatVector siluBackward(FloatVector dy, FloatVector x) {
    FloatVector s = VectorMath.sigmoid(x);
    return dy.mul(s).mul(x.fma(broadcast(S, 1f).sub(s), broadcast(S, 1f)));
  }

  static FloatVector softplus(FloatVector x) {
    FloatVector e = VectorMath.expDown(VectorMath.minusAbs(x));
    return e.fma(log1pByArgument(e), x.blend(0f, x.compare(VectorOperators.LT, 0f)));
  }

  static FloatVector softplusBackward(FloatVector dy, FloatVector x) {
    return dy.mul(VectorMath.sigmoid(x));
  }

  static FloatVector logSigmoid(FloatVector x) {
    FloatVector e = VectorMath.expDown(VectorMath.minusAbs(x));
    FloatVector top = x.blend(0f, x.compare(VectorOperators.GT, 0f));
    return e.neg().fma(log1pByArgument(e), top);
  }

  private static FloatVector log1pByArgument(FloatVector u) {
    FloatVector u2 = u.mul(u);
    FloatVector low = u.fma(broadcast(S, FloatActivations.S1), broadcast(S, 1f));
    FloatVector m = u.fma(broadcast(S, FloatActivations.S3), broadcast(S, FloatActivations.S2));
    low = m.fma(u2, low);
    FloatVector high = u.fma(broadcast(S, FloatActivations.S5), broadcast(S, FloatActivations.S4));
    m = u.fma(broadcast(S, FloatActivations.S7), broadcast(S, FloatActivations.S6));
    high = m.fma(u2, high);
    FloatVector u4 = u2.mul(u2);
    m = u.fma(broadcast(S, FloatActivations.S9), broadcast(S, FloatActivations.S8));
    return m.fma(u4, high).fma(u4, low);
  }

  static FloatVector leakyRelu(FloatVector x, FloatVector slope) {
    return x.mul(slope).blend(x, x.compare(VectorOperators.GT, 0f));
  }

  static FloatVector elu(FloatVector x, FloatVector alpha) {
    return alpha.mul(VectorMath.expm1(x)).blend(x, x.compare(VectorOperators.GT, 0f));
  }

  static FloatVector geluTanh(FloatVector x) {
    FloatVector t = VectorMath.minusAbs(x);
    FloatVector q = t.mul(t);
    FloatVector coarse = q.add(FloatActivations.COARSE).sub(FloatActivations.COARSE);
    FloatVector fine = q.sub(coarse).add(t.fma(t, q.neg()));
    FloatVector high =
        coarse.fma(
            broadcast(S, FloatActivations.CUBE_HIGH), broadcast(S, FloatActivations.SLOPE_HIGH));
    FloatVector low =
        q.fma(broadcast(S, FloatActivations.CUBE_LOW), broadcast(S, FloatActivations.SLOPE_LOW));
    low = fine.fma(broadcast(S, FloatActivations.CUBE_HIGH), low);
    FloatVector s = t.mul(high);
    FloatVector rest = t.fma(low, t.fma(high, s.neg()));
    return gated(x, s, rest);
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
