package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** A matrix times a vector, or with the matrix's strides swapped a vector times a matrix. */
final class VectorMatVec {
  private VectorMatVec() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** Sixteen lanes come with 32 registers. */
  private static final boolean WIDE = VL == 16;

  private static final IntVector LOW_8 = VectorTranspose.low(16, 8);
  private static final IntVector HIGH_8 = VectorTranspose.high(16, 8);
  private static final IntVector LOW_4 = VectorTranspose.low(16, 4);
  private static final IntVector HIGH_4 = VectorTranspose.high(16, 4);
  private static final IntVector LOW_2 = VectorTranspose.low(16, 2);
  private static final IntVector HIGH_2 = VectorTranspose.high(16, 2);
  private static final IntVector LOW_1 = VectorTranspose.low(16, 1);
  private static final IntVector HIGH_1 = VectorTranspose.high(16, 1);

  /** Rows that are transposed at a time, and elements that make a row worth it. */
  private static final int STRIP = 64;

  private static final int LEAST = 8;

  private static final float[] ZEROS = new float[4 * VL];

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
      lanes(m, k, a, ao, ars, x, xo, xs, c, co, cs, accumulate);
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

  private static void copy(int n, float[] x, int xo, int xs, float[] y, int yo, int ys) {
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
      if (WIDE && (left == 16 * VL || left >= 17 * VL)) {
        d = 15 * VL;
        columns16(k, a, ap, acs, x, xo, xs, z, c, cp);
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

  /** Where a's rows are contiguous and long: {@link Gemm#LANES} partial sums for each. */
  private static void lanes(
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
      int cs,
      boolean accumulate) {
    GemmScratch scratch = GemmScratch.get();
    float[] s = scratch.c(4 * Gemm.LANES);
    float[] v = x;
    int vo = xo;
    if (xs != 1) {
      v = scratch.b(k);
      vo = 0;
      copy(k, x, xo, xs, v, 0, 1);
    }
    int full = k - k % Gemm.LANES;
    for (int i = 0; i < m; i += 4) {
      int rows = Math.min(4, m - i);
      int a0 = ao + i * ars;
      int a1 = ao + Math.min(i + 1, m - 1) * ars;
      int a2 = ao + Math.min(i + 2, m - 1) * ars;
      int a3 = ao + Math.min(i + 3, m - 1) * ars;
      if (WIDE && k % VL == 0) {
        lanes4x32(k, a, a0, a1, a2, a3, v, vo, s);
        for (int r = 0; r < rows; r++) {
          int cp = co + (i + r) * cs;
          c[cp] = accumulate ? c[cp] + s[4 * r] : s[4 * r];
        }
        continue;
      }
      // Two vectors of lanes at a time: the widest shape that 16 registers hold for four rows.
      for (int l = 0; l < Gemm.LANES; l += 2 * VL) {
        lanes4x2(full, a, a0 + l, a1 + l, a2 + l, a3 + l, v, vo + l, s, l);
      }
      for (int r = 0; r < rows; r++) {
        int o = r * Gemm.LANES;
        int row = ao + (i + r) * ars;
        for (int p = full; p < k; p++) {
          s[o + p - full] = Math.fma(a[row + p], v[vo + p], s[o + p - full]);
        }
        float sum = Gemm.sumLanes(s, o);
        int cp = co + (i + r) * cs;
        c[cp] = accumulate ? c[cp] + sum : sum;
      }
    }
  }

  /** As {@link #lanes4x2} for all of whole vectors of 16 lanes; row r's sum comes to s[4·r]. */
  private static void lanes4x32(
      int k, float[] a, int a0, int a1, int a2, int a3, float[] x, int xo, float[] s) {
    var s00 = FloatVector.zero(S);
    var s01 = s00;
    var s10 = s00;
    var s11 = s00;
    var s20 = s00;
    var s21 = s00;
    var s30 = s00;
    var s31 = s00;
    int full = k - k % Gemm.LANES;
    // Counted along the first row, with the others at fixed distances: C2's addresses are simpler.
    int d1 = a1 - a0;
    int d2 = a2 - a0;
    int d3 = a3 - a0;
    int end = a0 + full;
    for (int p = a0, q = xo; p < end; p += Gemm.LANES, q += Gemm.LANES) {
      var x0 = FloatVector.fromArray(S, x, q);
      var x1 = FloatVector.fromArray(S, x, q + VL);
      s00 = x0.fma(FloatVector.fromArray(S, a, p), s00);
      s01 = x1.fma(FloatVector.fromArray(S, a, p + VL), s01);
      s10 = x0.fma(FloatVector.fromArray(S, a, p + d1), s10);
      s11 = x1.fma(FloatVector.fromArray(S, a, p + d1 + VL), s11);
      s20 = x0.fma(FloatVector.fromArray(S, a, p + d2), s20);
      s21 = x1.fma(FloatVector.fromArray(S, a, p + d2 + VL), s21);
      s30 = x0.fma(FloatVector.fromArray(S, a, p + d3), s30);
      s31 = x1.fma(FloatVector.fromArray(S, a, p + d3 + VL), s31);
    }
    if (full < k) {
      var x0 = FloatVector.fromArray(S, x, xo + full);
      s00 = FloatVector.fromArray(S, a, a0 + full).fma(x0, s00);
      s10 = FloatVector.fromArray(S, a, a1 + full).fma(x0, s10);
      s20 = FloatVector.fromArray(S, a, a2 + full).fma(x0, s20);
      s30 = FloatVector.fromArray(S, a, a3 + full).fma(x0, s30);
    }
    var s02 = halved(s00.add(s01), s20.add(s21), LOW_8, HIGH_8);
    var s13 = halved(s10.add(s11), s30.add(s31), LOW_8, HIGH_8);
    var sums = halved(s02, s13, LOW_4, HIGH_4);
    sums = halved(sums, sums, LOW_2, HIGH_2);
    halved(sums, sums, LOW_1, HIGH_1).intoArray(s, 0);
  }

  /** Adds the halves of each piece of both, which come to lie as in a transposition. */
  private static FloatVector halved(FloatVector x, FloatVector y, IntVector low, IntVector high) {
    IntVector p = x.reinterpretAsInts();
    IntVector q = y.reinterpretAsInts();
    return low.selectFrom(p, q)
        .reinterpretAsFloats()
        .add(high.selectFrom(p, q).reinterpretAsFloats());
  }

  private static void lanes4x2(
      int k, float[] a, int a0, int a1, int a2, int a3, float[] x, int xo, float[] s, int so) {
    var s00 = FloatVector.zero(S);
    var s01 = s00;
    var s10 = s00;
    var s11 = s00;
    var s20 = s00;
    var s21 = s00;
    var s30 = s00;
    var s31 = s00;
    for (int p = 0; p < k; p += Gemm.LANES) {
      var x0 = FloatVector.fromArray(S, x, xo + p);
      var x1 = FloatVector.fromArray(S, x, xo + p + VL);
      s00 = FloatVector.fromArray(S, a, a0 + p).fma(x0, s00);
      s01 = FloatVector.fromArray(S, a, a0 + p + VL).fma(x1, s01);
      s10 = FloatVector.fromArray(S, a, a1 + p).fma(x0, s10);
      s11 = FloatVector.fromArray(S, a, a1 + p + VL).fma(x1, s11);
      s20 = FloatVector.fromArray(S, a, a2 + p).fma(x0, s20);
      s21 = FloatVector.fromArray(S, a, a2 + p + VL).fma(x1, s21);
      s30 = FloatVector.fromArray(S, a, a3 + p).fma(x0, s30);
      s31 = FloatVector.fromArray(S, a, a3 + p + VL).fma(x1, s31);
    }
    s00.intoArray(s, so);
    s01.intoArray(s, so + VL);
    s10.intoArray(s, so + Gemm.LANES);
    s11.intoArray(s, so + Gemm.LANES + VL);
    s20.intoArray(s, so + 2 * Gemm.LANES);
    s21.intoArray(s, so + 2 * Gemm.LANES + VL);
    s30.intoArray(s, so + 3 * Gemm.LANES);
    s31.intoArray(s, so + 3 * Gemm.LANES + VL);
  }
}
