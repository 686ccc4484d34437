package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product with the Vector API: packed and blocked for the caches, or direct where it is small.
 */
final class VectorGemm {
  private VectorGemm() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** Sixteen lanes come with 32 registers, fewer (on x86) with 16. */
  private static final boolean WIDE = VL >= 16;

  /** Rows and columns of a tile. */
  private static final int MR = WIDE ? 6 : 3;

  private static final int VECTORS = WIDE ? 4 : 3;

  private static final int NR = VECTORS * VL;

  /** Rows of C that are one piece of work; MC·KC floats of A stay in L2. */
  private static final int MC = WIDE ? 132 : 96;

  /** Most steps of k between two visits of C; B then comes from L2, which is fast enough. */
  private static final int KC = WIDE ? 256 : 160;

  /** Columns of B packed at a time. */
  private static final int NC = 1536;

  /** Panels of B that are one piece of work where the blocks of rows are few. */
  private static final int PANELS = 2;

  /** Rows of B that are packed as one piece of work. */
  private static final int STRIP = 32;

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
    int blocks = pieces(k, KC);
    int step = pieces(k, blocks);
    int down = pieces(m, MC);
    int height = pieces(pieces(m, down), MR) * MR;
    GemmScratch scratch = GemmScratch.get();
    float[] packed = scratch.b(step * (Math.min(NC, n) + VL) + VectorAlignment.SLACK);
    int origin = scratch.origin((long) m * n * k);
    for (int j = 0; j < n; j += NC) {
      int nc = Math.min(NC, n - j);
      int panels = down < 4 ? PANELS : pieces(nc, NR);
      int across = pieces(pieces(nc, NR), panels);
      for (int p = 0; p < k; p += step) {
        int kc = Math.min(step, k - p);
        int ap = ao + p * acs;
        int cp = co + j;
        boolean load = accumulate || p > 0;
        packB(parallel, kc, nc, b, bo + p * brs + j * bcs, brs, bcs, packed, origin);
        Gemm.forEach(
            parallel,
            down * across,
            t -> {
              int i = t / across * height;
              int mc = Math.min(height, m - i);
              rows(
                  mc,
                  nc,
                  t % across * panels,
                  panels,
                  kc,
                  a,
                  ap + i * ars,
                  ars,
                  acs,
                  packed,
                  origin,
                  c,
                  cp + i * crs,
                  crs,
                  load);
            });
      }
    }
  }

  /** Copies B into panels, side by side: element (p, q) of one at its start + p·width + q. */
  private static void packB(
      boolean parallel,
      int kc,
      int nc,
      float[] b,
      int bo,
      int brs,
      int bcs,
      float[] packed,
      int origin) {
    if (bcs == 1) {
      Gemm.forEach(
          parallel,
          pieces(kc, STRIP),
          t -> {
            int p = t * STRIP;
            packRows(p, Math.min(kc, p + STRIP), kc, nc, b, bo, brs, packed, origin);
          });
    } else {
      Gemm.forEach(
          parallel,
          pieces(nc, NR),
          t -> {
            int j = start(t, nc);
            int columns = Math.min(start(t + 1, nc), nc) - j;
            int width = pieces(columns, VL) * VL;
            GemmPacking.pack(
                columns, kc, b, bo + j * bcs, bcs, brs, packed, origin + j * kc, width);
          });
    }
  }

  /** Rows from p to end, each read along its whole length: memory likes that better than panels. */
  private static void packRows(
      int p, int end, int kc, int nc, float[] b, int bo, int brs, float[] packed, int origin) {
    int panels = pieces(nc, NR);
    for (; p < end; p++) {
      int from = bo + p * brs;
      for (int t = 0; t < panels; t++) {
        int j = start(t, nc);
        int columns = Math.min(start(t + 1, nc), nc) - j;
        int width = pieces(columns, VL) * VL;
        int to = origin + j * kc + p * width;
        System.arraycopy(b, from + j, packed, to, columns);
        for (int q = columns; q < width; q++) {
          packed[to + q] = 0f;
        }
      }
    }
  }

  /** Where panel t of nc columns starts: a last one of one vector takes another from before. */
  private static int start(int t, int nc) {
    int j = t * NR;
    return nc - j > 0 && nc - j <= VL && t > 0 ? j - VL : j;
  }

  /** The end of a piece of work that starts at a panel. */
  private static int panels(int panel, int nc, int width) {
    return Math.min(panel + width, pieces(nc, NR));
  }

  /**
   * Copies whole tiles of A where its columns are contiguous. A whole vector is copied for each few
   * elements wanted; what is too much is overwritten by the next.
   */
  private static void packColumns(int rows, int k, float[] a, int ao, int acs, float[] packed) {
    for (int i = 0; i < rows; i += MR) {
      int from = ao + i;
      int to = i * k;
      for (int p = 0; p < k; p++) {
        if (from + VL <= a.length) {
          FloatVector.fromArray(S, a, from).intoArray(packed, to);
        } else {
          System.arraycopy(a, from, packed, to, MR);
        }
        from += acs;
        to += MR;
      }
    }
  }

  /** Adds the product of some rows of A and the panels of B from one on to C. */
  private static void rows(
      int mc,
      int nc,
      int panel,
      int width,
      int kc,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      float[] c,
      int co,
      int crs,
      boolean load) {
    GemmScratch scratch = GemmScratch.get();
    // Contiguous rows are read where they lie, contiguous columns too if few panels meet them; the
    // lower edge of columns and all other strides are copied.
    int tiled = mc - mc % MR;
    boolean many = panels(panel, nc, width) > panel + 1;
    int whole = acs == 1 ? mc : ars == 1 && !many ? tiled : 0;
    float[] packed = a;
    if (whole < mc) {
      packed = scratch.a(pieces(mc - whole, MR) * MR * kc + VL);
      int copied = 0;
      if (ars == 1 && many) {
        copied = tiled;
        packColumns(tiled, kc, a, ao, acs, packed);
      }
      int skip = whole + copied;
      GemmPacking.repeating(mc - skip, kc, a, ao + skip * ars, ars, acs, packed, copied * kc, MR);
    }
    float[] edge = scratch.c(MR * NR);
    for (int t = panel; t < panels(panel, nc, width); t++) {
      int j = start(t, nc);
      int columns = Math.min(start(t + 1, nc), nc) - j;
      int vectors = pieces(columns, VL);
      int bp = bo + j * kc;
      for (int i = 0; i < mc; i += MR) {
        int last = Math.min(MR, mc - i) - 1;
        boolean inPlace = i < whole;
        float[] x = inPlace ? a : packed;
        int xo = inPlace ? ao + i * ars : (i - whole) * kc;
        boolean inRows = acs == 1;
        int xs = inRows ? ars : inPlace ? acs : MR;
        int cp = co + i * crs + j;
        if (columns == vectors * VL) {
          float[] z = load ? c : ZEROS;
          tile(
              inRows,
              vectors,
              kc,
              x,
              xo,
              xs,
              b,
              bp,
              z,
              load ? cp : 0,
              load ? crs : 0,
              c,
              cp,
              crs,
              last);
        } else {
          if (load) {
            copy(last + 1, columns, c, cp, crs, edge, 0, NR);
          }
          float[] z = load ? edge : ZEROS;
          tile(inRows, vectors, kc, x, xo, xs, b, bp, z, 0, load ? NR : 0, edge, 0, NR, last);
          copy(last + 1, columns, edge, 0, NR, c, cp, crs);
        }
      }
    }
  }

  private static void tile(
      boolean inRows,
      int vectors,
      int k,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int last) {
    if (WIDE && inRows) {
      switch (vectors) {
        case 1 -> WideRows.rows6x1(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        case 2 -> WideRows.rows6x2(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        case 3 -> WideRows.rows6x3(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        default -> WideRows.rows6x4(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
      }
    } else if (WIDE) {
      switch (vectors) {
        case 1 -> WideColumns.columns6x1(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        case 2 -> WideColumns.columns6x2(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        case 3 -> WideColumns.columns6x3(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        default -> WideColumns.columns6x4(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
      }
    } else if (inRows) {
      switch (vectors) {
        case 1 -> NarrowRows.rows3x1(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        case 2 -> NarrowRows.rows3x2(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        default -> NarrowRows.rows3x3(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
      }
    } else {
      switch (vectors) {
        case 1 -> NarrowColumns.columns3x1(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        case 2 -> NarrowColumns.columns3x2(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
        default -> NarrowColumns.columns3x3(k, a, ao, as, b, bo, z, zo, zrs, c, co, crs, last);
      }
    }
  }

  static void copy(int rows, int columns, float[] x, int xo, int xrs, float[] y, int yo, int yrs) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, xo + i * xrs, y, yo + i * yrs, columns);
    }
  }

  /** The number of pieces of a size that n takes. */
  private static int pieces(int n, int size) {
    return (n + size - 1) / size;
  }
}
