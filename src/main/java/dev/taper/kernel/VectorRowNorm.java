package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link RowNorm} with the Vector API, bit for bit those in plain Java, to which goes
 * what is left of a row. They call nothing that C2 need not inline: see {@link VectorSoftmax}.
 */
final class VectorRowNorm {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private VectorRowNorm() {}

  static void normalize(
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float[] y,
      int yo,
      int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector h = FloatVector.fromArray(SPECIES, x, xo + i).sub(mean).mul(scale);
      FloatVector weight = FloatVector.fromArray(SPECIES, w, wo + i);
      h.fma(weight, FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
    }
    RowNorm.normalize(x, xo + i, mean, scale, w, wo + i, b, bo + i, y, yo + i, n - i);
  }

  static void prepare(
      float[] dy,
      int dyo,
      float[] w,
      int wo,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] g,
      float[] h,
      int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, wo + i);
      FloatVector.fromArray(SPECIES, dy, dyo + i).mul(weight).intoArray(g, i);
      FloatVector.fromArray(SPECIES, x, xo + i).sub(mean).mul(scale).intoArray(h, i);
    }
    RowNorm.prepare(dy, dyo, w, wo, x, xo, mean, scale, g, h, i, n);
  }

  static void combine(
      float[] g, float[] h, float mean, float slope, float scale, float[] dx, int dxo, int n) {
    FloatVector minus = FloatVector.broadcast(SPECIES, -slope);
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(SPECIES, g, i).sub(mean);
      FloatVector.fromArray(SPECIES, h, i).fma(minus, v).mul(scale).intoArray(dx, dxo + i);
    }
    RowNorm.combine(g, h, mean, slope, scale, dx, dxo, i, n);
  }

  static void accumulate(
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] sums,
      int so,
      int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector h = FloatVector.fromArray(SPECIES, x, xo + i).sub(mean).mul(scale);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, dyo + i);
      v.fma(h, FloatVector.fromArray(SPECIES, sums, so + i)).intoArray(sums, so + i);
    }
    RowNorm.accumulate(dy, dyo + i, x, xo + i, mean, scale, sums, so + i, n - i);
  }
}
