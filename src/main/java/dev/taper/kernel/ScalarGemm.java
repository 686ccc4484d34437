package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The product in plain Java.
 *
 * <p>C2 makes vectors of a loop over j only if every row is an array of its own indexed by j alone,
 * so larger products copy panels of B, and four rows of C at a time, into such arrays.
 */
final class ScalarGemm {
  private ScalarGemm() {}

  /** Columns in a panel of B and in a row of scratch. */
  private static final int NC = 512;

  /** Rows in a panel of B; a multiple of 4. KC·NC floats stay in L2. */
  private static final int KC = 256;

  /** Rows of C that are one piece of work. */
  private static final int MC = ScalarRows.ROWS;

  /** Multiply-adds below which copying rows does not pay. */
  private static final long ROWS_WORK = 1L << 14;

  /** Multiply-adds from which threads are worth their start. */
  private static final long PARALLEL_WORK = 1L << 20;

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
    gemm(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate, null);
  }

  /** The same, and then {@code f} of each element, where there is one. */
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
      boolean accumulate,
      @Nullable UnaryKernel f) {
    if (n == 1) {
      MatVec.run(false, m, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
    } else if (m == 1) {
      MatVec.run(false, n, k, b, bo, bcs, brs, a, ao, acs, c, co, 1, accumulate);
    } else if (m < 4 || n < 32 || (long) m * n * k < ROWS_WORK) {
      small(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate);
    } else {
      blocked(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate, f);
      return;
    }
    Gemm.each(f, m, n, c, co, crs);
  }

  /**
   * Tiles of 4 by 4 in scalar registers. At the lower and right edge rows and columns are computed
   * twice within one tile, to the same values, instead of treating them apart.
   */
  private static void small(
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
    for (int i = 0; i < m; i += 4) {
      int i1 = Math.min(1, m - 1 - i);
      int i2 = Math.min(2, m - 1 - i);
      int i3 = Math.min(3, m - 1 - i);
      for (int j = 0; j < n; j += 4) {
        int j1 = Math.min(1, n - 1 - j);
        int j2 = Math.min(2, n - 1 - j);
        int j3 = Math.min(3, n - 1 - j);
        tile(
            k,
            a,
            ao + i * ars,
            i1 * ars,
            i2 * ars,
            i3 * ars,
            acs,
            b,
            bo + j * bcs,
            j1 * bcs,
            j2 * bcs,
            j3 * bcs,
            brs,
            c,
            co + i * crs + j,
            i1 * crs,
            i2 * crs,
            i3 * crs,
            j1,
            j2,
            j3,
            accumulate);
      }
    }
  }

  private static void tile(
      int k,
      float[] a,
      int ao,
      int a1,
      int a2,
      int a3,
      int acs,
      float[] b,
      int bo,
      int b1,
      int b2,
      int b3,
      int brs,
      float[] c,
      int co,
      int i1,
      int i2,
      int i3,
      int j1,
      int j2,
      int j3,
      boolean load) {
    float c00 = load ? c[co] : 0f;
    float c01 = load ? c[co + j1] : 0f;
    float c02 = load ? c[co + j2] : 0f;
    float c03 = load ? c[co + j3] : 0f;
    float c10 = load ? c[co + i1] : 0f;
    float c11 = load ? c[co + i1 + j1] : 0f;
    float c12 = load ? c[co + i1 + j2] : 0f;
    float c13 = load ? c[co + i1 + j3] : 0f;
    float c20 = load ? c[co + i2] : 0f;
    float c21 = load ? c[co + i2 + j1] : 0f;
    float c22 = load ? c[co + i2 + j2] : 0f;
    float c23 = load ? c[co + i2 + j3] : 0f;
    float c30 = load ? c[co + i3] : 0f;
    float c31 = load ? c[co + i3 + j1] : 0f;
    float c32 = load ? c[co + i3 + j2] : 0f;
    float c33 = load ? c[co + i3 + j3] : 0f;
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      float x0 = a[ap];
      float x1 = a[ap + a1];
      float x2 = a[ap + a2];
      float x3 = a[ap + a3];
      float y0 = b[bp];
      c00 = Math.fma(x0, y0, c00);
      c10 = Math.fma(x1, y0, c10);
      c20 = Math.fma(x2, y0, c20);
      c30 = Math.fma(x3, y0, c30);
      float y1 = b[bp + b1];
      c01 = Math.fma(x0, y1, c01);
      c11 = Math.fma(x1, y1, c11);
      c21 = Math.fma(x2, y1, c21);
      c31 = Math.fma(x3, y1, c31);
      float y2 = b[bp + b2];
      c02 = Math.fma(x0, y2, c02);
      c12 = Math.fma(x1, y2, c12);
      c22 = Math.fma(x2, y2, c22);
      c32 = Math.fma(x3, y2, c32);
      float y3 = b[bp + b3];
      c03 = Math.fma(x0, y3, c03);
      c13 = Math.fma(x1, y3, c13);
      c23 = Math.fma(x2, y3, c23);
      c33 = Math.fma(x3, y3, c33);
      ap += acs;
      bp += brs;
    }
    c[co] = c00;
    c[co + j1] = c01;
    c[co + j2] = c02;
    c[co + j3] = c03;
    c[co + i1] = c10;
    c[co + i1 + j1] = c11;
    c[co + i1 + j2] = c12;
    c[co + i1 + j3] = c13;
    c[co + i2] = c20;
    c[co + i2 + j1] = c21;
    c[co + i2 + j2] = c22;
    c[co + i2 + j3] = c23;
    c[co + i3] = c30;
    c[co + i3 + j1] = c31;
    c[co + i3 + j2] = c32;
    c[co + i3 + j3] = c33;
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
      boolean accumulate,
      @Nullable UnaryKernel f) {
    boolean parallel = (long) m * n * k >= PARALLEL_WORK;
    boolean byBlocks = Gemm.byBlocks(f, parallel, m, n);
    float[][] panel = GemmScratch.get().panel(KC, NC + ScalarRows.PAD);
    for (int j = 0; j < n; j += NC) {
      int nc = Math.min(NC, n - j);
      for (int p = 0; p < k; p += KC) {
        int kc = Math.min(KC, k - p);
        int bp = bo + p * brs + j * bcs;
        int ap = ao + p * acs;
        int cp = co + j;
        boolean load = accumulate || p > 0;
        UnaryKernel end = byBlocks && p + kc == k ? f : null;
        GemmPacking.rows(kc, nc, b, bp, brs, bcs, panel);
        Gemm.forEach(
            parallel,
            (m + MC - 1) / MC,
            t -> {
              int i = t * MC;
              int mc = Math.min(MC, m - i);
              ScalarRows.run(
                  mc, nc, kc, a, ap + i * ars, ars, acs, panel, c, cp + i * crs, crs, load);
              Gemm.each(end, mc, nc, c, cp + i * crs, crs);
            });
      }
    }
    if (!byBlocks) {
      Gemm.each(f, m, n, c, co, crs);
    }
  }
}
