package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of few steps of k, sums of outer products: B stays in registers while the rows of A and
 * C pass by.
 */
final class VectorOuter {
  private VectorOuter() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();
  private static final float[] ZEROS = new float[2 * VL];

  /** The most steps: more of B does not fit in 16 registers. */
  static final int STEPS = 4;

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
        case 1 -> one(m, a, ao, ars, b, bp, d, z, zo, zrs, c, cp, crs);
        case 2 -> two(m, a, ao, ars, acs, b, bp, brs, d, z, zo, zrs, c, cp, crs);
        case 3 -> three(m, a, ao, ars, acs, b, bp, brs, d, z, zo, zrs, c, cp, crs);
        default -> four(m, a, ao, ars, acs, b, bp, brs, d, z, zo, zrs, c, cp, crs);
      }
      j += VL + d;
    }
  }

  private static void one(
      int m,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      int d,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    var b0 = FloatVector.fromArray(S, b, bo);
    var d0 = FloatVector.fromArray(S, b, bo + d);
    for (int i = 0; i < m; i++) {
      var x0 = FloatVector.broadcast(S, a[ao + i * ars]);
      var y = x0.fma(b0, FloatVector.fromArray(S, z, zo + i * zrs));
      var w = x0.fma(d0, FloatVector.fromArray(S, z, zo + i * zrs + d));
      y.intoArray(c, co + i * crs);
      w.intoArray(c, co + i * crs + d);
    }
  }

  private static void two(
      int m,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      int d,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    var b0 = FloatVector.fromArray(S, b, bo);
    var d0 = FloatVector.fromArray(S, b, bo + d);
    var b1 = FloatVector.fromArray(S, b, bo + brs);
    var d1 = FloatVector.fromArray(S, b, bo + brs + d);
    for (int i = 0; i < m; i++) {
      var x0 = FloatVector.broadcast(S, a[ao + i * ars]);
      var x1 = FloatVector.broadcast(S, a[ao + i * ars + acs]);
      var y = x1.fma(b1, x0.fma(b0, FloatVector.fromArray(S, z, zo + i * zrs)));
      var w = x1.fma(d1, x0.fma(d0, FloatVector.fromArray(S, z, zo + i * zrs + d)));
      y.intoArray(c, co + i * crs);
      w.intoArray(c, co + i * crs + d);
    }
  }

  private static void three(
      int m,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      int d,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    var b0 = FloatVector.fromArray(S, b, bo);
    var d0 = FloatVector.fromArray(S, b, bo + d);
    var b1 = FloatVector.fromArray(S, b, bo + brs);
    var d1 = FloatVector.fromArray(S, b, bo + brs + d);
    var b2 = FloatVector.fromArray(S, b, bo + 2 * brs);
    var d2 = FloatVector.fromArray(S, b, bo + 2 * brs + d);
    for (int i = 0; i < m; i++) {
      int ap = ao + i * ars;
      var x0 = FloatVector.broadcast(S, a[ap]);
      var x1 = FloatVector.broadcast(S, a[ap + acs]);
      var x2 = FloatVector.broadcast(S, a[ap + 2 * acs]);
      var y = x1.fma(b1, x0.fma(b0, FloatVector.fromArray(S, z, zo + i * zrs)));
      var w = x1.fma(d1, x0.fma(d0, FloatVector.fromArray(S, z, zo + i * zrs + d)));
      x2.fma(b2, y).intoArray(c, co + i * crs);
      x2.fma(d2, w).intoArray(c, co + i * crs + d);
    }
  }

  private static void four(
      int m,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      int d,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    var b0 = FloatVector.fromArray(S, b, bo);
    var d0 = FloatVector.fromArray(S, b, bo + d);
    var b1 = FloatVector.fromArray(S, b, bo + brs);
    var d1 = FloatVector.fromArray(S, b, bo + brs + d);
    var b2 = FloatVector.fromArray(S, b, bo + 2 * brs);
    var d2 = FloatVector.fromArray(S, b, bo + 2 * brs + d);
    var b3 = FloatVector.fromArray(S, b, bo + 3 * brs);
    var d3 = FloatVector.fromArray(S, b, bo + 3 * brs + d);
    for (int i = 0; i < m; i++) {
      int ap = ao + i * ars;
      var x0 = FloatVector.broadcast(S, a[ap]);
      var x1 = FloatVector.broadcast(S, a[ap + acs]);
      var x2 = FloatVector.broadcast(S, a[ap + 2 * acs]);
      var x3 = FloatVector.broadcast(S, a[ap + 3 * acs]);
      var y = x1.fma(b1, x0.fma(b0, FloatVector.fromArray(S, z, zo + i * zrs)));
      var w = x1.fma(d1, x0.fma(d0, FloatVector.fromArray(S, z, zo + i * zrs + d)));
      x3.fma(b3, x2.fma(b2, y)).intoArray(c, co + i * crs);
      x3.fma(d3, x2.fma(d2, w)).intoArray(c, co + i * crs + d);
    }
  }
}
