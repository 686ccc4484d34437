package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * The product with the Vector API: packed and blocked for the caches, or direct where it is small.
 */
final class VectorGemm {
  private VectorGemm() {}

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  /** Sixteen lanes come with 32 registers, fewer (on x86) with 16. */
  private static final boolean WIDE = VL >= 16;

  private static final int MR = WIDE ? 14 : 3;
  private static final int NR = (WIDE ? 2 : 3) * VL;

  /** Rows of C that are one piece of work; MC·KC floats of A stay in L2. */
  private static final int MC = WIDE ? 112 : 96;

  /** Steps of k between two visits of C; KC·NR floats of B stay in L1. */
  private static final int KC = 160;

  /** Columns of B packed at a time. */
  private static final int NC = 1536;

  /**
   * Columns up to which A's rows are read in place. Fourteen row addresses do not fit in the
   * integer registers, which costs a fifth of the speed; three do.
   */
  private static final int IN_PLACE_COLUMNS = WIDE ? 8 * NR : NC;

  /** Multiply-adds below which B is read where it lies. */
  private static final long DIRECT_WORK = 1L << 15;

  /** Multiply-adds from which threads are worth their start. */
  private static final long PARALLEL_WORK = 1L << 21;

  private static final float[] ZEROS = new float[NR];

  static void gemm(
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
    if (n == 1) {
      VectorMatVec.run(m, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
    } else if (m == 1) {
      VectorMatVec.run(n, k, b, bo, bcs, brs, a, ao, acs, c, co, 1, accumulate);
    } else if (bcs == 1 && n >= VL && (m <= 8 || (long) m * n * k <= DIRECT_WORK)) {
      VectorDirect.run(m, n, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
    } else if ((long) m * n * k <= DIRECT_WORK) {
      VectorDirect.packed(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate);
    } else {
      blocked(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate);
    }
  }

  private static void blocked(
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
    boolean parallel = (long) m * n * k >= PARALLEL_WORK;
    float[] packed = GemmScratch.get().b(Math.min(KC, k) * roundUp(Math.min(NC, n), NR));
    for (int j = 0; j < n; j += NC) {
      int nc = Math.min(NC, n - j);
      for (int p = 0; p < k; p += KC) {
        int kc = Math.min(KC, k - p);
        int bp = bo + p * brs + j * bcs;
        int ap = ao + p * acs;
        int cp = co + j;
        boolean load = accumulate || p > 0;
        Gemm.forEach(
            parallel,
            (nc + NR - 1) / NR,
            t -> {
              int q = t * NR;
              GemmPacking.pack(
                  Math.min(NR, nc - q), kc, b, bp + q * bcs, bcs, brs, packed, q * kc, NR);
            });
        Gemm.forEach(
            parallel,
            (m + MC - 1) / MC,
            t -> {
              int i = t * MC;
              int mc = Math.min(MC, m - i);
              rows(mc, nc, kc, a, ap + i * ars, ars, acs, packed, c, cp + i * crs, crs, load);
            });
      }
    }
  }

  /** Adds the product of some rows of A and the packed B to C. */
  private static void rows(
      int mc,
      int nc,
      int kc,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      float[] c,
      int co,
      int crs,
      boolean load) {
    GemmScratch scratch = GemmScratch.get();
    // Whole tiles of A's rows are read where they lie if too few panels of B would repay packing.
    int whole = acs == 1 && nc <= IN_PLACE_COLUMNS ? mc - mc % MR : 0;
    float[] packed = a;
    if (whole < mc) {
      packed = scratch.a(roundUp(mc - whole, MR) * kc);
      GemmPacking.pack(mc - whole, kc, a, ao + whole * ars, ars, acs, packed, 0, MR);
    }
    float[] edge = scratch.c(MR * NR);
    for (int j = 0; j < nc; j += NR) {
      int columns = Math.min(NR, nc - j);
      int bp = j * kc;
      for (int i = 0; i < mc; i += MR) {
        int rows = Math.min(MR, mc - i);
        boolean inPlace = i < whole;
        float[] x = inPlace ? a : packed;
        int xo = inPlace ? ao + i * ars : (i - whole) * kc;
        int cp = co + i * crs + j;
        if (rows == MR && columns == NR) {
          float[] z = load ? c : ZEROS;
          tile(inPlace, kc, x, xo, ars, b, bp, z, load ? cp : 0, load ? crs : 0, c, cp, crs);
        } else {
          if (load) {
            copy(rows, columns, c, cp, crs, edge, 0, NR);
          }
          float[] z = load ? edge : ZEROS;
          tile(inPlace, kc, x, xo, ars, b, bp, z, 0, load ? NR : 0, edge, 0, NR);
          copy(rows, columns, edge, 0, NR, c, cp, crs);
        }
      }
    }
  }

  private static void tile(
      boolean inPlace,
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    if (WIDE) {
      if (inPlace) {
        WideTiles.rows14x2(k, a, ao, ars, b, bo, z, zo, zrs, c, co, crs);
      } else {
        WideTiles.panel14x2(k, a, ao, b, bo, z, zo, zrs, c, co, crs);
      }
    } else if (inPlace) {
      NarrowTiles.rows3x3(k, a, ao, ars, b, bo, z, zo, zrs, c, co, crs);
    } else {
      NarrowTiles.panel3x3(k, a, ao, b, bo, z, zo, zrs, c, co, crs);
    }
  }

  static void copy(int rows, int columns, float[] x, int xo, int xrs, float[] y, int yo, int yrs) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, xo + i * xrs, y, yo + i * yrs, columns);
    }
  }

  private static int roundUp(int n, int unit) {
    return (n + unit - 1) / unit * unit;
  }
}
