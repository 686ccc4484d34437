package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix times a vector where the matrix's rows are contiguous and long: see {@link
 * Gemm#inLanes}.
 */
final class VectorInLanes {
  private VectorInLanes() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** Sixteen lanes come with 32 registers. */
  private static final boolean WIDE = VL == 16;

  /** Whether the lanes are four vectors. */
  private static final boolean FOUR = 4 * VL == Gemm.LANES;

  /** Selections for {@link #lanes4x32}, which vectors of 16 lanes alone have. */
  private static final class Halves {
    static final IntVector LOW_8 = VectorTranspose.low(16, 8);
    static final IntVector HIGH_8 = VectorTranspose.high(16, 8);
    static final IntVector LOW_4 = VectorTranspose.low(16, 4);
    static final IntVector HIGH_4 = VectorTranspose.high(16, 4);
    static final IntVector LOW_2 = VectorTranspose.low(16, 2);
    static final IntVector HIGH_2 = VectorTranspose.high(16, 2);
    static final IntVector LOW_1 = VectorTranspose.low(16, 1);
    static final IntVector HIGH_1 = VectorTranspose.high(16, 1);
  }

  /** Where a's rows are contiguous and long: {@link Gemm#LANES} partial sums for each. */
  static void run(
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
      VectorMatVec.copy(k, x, xo, xs, v, 0, 1);
    }
    for (int i = 0; i < m; i += 4) {
      int rows = Math.min(4, m - i);
      int a0 = ao + i * ars;
      int a1 = ao + Math.min(i + 1, m - 1) * ars;
      int a2 = ao + Math.min(i + 2, m - 1) * ars;
      int a3 = ao + Math.min(i + 3, m - 1) * ars;
      if (WIDE && k % VL == 0) {
        lanes4x32(k, a, a0, a1, a2, a3, v, vo, s);
      } else {
        sums(rows, k, a, a0, a1, a2, a3, v, vo, s);
      }
      for (int r = 0; r < rows; r++) {
        int cp = co + (i + r) * cs;
        c[cp] = accumulate ? c[cp] + s[4 * r] : s[4 * r];
      }
    }
  }

  /** As {@link #lanes4x32} for any vectors and lengths; reads all four rows. */
  private static void sums(
      int rows, int k, float[] a, int a0, int a1, int a2, int a3, float[] x, int xo, float[] s) {
    int full = k - k % Gemm.LANES;
    if (FOUR) {
      lanes2x4(full, a, a0, a1, x, xo, s, 0, full == k);
      lanes2x4(full, a, a2, a3, x, xo, s, 2 * Gemm.LANES, full == k);
    } else {
      // Two vectors of lanes at a time: the widest shape that 16 registers hold for four rows.
      for (int l = 0; l < Gemm.LANES; l += 2 * VL) {
        lanes4x2(full, a, a0 + l, a1 + l, a2 + l, a3 + l, x, xo + l, s, l);
      }
    }
    for (int r = 0; r < rows; r++) {
      int o = r * Gemm.LANES;
      int row = full + (r == 0 ? a0 : r == 1 ? a1 : r == 2 ? a2 : a3);
      s[4 * r] = FOUR && full == k ? sumEight(s, o) : rest(k - full, a, row, x, xo + full, s, o);
    }
  }

  /** As {@link #lanes4x2} for rows of whole vectors of 16 lanes; row r's sum comes to s[4·r]. */
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
    var s02 = halved(s00.add(s01), s20.add(s21), Halves.LOW_8, Halves.HIGH_8);
    var s13 = halved(s10.add(s11), s30.add(s31), Halves.LOW_8, Halves.HIGH_8);
    var sums = halved(s02, s13, Halves.LOW_4, Halves.HIGH_4);
    sums = halved(sums, sums, Halves.LOW_2, Halves.HIGH_2);
    halved(sums, sums, Halves.LOW_1, Halves.HIGH_1).intoArray(s, 0);
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

  /**
   * All lanes of two rows, four vectors each, so that a row is read in one pass. Where the rows end
   * there, the lanes are halved twice and eight are left for {@link #sumEight}.
   */
  private static void lanes2x4(
      int k, float[] a, int a0, int a1, float[] x, int xo, float[] s, int so, boolean ended) {
    var s00 = FloatVector.zero(S);
    var s01 = s00;
    var s02 = s00;
    var s03 = s00;
    var s10 = s00;
    var s11 = s00;
    var s12 = s00;
    var s13 = s00;
    int d1 = a1 - a0;
    int end = a0 + k;
    for (int p = a0, q = xo; p < end; p += Gemm.LANES, q += Gemm.LANES) {
      var x0 = FloatVector.fromArray(S, x, q);
      s00 = FloatVector.fromArray(S, a, p).fma(x0, s00);
      s10 = FloatVector.fromArray(S, a, p + d1).fma(x0, s10);
      var x1 = FloatVector.fromArray(S, x, q + VL);
      s01 = FloatVector.fromArray(S, a, p + VL).fma(x1, s01);
      s11 = FloatVector.fromArray(S, a, p + d1 + VL).fma(x1, s11);
      var x2 = FloatVector.fromArray(S, x, q + 2 * VL);
      s02 = FloatVector.fromArray(S, a, p + 2 * VL).fma(x2, s02);
      s12 = FloatVector.fromArray(S, a, p + d1 + 2 * VL).fma(x2, s12);
      var x3 = FloatVector.fromArray(S, x, q + 3 * VL);
      s03 = FloatVector.fromArray(S, a, p + 3 * VL).fma(x3, s03);
      s13 = FloatVector.fromArray(S, a, p + d1 + 3 * VL).fma(x3, s13);
    }
    if (ended) {
      s00.add(s02).add(s01.add(s03)).intoArray(s, so);
      s10.add(s12).add(s11.add(s13)).intoArray(s, so + 4 * VL);
      return;
    }
    s00.intoArray(s, so);
    s01.intoArray(s, so + VL);
    s02.intoArray(s, so + 2 * VL);
    s03.intoArray(s, so + 3 * VL);
    s10.intoArray(s, so + 4 * VL);
    s11.intoArray(s, so + 5 * VL);
    s12.intoArray(s, so + 6 * VL);
    s13.intoArray(s, so + 7 * VL);
  }

  /** Takes the last k steps, fewer than lanes, and adds the lanes as {@link Gemm#sumLanes} does. */
  private static float rest(int k, float[] a, int ao, float[] x, int xo, float[] s, int o) {
    int p = 0;
    for (; p <= k - VL; p += VL) {
      var y = FloatVector.fromArray(S, s, o + p);
      FloatVector.fromArray(S, a, ao + p)
          .fma(FloatVector.fromArray(S, x, xo + p), y)
          .intoArray(s, o + p);
    }
    // Elements written one by one would make a vector that is read wait.
    if (p < k || !FOUR) {
      for (; p < k; p++) {
        s[o + p] = Math.fma(a[ao + p], x[xo + p], s[o + p]);
      }
      return Gemm.sumLanes(s, o);
    }
    var upper = FloatVector.fromArray(S, s, o).add(FloatVector.fromArray(S, s, o + 2 * VL));
    var lower = FloatVector.fromArray(S, s, o + VL).add(FloatVector.fromArray(S, s, o + 3 * VL));
    upper.add(lower).intoArray(s, o);
    return sumEight(s, o);
  }

  private static float sumEight(float[] s, int o) {
    return ((s[o] + s[o + 4]) + (s[o + 2] + s[o + 6]))
        + ((s[o + 1] + s[o + 5]) + (s[o + 3] + s[o + 7]));
  }
}
