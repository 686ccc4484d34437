package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * Products of few rows, which do not pay for packing B, and of fewer columns than a vector has
 * lanes, which would waste most of a tile.
 */
final class VectorThin {
  private VectorThin() {}

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();
  private static final float[] ZEROS = new float[6 * VL];

  /** Rows of a tile: 16 registers have room for half as many, so these take two. */
  private static final int HIGH = BlockTiles.WIDE ? 8 : 4;

  private static final Tile HIGH_1 = Tile.thin(HIGH, 1);
  private static final Tile HIGH_2 = Tile.thin(HIGH, 2);
  private static final Tile HIGH_3 = Tile.thin(HIGH, 3);
  private static final Tile FOUR_BY_1 = Tile.thin(4, 1);
  private static final Tile FOUR_BY_2 = Tile.thin(4, 2);
  private static final Tile FOUR_BY_4 = Tile.thin(4, 4);
  private static final Tile FOUR_BY_6 = Tile.thin(4, 6);

  /** Most rows of {@link #rows}. */
  static final int ROWS = 8;

  /** Most rows for which tiles of four rows and more vectors are better, in 32 registers. */
  static final int LOW = 4;

  /** Rows of B that pass at a time, for memory likes long rows. */
  private static final int STRIP = 64;

  /** Columns of which a thread does whole multiples: whole tiles for either number of rows. */
  private static final int UNIT = 6 * VL;

  /** Rows of C that are one piece of work. */
  private static final int BLOCK = 64;

  /**
   * Elements of A from which threads are worth their start, where columns are few: copying A costs
   * most.
   */
  private static final long PARALLEL_ROWS = 1L << 16;

  /** Multiplies where m ≤ ROWS, n ≥ VL and B's column stride is 1. */
  static void rows(
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
    int stripes = Stripes.count(n, k, UNIT, Stripes.LEAST);
    Gemm.forEach(
        stripes > 1,
        stripes,
        t -> {
          int j = Stripes.start(t, stripes, n, UNIT);
          int columns = Stripes.start(t + 1, stripes, n, UNIT) - j;
          part(m, columns, k, a, ao, ars, acs, b, bo + j, brs, c, co + j, crs, accumulate);
        });
  }

  private static void part(
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
    float[] x = GemmScratch.get().a(ROWS * VectorPacking.ROW);
    for (int q = 0; q < k; q += VectorPacking.STEPS) {
      int end = Math.min(k, q + VectorPacking.STEPS);
      VectorPacking.block(m, end - q, a, ao + q * acs, ars, acs, x, ROWS);
      for (int p = q; p < end; p += STRIP) {
        int kc = Math.min(STRIP, end - p);
        int bp = bo + p * brs;
        boolean load = accumulate || p > 0;
        if (m <= LOW && BlockTiles.WIDE) {
          lowStrip(m, n, kc, x, p - q, b, bp, brs, c, co, crs, load);
        } else {
          strip(m, n, kc, x, p - q, b, bp, brs, c, co, crs, load);
        }
      }
    }
  }

  /** The whole of some rows of B. */
  private static void strip(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int crs,
      boolean load) {
    int width;
    for (int j = 0; j < n; j += width) {
      int left = n - j;
      // Never so that the next would overlap, and find what this one has stored.
      boolean three = left > 2 * VL && (left <= 3 * VL || left >= 4 * VL);
      width = three ? Math.min(3 * VL, left) : left > VL ? Math.min(2 * VL, left) : VL;
      Tile tile = three ? HIGH_3 : left > VL ? HIGH_2 : HIGH_1;
      int d = width - VL;
      for (int i = 0; i < m; i += HIGH) {
        int ap = ao + i * VectorPacking.ROW;
        int cp = co + i * crs + j;
        int last = Math.min(HIGH, m - i) - 1;
        if (load) {
          tile.run(k, a, ap, 0, 1, b, bo + j, brs, d, c, cp, crs, c, cp, crs, last);
        } else {
          tile.run(k, a, ap, 0, 1, b, bo + j, brs, d, ZEROS, 0, 0, c, cp, crs, last);
        }
      }
    }
  }

