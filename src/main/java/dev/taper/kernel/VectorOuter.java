package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * Products of few steps of k, sums of outer products: B stays in registers while the rows of A and
 * C pass by.
 */
final class VectorOuter {
  private VectorOuter() {}

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();
  private static final float[] ZEROS = new float[2 * VL];

  /** The most steps: more of B does not fit in 16 registers. */
  static final int STEPS = 4;

  private static final Tile ONE = Tile.outer(1);
  private static final Tile TWO = Tile.outer(2);
  private static final Tile THREE = Tile.outer(3);
  private static final Tile FOUR = Tile.outer(4);

  /**
   * Multiplies where n ≥ VL, k ≤ STEPS and B's column stride is 1. The last two vectors of a row
   * may overlap; both are loaded before one is stored.
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
    float[] z = accumulate ? c : ZEROS;
    int zrs = accumulate ? crs : 0;
    int j = 0;
    while (j < n) {
      int left = n - j;
      // Never so that the next would overlap, and find what this one has stored.
      boolean pair = left > VL && (left <= 2 * VL || left >= 3 * VL);
      int d = pair ? Math.min(VL, left - VL) : 0;
      int bp = bo + j;
      int cp = co + j;
      int zo = accumulate ? cp : 0;
      switch (k) {
        case 1 -> ONE.run(k, a, ao, ars, acs, b, bp, brs, d, z, zo, zrs, c, cp, crs, m - 1);
        case 2 -> TWO.run(k, a, ao, ars, acs, b, bp, brs, d, z, zo, zrs, c, cp, crs, m - 1);
        case 3 -> THREE.run(k, a, ao, ars, acs, b, bp, brs, d, z, zo, zrs, c, cp, crs, m - 1);
        default -> FOUR.run(k, a, ao, ars, acs, b, bp, brs, d, z, zo, zrs, c, cp, crs, m - 1);
      }
      j += VL + d;
    }
  }
}
