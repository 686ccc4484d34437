package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Micro-kernels that read both operands where they lie: A in rows ars apart, B in rows brs apart.
 *
 * <p>The loop counts A's own index, so C2 needs no checks for A in it. A tile starts from C where
 * {@code z} is C, else from the zeros in {@code z}. Rows after {@code last} repeat that row: they
 * are computed again, to the same values.
 */
final class DirectTiles {
  private DirectTiles() {}

  /** The tiles need the registers that come with so many lanes. */
  static final int LANES = 16;

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  /** 8 rows, 2 vectors, the second d columns from the first. */
  static void tile8x2(
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      int brs,
      int d,
      float[] z,
      float[] c,
      int co,
      int crs,
      int last) {
    boolean load = z == c;
    var c0x0 = FloatVector.fromArray(S, z, load ? co : 0);
    var c0x1 = FloatVector.fromArray(S, z, load ? co + d : 0);
    int r1 = Math.min(1, last);
    int o1 = r1 * ars;
    var c1x0 = FloatVector.fromArray(S, z, load ? co + r1 * crs : 0);
    var c1x1 = FloatVector.fromArray(S, z, load ? co + r1 * crs + d : 0);
    int r2 = Math.min(2, last);
    int o2 = r2 * ars;
    var c2x0 = FloatVector.fromArray(S, z, load ? co + r2 * crs : 0);
    var c2x1 = FloatVector.fromArray(S, z, load ? co + r2 * crs + d : 0);
    int r3 = Math.min(3, last);
    int o3 = r3 * ars;
    var c3x0 = FloatVector.fromArray(S, z, load ? co + r3 * crs : 0);
    var c3x1 = FloatVector.fromArray(S, z, load ? co + r3 * crs + d : 0);
    int r4 = Math.min(4, last);
    int o4 = r4 * ars;
    var c4x0 = FloatVector.fromArray(S, z, load ? co + r4 * crs : 0);
    var c4x1 = FloatVector.fromArray(S, z, load ? co + r4 * crs + d : 0);
    int r5 = Math.min(5, last);
    int o5 = r5 * ars;
    var c5x0 = FloatVector.fromArray(S, z, load ? co + r5 * crs : 0);
    var c5x1 = FloatVector.fromArray(S, z, load ? co + r5 * crs + d : 0);
    int r6 = Math.min(6, last);
    int o6 = r6 * ars;
    var c6x0 = FloatVector.fromArray(S, z, load ? co + r6 * crs : 0);
    var c6x1 = FloatVector.fromArray(S, z, load ? co + r6 * crs + d : 0);
    int r7 = Math.min(7, last);
    int o7 = r7 * ars;
    var c7x0 = FloatVector.fromArray(S, z, load ? co + r7 * crs : 0);
    var c7x1 = FloatVector.fromArray(S, z, load ? co + r7 * crs + d : 0);
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, bp);
      var b1 = FloatVector.fromArray(S, b, bp + d);
      var a0 = FloatVector.broadcast(S, a[q]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      var a1 = FloatVector.broadcast(S, a[q + o1]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      var a2 = FloatVector.broadcast(S, a[q + o2]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      var a3 = FloatVector.broadcast(S, a[q + o3]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      var a4 = FloatVector.broadcast(S, a[q + o4]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      var a5 = FloatVector.broadcast(S, a[q + o5]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      var a6 = FloatVector.broadcast(S, a[q + o6]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      var a7 = FloatVector.broadcast(S, a[q + o7]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      bp += brs;
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + d);
    int y1 = co + Math.min(1, last) * crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + d);
    int y2 = co + Math.min(2, last) * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + d);
    int y3 = co + Math.min(3, last) * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + d);
    int y4 = co + Math.min(4, last) * crs;
    c4x0.intoArray(c, y4);
    c4x1.intoArray(c, y4 + d);
    int y5 = co + Math.min(5, last) * crs;
    c5x0.intoArray(c, y5);
    c5x1.intoArray(c, y5 + d);
    int y6 = co + Math.min(6, last) * crs;
    c6x0.intoArray(c, y6);
    c6x1.intoArray(c, y6 + d);
    int y7 = co + Math.min(7, last) * crs;
    c7x0.intoArray(c, y7);
    c7x1.intoArray(c, y7 + d);
  }

  /** 8 rows, 1 vector. */
  static void tile8x1(
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      int brs,
      float[] z,
      float[] c,
      int co,
      int crs,
      int last) {
    boolean load = z == c;
    var c0x0 = FloatVector.fromArray(S, z, load ? co : 0);
    int r1 = Math.min(1, last);
    int o1 = r1 * ars;
    var c1x0 = FloatVector.fromArray(S, z, load ? co + r1 * crs : 0);
    int r2 = Math.min(2, last);
    int o2 = r2 * ars;
    var c2x0 = FloatVector.fromArray(S, z, load ? co + r2 * crs : 0);
    int r3 = Math.min(3, last);
    int o3 = r3 * ars;
    var c3x0 = FloatVector.fromArray(S, z, load ? co + r3 * crs : 0);
    int r4 = Math.min(4, last);
    int o4 = r4 * ars;
    var c4x0 = FloatVector.fromArray(S, z, load ? co + r4 * crs : 0);
    int r5 = Math.min(5, last);
    int o5 = r5 * ars;
    var c5x0 = FloatVector.fromArray(S, z, load ? co + r5 * crs : 0);
    int r6 = Math.min(6, last);
    int o6 = r6 * ars;
    var c6x0 = FloatVector.fromArray(S, z, load ? co + r6 * crs : 0);
    int r7 = Math.min(7, last);
    int o7 = r7 * ars;
    var c7x0 = FloatVector.fromArray(S, z, load ? co + r7 * crs : 0);
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, bp);
      var a0 = FloatVector.broadcast(S, a[q]);
      c0x0 = a0.fma(b0, c0x0);
      var a1 = FloatVector.broadcast(S, a[q + o1]);
      c1x0 = a1.fma(b0, c1x0);
      var a2 = FloatVector.broadcast(S, a[q + o2]);
      c2x0 = a2.fma(b0, c2x0);
      var a3 = FloatVector.broadcast(S, a[q + o3]);
      c3x0 = a3.fma(b0, c3x0);
      var a4 = FloatVector.broadcast(S, a[q + o4]);
      c4x0 = a4.fma(b0, c4x0);
      var a5 = FloatVector.broadcast(S, a[q + o5]);
      c5x0 = a5.fma(b0, c5x0);
      var a6 = FloatVector.broadcast(S, a[q + o6]);
      c6x0 = a6.fma(b0, c6x0);
      var a7 = FloatVector.broadcast(S, a[q + o7]);
      c7x0 = a7.fma(b0, c7x0);
      bp += brs;
    }
    c0x0.intoArray(c, co);
    int y1 = co + Math.min(1, last) * crs;
    c1x0.intoArray(c, y1);
    int y2 = co + Math.min(2, last) * crs;
    c2x0.intoArray(c, y2);
    int y3 = co + Math.min(3, last) * crs;
    c3x0.intoArray(c, y3);
    int y4 = co + Math.min(4, last) * crs;
    c4x0.intoArray(c, y4);
    int y5 = co + Math.min(5, last) * crs;
    c5x0.intoArray(c, y5);
    int y6 = co + Math.min(6, last) * crs;
    c6x0.intoArray(c, y6);
    int y7 = co + Math.min(7, last) * crs;
    c7x0.intoArray(c, y7);
  }
}