  /** As {@link #strip} for up to LOW rows. */
  private static void lowStrip(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int crs,
      boolean load) {
    float[] z = load ? c : ZEROS;
    int zrs = load ? crs : 0;
    int last = m - 1;
    int width;
    for (int j = 0; j < n; j += width) {
      width = width(n - j);
      int bp = bo + j;
      int cp = co + j;
      int zo = load ? cp : 0;
      int d = width - VL;
      Tile tile =
          switch ((width + VL - 1) / VL) {
            case 6 -> FOUR_BY_6;
            case 4 -> FOUR_BY_4;
            case 2 -> FOUR_BY_2;
            default -> FOUR_BY_1;
          };
      tile.run(k, a, ao, 0, 1, b, bp, brs, d, z, zo, zrs, c, cp, crs, last);
    }
  }

  /** Columns of the next tile: never so that another would overlap it, and find what it stored. */
  private static int width(int left) {
    if (left == 6 * VL || left >= 7 * VL) {
      return 6 * VL;
    }
    if (left == 4 * VL || left >= 5 * VL) {
      return 4 * VL;
    }
    if (left > VL && (left <= 2 * VL || left >= 3 * VL)) {
      return Math.min(left, 2 * VL);
    }
    return VL;
  }

  /** Multiplies where n < VL. B is copied into rows of one vector, A and C block by block. */
  static void columns(
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
    boolean pairs = way == GemmWay.PAIRS;
    float[] packed = GemmScratch.get().b(k * VL);
    if (pairs) {
      PairTiles.packB(n, k, b, bo, brs, bcs, packed);
    } else {
      GemmPacking.pack(n, k, b, bo, bcs, brs, packed, 0, VL);
    }
    int height = pairs ? PairTiles.ROWS : BLOCK;
    Gemm.forEach(
        (long) m * k >= PARALLEL_ROWS,
        (m + height - 1) / height,
        t -> {
          int i = t * height;
          int mc = Math.min(height, m - i);
          int ap = ao + i * ars;
          int cp = co + i * crs;
          if (pairs) {
            pairs(mc, n, k, a, ap, ars, packed, c, cp, crs, accumulate);
          } else {
            block(way, mc, n, k, a, ap, ars, acs, packed, c, cp, crs, accumulate);
          }
        });
  }

  private static void block(
      GemmWay way,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      float[] c,
      int co,
      int crs,
      boolean accumulate) {
    float[] y = GemmScratch.get().c(BLOCK * VL);
    if (accumulate) {
      VectorGemm.copy(m, n, c, co, crs, y, 0, VL);
    }
    VectorDirect.run(way, m, VL, k, a, ao, ars, acs, b, 0, VL, y, 0, VL, accumulate);
    VectorGemm.copy(m, n, y, 0, VL, c, co, crs);
  }

  private static void pairs(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      float[] c,
      int co,
      int crs,
      boolean accumulate) {
    GemmScratch scratch = GemmScratch.get();
    double[] x = scratch.pairs(PairTiles.PACKED);
    float[] y = scratch.c(PairTiles.ROWS / 2 * VL);
    if (accumulate) {
      PairTiles.begin(m, n, c, co, crs, y);
    }
    int blocks = (k + PairTiles.MOST_STEPS - 1) / PairTiles.MOST_STEPS;
    int block = (k + blocks - 1) / blocks;
    for (int q = 0; q < k; q += block) {
      int kc = Math.min(block, k - q);
      int steps = PairTiles.steps(kc);
      PairTiles.packA(m, kc, a, ao + q, ars, x);
      for (int p = 0; p < kc; p += steps) {
        boolean load = accumulate || q + p > 0;
        float[] z = load ? y : ZEROS;
        PairTiles.tile(Math.min(steps, kc - p), x, p / steps, b, (q + p) * VL, z, load ? VL : 0, y);
      }
    }
    PairTiles.end(m, n, y, c, co, crs);
  }
}
