package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What {@link Softmax} makes of exponentials that need not be kept, with the Vector API; bit for
 * bit what {@link PlainSoftmax} and {@link PlainReduce} make of them. The exponential is written
 * out in each loop: see {@link VectorSoftmax}.
 */
final class VectorExps {
  private static final VectorSpecies<Float> SPECIES = VectorReduce.SPECIES;
  private static final int WIDTH = VectorReduce.WIDTH;
  private static final int LANES = PlainReduce.LANES;

  private VectorExps() {}

  /**
   * {@code Σ exp(x − m)} of one block of 64 elements or more, with room for the lanes; one vector
   * of lanes after the other, so that nothing but its sum must be kept beside the constants.
   */
  static float sum(float[] x, int xo, float m, int n, float[] lanes) {
    FloatVector shift = FloatVector.broadcast(SPECIES, -m);
    FloatVector least = FloatVector.broadcast(SPECIES, PlainSoftmax.LEAST);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector log2e = FloatVector.broadcast(SPECIES, FloatMath.LOG2_E);
    FloatVector round = FloatVector.broadcast(SPECIES, FloatMath.BIASED);
    FloatVector high = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    FloatVector low = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector e2 = FloatVector.broadcast(SPECIES, FloatMath.N2);
    FloatVector e3 = FloatVector.broadcast(SPECIES, FloatMath.N3);
    FloatVector e4 = FloatVector.broadcast(SPECIES, FloatMath.N4);
    FloatVector e5 = FloatVector.broadcast(SPECIES, FloatMath.N5);
    FloatVector e6 = FloatVector.broadcast(SPECIES, FloatMath.N6);
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = zero;
      for (int i = lane; i <= n - WIDTH; i += LANES) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, xo + i).add(shift);
        VectorMask<Float> none = d.compare(VectorOperators.LT, least);
        FloatVector z = d.fma(log2e, round);
        FloatVector k = z.sub(round);
        FloatVector r = k.fma(low, k.fma(high, d));
        FloatVector p = r.fma(e6, e5);
        p = p.fma(r, e4).fma(r, e3).fma(r, e2).fma(r, one).fma(r, one);
        FloatVector scale =
            z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        sum = sum.add(p.mul(scale).blend(zero, none));
      }
      sum.intoArray(lanes, lane);
    }
    for (int i = n & -WIDTH; i < n; i++) {
      lanes[i % LANES] += PlainSoftmax.exp(x[xo + i] - m);
    }
    return VectorReduce.together(false, lanes);
  }

  /** {@code dx = dy − eʸ·sum}. */
  static void logGradient(
      float[] dy, int dyo, float[] y, int yo, float sum, float[] dx, int dxo, int n) {
    FloatVector s = FloatVector.broadcast(SPECIES, sum);
    FloatVector least = FloatVector.broadcast(SPECIES, PlainSoftmax.LEAST);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector log2e = FloatVector.broadcast(SPECIES, FloatMath.LOG2_E);
    FloatVector round = FloatVector.broadcast(SPECIES, FloatMath.BIASED);
    FloatVector high = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    FloatVector low = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector e2 = FloatVector.broadcast(SPECIES, FloatMath.N2);
    FloatVector e3 = FloatVector.broadcast(SPECIES, FloatMath.N3);
    FloatVector e4 = FloatVector.broadcast(SPECIES, FloatMath.N4);
    FloatVector e5 = FloatVector.broadcast(SPECIES, FloatMath.N5);
    FloatVector e6 = FloatVector.broadcast(SPECIES, FloatMath.N6);
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector d = FloatVector.fromArray(SPECIES, y, yo + i);
      VectorMask<Float> none = d.compare(VectorOperators.LT, least);
      FloatVector z = d.fma(log2e, round);
      FloatVector k = z.sub(round);
      FloatVector r = k.fma(low, k.fma(high, d));
      FloatVector p = r.fma(e6, e5);
      p = p.fma(r, e4).fma(r, e3).fma(r, e2).fma(r, one).fma(r, one);
      FloatVector scale =
          z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector e = p.mul(scale).blend(zero, none);
      FloatVector.fromArray(SPECIES, dy, dyo + i).sub(e.mul(s)).intoArray(dx, dxo + i);
    }
    PlainSoftmax.logGradientOf(dy, dyo + i, y, yo + i, sum, dx, dxo + i, n - i);
  }
}
