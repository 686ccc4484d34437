package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;

/** The loops of {@link Softmax} with the Vector API; what is left of a row goes to plain Java. */
final class VectorSoftmax {
  private static final int WIDTH = VectorReduce.WIDTH;

  private VectorSoftmax() {}

  static void exps(float[] x, int xo, float[] m, int mo, int ms, float[] y, int yo, int n) {
    int i = 0;
    FloatVector all = FloatVector.broadcast(VectorReduce.SPECIES, m[mo]);
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector shift = ms == 0 ? all : FloatVector.fromArray(VectorReduce.SPECIES, m, mo + i);
      FloatVector v = FloatVector.fromArray(VectorReduce.SPECIES, x, xo + i);
      VectorMath.exp(v.sub(shift)).intoArray(y, yo + i);
    }
    Softmax.plainExps(x, xo + i, m, mo + ms * i, ms, y, yo + i, n - i);
  }

  static void logGradient(
      float[] dy,
      int dyo,
      float[] y,
      int yo,
      float[] sum,
      int so,
      int ss,
      float[] dx,
      int dxo,
      int n) {
    int i = 0;
    FloatVector all = FloatVector.broadcast(VectorReduce.SPECIES, sum[so]);
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector s = ss == 0 ? all : FloatVector.fromArray(VectorReduce.SPECIES, sum, so + i);
      FloatVector e = VectorMath.exp(FloatVector.fromArray(VectorReduce.SPECIES, y, yo + i));
      FloatVector v = FloatVector.fromArray(VectorReduce.SPECIES, dy, dyo + i);
      v.sub(e.mul(s)).intoArray(dx, dxo + i);
    }
    Softmax.plainLogGradient(dy, dyo + i, y, yo + i, sum, so + ss * i, ss, dx, dxo + i, n - i);
  }
}
