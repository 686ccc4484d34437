package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products too small to pay for packing: A is read with any strides, B row by row where it lies.
 */
final class VectorDirect {
  private VectorDirect() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();
  private static final float[] ZEROS = new float[VL];

  /** Floats of B from which it is read strip by strip, for memory likes long rows. */
  private static final int LARGE = 1 << 13;

  /** Rows of B in a strip. */
  private static final int STRIP = 32;

  /** As {@link #run} for any column stride of B and any n: B is first copied into rows. */
  static void packed(
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
    if (n < VL && m >= VL && ars == 1) {
      flipped(m, n, k, a, ao, acs, b, bo, brs, bcs, c, co, crs, accumulate);
      return;
    }
    GemmScratch scratch = GemmScratch.get();
    int width = Math.max(n, VL);
    float[] rows = scratch.b(k * width);
    GemmPacking.pack(n, k, b, bo, bcs, brs, rows, 0, width);
    if (n >= VL) {
      run(m, n, k, a, ao, ars, acs, rows, 0, width, c, co, crs, accumulate);
      return;
    }
    float[] y = scratch.c(m * VL);
    if (accumulate) {
      VectorGemm.copy(m, n, c, co, crs, y, 0, VL);
    }
    run(m, VL, k, a, ao, ars, acs, rows, 0, VL, y, 0, VL, accumulate);
    VectorGemm.copy(m, n, y, 0, VL, c, co, crs);
  }

  /** {@code Cᵀ = Bᵀ·Aᵀ}, where A's columns are contiguous and longer than the rows of B. */
  private static void flipped(
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
    run(n, m, k, b, bo, bcs, brs, a, ao, acs, y, 0, m, accumulate);
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
    if (k <= VectorOuter.STEPS) {
      VectorOuter.run(m, n, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
      return;
    }
    if (acs != 1 || VL < DirectTiles.LANES) {
      strip(m, n, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
      return;
    }
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
    int j = 0;
    while (j < n) {
      int left = n - j;
      if (pair(left)) {
        int d = Math.min(VL, left - VL);
        DirectTiles.tile8x2(k, a, ao, ars, b, bo + j, brs, d, z, c, co + j, crs, m - 1);
        j += VL + d;
      } else {
        DirectTiles.tile8x1(k, a, ao, ars, b, bo + j, brs, z, c, co + j, crs, m - 1);
        j += VL;
      }
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
    int j = 0;
    while (j < n) {
      int left = n - j;
      boolean pair = pair(left);
      int second = Math.min(VL, left - VL);
      for (int i = 0; i < m; i += 4) {
        int i1 = Math.min(i + 1, m - 1);
        int i2 = Math.min(i + 2, m - 1);
        int i3 = Math.min(i + 3, m - 1);
        if (pair) {
          tile4x2(
              k,
              a,
              ao + i * ars,
              ao + i1 * ars,
              ao + i2 * ars,
              ao + i3 * ars,
              acs,
              b,
              bo + j,
              brs,
              second,
              z,
              c,
              co + i * crs + j,
              co + i1 * crs + j,
              co + i2 * crs + j,
              co + i3 * crs + j);
        } else {
          tile4x1(
              k,
              a,
              ao + i * ars,
              ao + i1 * ars,
              ao + i2 * ars,
              ao + i3 * ars,
              acs,
              b,
              bo + j,
              brs,
              z,
              c,
              co + i * crs + j,
              co + i1 * crs + j,
              co + i2 * crs + j,
              co + i3 * crs + j);
        }
      }
      j += pair ? VL + second : VL;
    }
  }

  /** Four rows at a0…a3, two vectors whose second begins d columns after the first. */
  private static void tile4x2(
      int k,
      float[] a,
      int a0,
      int a1,
      int a2,
      int a3,
      int acs,
      float[] b,
      int bo,
      int brs,
      int d,
      float[] z,
      float[] c,
      int c0,
      int c1,
      int c2,
      int c3) {
    boolean load = z == c;
    var c00 = FloatVector.fromArray(S, z, load ? c0 : 0);
    var c01 = FloatVector.fromArray(S, z, load ? c0 + d : 0);
    var c10 = FloatVector.fromArray(S, z, load ? c1 : 0);
    var c11 = FloatVector.fromArray(S, z, load ? c1 + d : 0);
    var c20 = FloatVector.fromArray(S, z, load ? c2 : 0);
    var c21 = FloatVector.fromArray(S, z, load ? c2 + d : 0);
    var c30 = FloatVector.fromArray(S, z, load ? c3 : 0);
    var c31 = FloatVector.fromArray(S, z, load ? c3 + d : 0);
    int ap = 0;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bp);
      var b1 = FloatVector.fromArray(S, b, bp + d);
      var x0 = FloatVector.broadcast(S, a[a0 + ap]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      var x1 = FloatVector.broadcast(S, a[a1 + ap]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      var x2 = FloatVector.broadcast(S, a[a2 + ap]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      var x3 = FloatVector.broadcast(S, a[a3 + ap]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      ap += acs;
      bp += brs;
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + d);
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + d);
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + d);
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + d);
  }

  private static void tile4x1(
      int k,
      float[] a,
      int a0,
      int a1,
      int a2,
      int a3,
      int acs,
      float[] b,
      int bo,
      int brs,
      float[] z,
      float[] c,
      int c0,
      int c1,
      int c2,
      int c3) {
    boolean load = z == c;
    var y0 = FloatVector.fromArray(S, z, load ? c0 : 0);
    var y1 = FloatVector.fromArray(S, z, load ? c1 : 0);
    var y2 = FloatVector.fromArray(S, z, load ? c2 : 0);
    var y3 = FloatVector.fromArray(S, z, load ? c3 : 0);
    int ap = 0;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bp);
      y0 = FloatVector.broadcast(S, a[a0 + ap]).fma(b0, y0);
      y1 = FloatVector.broadcast(S, a[a1 + ap]).fma(b0, y1);
      y2 = FloatVector.broadcast(S, a[a2 + ap]).fma(b0, y2);
      y3 = FloatVector.broadcast(S, a[a3 + ap]).fma(b0, y3);
      ap += acs;
      bp += brs;
    }
    y0.intoArray(c, c0);
    y1.intoArray(c, c1);
    y2.intoArray(c, c2);
    y3.intoArray(c, c3);
  }
}
