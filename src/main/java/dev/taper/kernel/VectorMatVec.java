package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A matrix times a vector, or with the matrix's strides swapped a vector times a matrix. */
final class VectorMatVec {
  private VectorMatVec() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** Rows that are transposed at a time, and elements that make a row worth it. */
  private static final int STRIP = 64;

  private static final int LEAST = 8;

  private static final int LONG = GemmWay.longColumns(VL);

  private static final float[] ZEROS = new float[LONG * VL];

  private static final Tile TWELVE = Tile.strided(1, Math.min(LONG, 12));
  private static final Tile FOUR = Tile.strided(1, 4);
  private static final Tile THREE = Tile.strided(1, 3);
  private static final Tile TWO = Tile.strided(1, 2);

  /** {@code c[co + i·cs] (+)= Σ a[ao + i·ars + p·acs] · x[xo + p·xs]} for i < m, p < k. */
  static void run(
      int m,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] x,
      int xo,
      int xs,
      float[] c,
      int co,
      int cs,
      boolean accumulate) {
    if (Gemm.inLanes(k, acs, ars)) {
      VectorInLanes.run(m, k, a, ao, ars, x, xo, xs, c, co, cs, accumulate);
    } else if (ars == 1 && m >= VL) {
      if (cs == 1) {
        columns(m, k, a, ao, acs, x, xo, xs, c, co, accumulate);
      } else {
        float[] y = GemmScratch.get().c(m);
        if (accumulate) {
          copy(m, c, co, cs, y, 0, 1);
        }
        columns(m, k, a, ao, acs, x, xo, xs, y, 0, accumulate);
        copy(m, y, 0, 1, c, co, cs);
      }
    } else if (acs == 1 && cs == 1 && m >= VL && k >= LEAST) {
      turned(m, k, a, ao, ars, x, xo, xs, c, co, accumulate);
    } else {
      ScalarMatVec.chains(m, k, a, ao, ars, acs, x, xo, xs, c, co, cs, accumulate);
    }
  }

  /**
   * Where a's rows are contiguous and too short for lanes: transposed, some rows at a time, since
   * that and vectors across rows take two thirds of the time of chains side by side.
   */
  private static void turned(
      int m,
      int k,
      float[] a,
      int ao,
      int ars,
      float[] x,
      int xo,
      int xs,
      float[] c,
      int co,
      boolean accumulate) {
    float[] t = GemmScratch.get().a((STRIP + VL) * k);
    int rows;
    for (int i = 0; i < m; i += rows) {
      // What is left then is nothing or one vector at least.
      rows = m - i < STRIP + VL ? m - i : STRIP;
      Transpose.floats(a, ao + i * ars, ars, t, 0, rows, k, rows);
      columns(rows, k, t, 0, rows, x, xo, xs, c, co + i, accumulate);
    }
  }

  static void copy(int n, float[] x, int xo, int xs, float[] y, int yo, int ys) {
    for (int i = 0; i < n; i++) {
      y[yo + i * ys] = x[xo + i * xs];
    }
  }

  /** Where a's columns are contiguous: vectors run across the rows of the result. */
  private static void columns(
      int m,
      int k,
      float[] a,
      int ao,
      int acs,
      float[] x,
      int xo,
      int xs,
      float[] c,
      int co,
      boolean accumulate) {
    float[] z = accumulate ? c : ZEROS;
    int d;
    for (int i = 0; i < m; i += d + VL) {
      int left = m - i;
      int ap = ao + i;
      int cp = co + i;
      int zo = accumulate ? cp : 0;
      // Never so that the next would overlap, and find what this one has stored.
      if (left == LONG * VL || left >= (LONG + 1) * VL) {
        d = (LONG - 1) * VL;
        if (LONG == 16) {
          columns16(k, a, ap, acs, x, xo, xs, z, c, cp);
        } else {
          TWELVE.run(k, x, xo, 0, xs, a, ap, acs, d, z, zo, 0, c, cp, 0, 0);
        }
      } else if (left > 3 * VL && (left <= 4 * VL || left >= 5 * VL)) {
        d = Math.min(3 * VL, left - VL);
        FOUR.run(k, x, xo, 0, xs, a, ap, acs, d, z, zo, 0, c, cp, 0, 0);
      } else if (left > 2 * VL && left <= 3 * VL) {
        d = left - VL;
        THREE.run(k, x, xo, 0, xs, a, ap, acs, d, z, zo, 0, c, cp, 0, 0);
      } else {
        d = Math.min(VL, left - VL);
        TWO.run(k, x, xo, 0, xs, a, ap, acs, d, z, zo, 0, c, cp, 0, 0);
      }
    }
  }

  /**
   * 16 vectors of the result, side by side: long runs of each row of {@code a} are read at once.
   */
  private static void columns16(
      int k, float[] a, int ao, int acs, float[] x, int xo, int xs, float[] z, float[] c, int co) {
    boolean load = z == c;
    int zo = load ? co : 0;
    int zs = load ? VL : 0;
    var y0 = FloatVector.fromArray(S, z, zo);
    var y1 = FloatVector.fromArray(S, z, zo + zs);
    var y2 = FloatVector.fromArray(S, z, zo + 2 * zs);
    var y3 = FloatVector.fromArray(S, z, zo + 3 * zs);
    var y4 = FloatVector.fromArray(S, z, zo + 4 * zs);
    var y5 = FloatVector.fromArray(S, z, zo + 5 * zs);
    var y6 = FloatVector.fromArray(S, z, zo + 6 * zs);
    var y7 = FloatVector.fromArray(S, z, zo + 7 * zs);
    var y8 = FloatVector.fromArray(S, z, zo + 8 * zs);
    var y9 = FloatVector.fromArray(S, z, zo + 9 * zs);
    var y10 = FloatVector.fromArray(S, z, zo + 10 * zs);
    var y11 = FloatVector.fromArray(S, z, zo + 11 * zs);
    var y12 = FloatVector.fromArray(S, z, zo + 12 * zs);
    var y13 = FloatVector.fromArray(S, z, zo + 13 * zs);
    var y14 = FloatVector.fromArray(S, z, zo + 14 * zs);
    var y15 = FloatVector.fromArray(S, z, zo + 15 * zs);
    int ap = ao;
    int xp = xo;
    for (int p = 0; p < k; p++) {
      var v = FloatVector.broadcast(S, x[xp]);
      y0 = v.fma(FloatVector.fromArray(S, a, ap), y0);
      y1 = v.fma(FloatVector.fromArray(S, a, ap + VL), y1);
      y2 = v.fma(FloatVector.fromArray(S, a, ap + 2 * VL), y2);
      y3 = v.fma(FloatVector.fromArray(S, a, ap + 3 * VL), y3);
      y4 = v.fma(FloatVector.fromArray(S, a, ap + 4 * VL), y4);
      y5 = v.fma(FloatVector.fromArray(S, a, ap + 5 * VL), y5);
      y6 = v.fma(FloatVector.fromArray(S, a, ap + 6 * VL), y6);
      y7 = v.fma(FloatVector.fromArray(S, a, ap + 7 * VL), y7);
      y8 = v.fma(FloatVector.fromArray(S, a, ap + 8 * VL), y8);
      y9 = v.fma(FloatVector.fromArray(S, a, ap + 9 * VL), y9);
      y10 = v.fma(FloatVector.fromArray(S, a, ap + 10 * VL), y10);
      y11 = v.fma(FloatVector.fromArray(S, a, ap + 11 * VL), y11);
      y12 = v.fma(FloatVector.fromArray(S, a, ap + 12 * VL), y12);
      y13 = v.fma(FloatVector.fromArray(S, a, ap + 13 * VL), y13);
      y14 = v.fma(FloatVector.fromArray(S, a, ap + 14 * VL), y14);
      y15 = v.fma(FloatVector.fromArray(S, a, ap + 15 * VL), y15);
      ap += acs;
      xp += xs;
    }
    y0.intoArray(c, co);
    y1.intoArray(c, co + VL);
    y2.intoArray(c, co + 2 * VL);
    y3.intoArray(c, co + 3 * VL);
    y4.intoArray(c, co + 4 * VL);
    y5.intoArray(c, co + 5 * VL);
    y6.intoArray(c, co + 6 * VL);
    y7.intoArray(c, co + 7 * VL);
    y8.intoArray(c, co + 8 * VL);
    y9.intoArray(c, co + 9 * VL);
    y10.intoArray(c, co + 10 * VL);
    y11.intoArray(c, co + 11 * VL);
    y12.intoArray(c, co + 12 * VL);
    y13.intoArray(c, co + 13 * VL);
    y14.intoArray(c, co + 14 * VL);
    y15.intoArray(c, co + 15 * VL);
  }
}
