package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * Products too small to pay for packing: A is read with any strides, B row by row where it lies.
 */
final class VectorDirect {
  private VectorDirect() {}

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  /** The tiles of eight rows need the registers that come with so many lanes. */
  private static final boolean WIDE = VL >= 16;

  private static final float[] ZEROS = new float[2 * VL];

  private static final Tile EIGHT_BY_1 = WIDE ? Tile.direct(8, 1) : Tile.strided(4, 1);
  private static final Tile EIGHT_BY_2 = WIDE ? Tile.direct(8, 2) : Tile.strided(4, 2);
  private static final Tile FOUR_BY_1 = Tile.strided(4, 1);
  private static final Tile FOUR_BY_2 = Tile.strided(4, 2);

  /** Floats of B from which it is read strip by strip, for memory likes long rows. */
  private static final int LARGE = 1 << 13;

  /** Rows of B in a strip. */
  private static final int STRIP = 32;

  /** As {@link #run} for any column stride of B and any n: B is first copied into rows. */
  static void packed(
      GemmWay way,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      int bcs,
      float[] c,
      int co,
      int crs,
      boolean accumulate) {
    if (GemmWay.isFlipped(m, n, ars, VL)) {
      flipped(way, m, n, k, a, ao, acs, b, bo, brs, bcs, c, co, crs, accumulate);
      return;
    }
    GemmScratch scratch = GemmScratch.get();
    int width = Math.max(n, VL);
    float[] rows = scratch.b(k * width);
    GemmPacking.pack(n, k, b, bo, bcs, brs, rows, 0, width);
    if (n >= VL) {
      run(way, m, n, k, a, ao, ars, acs, rows, 0, width, c, co, crs, accumulate);
      return;
    }
    float[] y = scratch.c(m * VL);
    if (accumulate) {
      VectorGemm.copy(m, n, c, co, crs, y, 0, VL);
    }
    run(way, m, VL, k, a, ao, ars, acs, rows, 0, VL, y, 0, VL, accumulate);
    VectorGemm.copy(m, n, y, 0, VL, c, co, crs);
  }

  /** {@code Cᵀ = Bᵀ·Aᵀ}, where A's columns are contiguous and longer than the rows of B. */
  private static void flipped(
      GemmWay way,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int acs,
      float[] b,
      int bo,
      int brs,
      int bcs,
      float[] c,
      int co,
      int crs,
      boolean accumulate) {
    float[] y = GemmScratch.get().c(n * m);
    if (accumulate) {
      transpose(m, n, c, co, crs, 1, y, 0, 1, m);
    }
    run(way, n, m, k, b, bo, bcs, brs, a, ao, acs, y, 0, m, accumulate);
    transpose(m, n, y, 0, 1, m, c, co, crs, 1);
  }

  private static void transpose(
      int m, int n, float[] x, int xo, int xrs, int xcs, float[] y, int yo, int yrs, int ycs) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        y[yo + i * yrs + j * ycs] = x[xo + i * xrs + j * xcs];
      }
    }
  }

  /**
   * Multiplies where n ≥ VL and B's column stride is 1. At the lower and right edge rows and
   * columns are computed twice within one tile, to the same values, instead of treating them apart.
   */
  static void run(
      GemmWay way,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int crs,
      boolean accumulate) {
    switch (way) {
      case DIRECT -> direct(m, n, k, a, ao, ars, b, bo, brs, c, co, crs, accumulate);
      case STRIDED -> strip(m, n, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
      default -> VectorOuter.run(m, n, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
    }
  }

  /** Eight rows at a time, strip by strip of B. */
  private static void direct(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int crs,
      boolean accumulate) {
    int step = brs * (long) k > LARGE ? STRIP : k;
    for (int p = 0; p < k; p += step) {
      int kc = Math.min(step, k - p);
      boolean load = accumulate || p > 0;
      int bp = bo + p * brs;
      int i = 0;
      for (; m - i > 4; i += 8) {
        rows(
            Math.min(8, m - i),
            n,
            kc,
            a,
            ao + i * ars + p,
            ars,
            b,
            bp,
            brs,
            c,
            co + i * crs,
            crs,
            load);
      }
      if (i < m) {
        strip(m - i, n, kc, a, ao + i * ars + p, ars, 1, b, bp, brs, c, co + i * crs, crs, load);
      }
    }
  }

  /** Whether with so many columns left two vectors are next; else one is. */
  private static boolean pair(int left) {
    return left > VL && (left <= 2 * VL || left >= 3 * VL);
  }

  /** Up to eight rows along the whole of some rows of B. */
  private static void rows(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int crs,
      boolean load) {
    float[] z = load ? c : ZEROS;
    int zrs = load ? crs : 0;
    int j = 0;
    while (j < n) {
      int left = n - j;
      boolean pair = pair(left);
      int d = pair ? Math.min(VL, left - VL) : 0;
      int cj = co + j;
      int zo = load ? cj : 0;
      Tile tile = pair ? EIGHT_BY_2 : EIGHT_BY_1;
      tile.run(k, a, ao, ars, 1, b, bo + j, brs, d, z, zo, zrs, c, cj, crs, m - 1);
      j += VL + d;
    }
  }

  /** Four rows at a time along the whole of some rows of B. */
  private static void strip(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int crs,
      boolean accumulate) {
    float[] z = accumulate ? c : ZEROS;
    int zrs = accumulate ? crs : 0;
    int j = 0;
    while (j < n) {
      int left = n - j;
      boolean pair = pair(left);
      int d = pair ? Math.min(VL, left - VL) : 0;
      Tile tile = pair ? FOUR_BY_2 : FOUR_BY_1;
      for (int i = 0; i < m; i += 4) {
        int ap = ao + i * ars;
        int ci = co + i * crs + j;
        int zi = accumulate ? ci : 0;
        int last = Math.min(3, m - 1 - i);
        tile.run(k, a, ap, ars, acs, b, bo + j, brs, d, z, zi, zrs, c, ci, crs, last);
      }
      j += VL + d;
    }
  }
}
