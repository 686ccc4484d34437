package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The product with the Vector API: packed and blocked for the caches, or direct where it is small.
 */
final class VectorGemm {
  private VectorGemm() {}

  private static final int VL = BlockTiles.VL;
  private static final int MR = BlockTiles.MR;
  private static final int LOW = BlockTiles.LOW;
  private static final int NR = BlockTiles.NR;

  /**
   * Rows of C that are one piece of work; MC·{@link VectorPacking#STEPS} floats of A stay in L2.
   */
  private static final int MC = 48;

  /** Most steps of few rows of C, and where A runs along its columns, which then are to be long. */
  private static final int SHORT_KC = 256;

  private static final int FEW_ROWS = 128;

  /** Floats of B packed at a time: they stay in L2, which feeds the tiles fast enough. */
  private static final int BLOCK = 1 << 17;

  /** Panels of B that are one piece of work where the blocks of rows are few for the team. */
  private static final int PANELS = 128 / NR;

  /** Rows of B that are packed as one piece of work, and as one run of each panel. */
  private static final int STRIP = 32;

  private static final int FEW = 8;

  /** Multiply-adds from which threads are worth their start. */
  private static final long PARALLEL_WORK = 1L << 21;

  /** Elements of B from which packing them is: others come back from the other thread's cache. */
  private static final long PARALLEL_PACKING = 1L << 15;

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
    float[] z = accumulate ? c : null;
    product(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, z, co, crs, c, co, crs, null);
  }

  /** As {@link Gemm#product}; Z may be C itself. */
  static void product(
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
      float @Nullable [] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      @Nullable UnaryKernel f) {
    GemmWay way = GemmWay.of(m, n, k, ars, acs, brs, bcs, VL);
    boolean accumulate = z != null;
    boolean there = z == c && zo == co && zrs == crs;
    if (z != null && !there && !way.isBlocked()) {
      Gemm.begin(m, n, z, zo, zrs, c, co, crs);
    }
    switch (way) {
      case BLOCKS, EDGED_BLOCKS -> {
        float[] begin = z == null ? BlockTiles.ZEROS : z;
        blocked(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, begin, zo, zrs, c, co, crs, f);
        return;
      }
      case LANES, RAGGED_LANES, COLUMNS, LONG_COLUMNS -> {
        if (n == 1) {
          MatVec.run(true, m, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
        } else {
          MatVec.run(true, n, k, b, bo, bcs, brs, a, ao, acs, c, co, 1, accumulate);
        }
      }
      case FEW_ROWS, FEWER_ROWS ->
          VectorThin.rows(m, n, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
      case PAIRS, OUTER_1, OUTER_2, OUTER_3, OUTER_4, DIRECT, STRIDED -> {
        if (GemmWay.isNarrow(n, k, acs, VL)) {
          VectorThin.columns(
              way, m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate);
        } else if (bcs == 1 && n >= VL) {
          VectorDirect.run(way, m, n, k, a, ao, ars, acs, b, bo, brs, c, co, crs, accumulate);
        } else {
          VectorDirect.packed(
              way, m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate);
        }
      }
    }
    Gemm.each(f, m, n, c, co, crs);
  }

  /**
   * Begins as {@code z}, which may be C itself, or as zeros where it is {@link BlockTiles#ZEROS},
   * and ends with {@code f} of each element, where there is one.
   */
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
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      @Nullable UnaryKernel f) {
    int team = (long) m * n * k >= PARALLEL_WORK ? Team.threads() : 1;
    boolean parallel = team > 1;
    boolean byBlocks = Gemm.byBlocks(f, parallel, m, n);
    boolean columns = acs != 1;
    int blocks = pieces(k, m <= FEW_ROWS || columns ? SHORT_KC : VectorPacking.STEPS);
    int step = pieces(k, blocks);
    int least = pieces(m, columns ? 2 * MC : MC);
    // Even, so that two threads have as much to do.
    int down = parallel && least > 1 ? pieces(least, 2) * 2 : least;
    int height = pieces(m / MR, down) * MR + MR;
    int most = Math.max(1, BLOCK / step / NR) * NR;
    int width = pieces(pieces(n, pieces(n, most)), NR) * NR;
    GemmScratch scratch = GemmScratch.get();
    int size = step * (Math.min(n, width) + VL) + VectorAlignment.SLACK;
    float[] packed = scratch.b(Math.max(size, GemmScratch.LARGE));
    int origin = scratch.origin((long) m * n * k);
    for (int j = 0; j < n; j += width) {
      int nc = Math.min(width, n - j);
      int panels = parallel && down < 2 * team ? PANELS : pieces(nc, NR);
      int across = pieces(pieces(nc, NR), panels);
      for (int p = 0; p < k; p += step) {
        int kc = Math.min(step, k - p);
        UnaryKernel end = byBlocks && p + kc == k ? f : null;
        int ap = ao + p * acs;
        int cp = co + j;
        // The first visit of C begins as z, the others go on with C.
        float[] x = p == 0 ? z : c;
        int xp = p == 0 ? zo + j : cp;
        int xrs = p == 0 ? zrs : crs;
        boolean together = parallel && (long) kc * nc >= PARALLEL_PACKING;
        packB(together, kc, nc, b, bo + p * brs + j * bcs, brs, bcs, packed, origin);
        Gemm.forEach(
            parallel,
            down * across,
            t -> {
              int i = Stripes.start(t / across, down, m, MR);
              int mc = Stripes.start(t / across + 1, down, m, MR) - i;
              float[] rows = GemmScratch.get().a((height + LOW) * VectorPacking.ROW);
              VectorPacking.block(mc, kc, a, ap + i * ars, ars, acs, rows, BlockTiles.tiled(mc));
              int first = t % across * panels;
              int last = Math.min(first + panels, pieces(nc, NR));
              int xi = xp + i * xrs;
              int ci = cp + i * crs;
              BlockTiles.rows(
                  mc, nc, first, last, kc, rows, packed, origin, x, xi, xrs, c, ci, crs);
              int left = BlockTiles.start(first, nc);
              int right = Math.min(BlockTiles.start(last, nc), nc);
              Gemm.each(end, mc, right - left, c, ci + left, crs);
            });
      }
    }
    if (!byBlocks) {
      Gemm.each(f, m, n, c, co, crs);
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
            int j = BlockTiles.start(t, nc);
            int columns = Math.min(BlockTiles.start(t + 1, nc), nc) - j;
            int from = bo + j * bcs;
            VectorPacking.vectors(kc, columns, b, from, brs, bcs, packed, origin + j * kc);
          });
    }
  }

  /** Rows from p to end, a few along their whole length: memory likes that better than panels. */
  private static void packRows(
      int p, int end, int kc, int nc, float[] b, int bo, int brs, float[] packed, int origin) {
    int panels = pieces(nc, NR);
    for (; p < end; p += FEW) {
      int rows = Math.min(FEW, end - p);
      int from = bo + p * brs;
      for (int t = 0; t < panels; t++) {
        int j = BlockTiles.start(t, nc);
        int columns = Math.min(BlockTiles.start(t + 1, nc), nc) - j;
        int to = origin + j * kc + p * pieces(columns, VL) * VL;
        VectorPacking.rows(rows, columns, b, from + j, brs, packed, to);
      }
    }
  }

  static void copy(int rows, int columns, float[] x, int xo, int xrs, float[] y, int yo, int yrs) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, xo + i * xrs, y, yo + i * yrs, columns);
    }
  }

  /** The number of pieces of a size that n takes. */
  static int pieces(int n, int size) {
    return (n + size - 1) / size;
  }
}
