package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Micro-kernels for products of few rows, in 32 vector registers.
 *
 * <p>A is packed as for {@link WideTiles}, for the same reason; B is read where it lies, in rows
 * brs apart. A tile begins as z, and its last vector lies d columns from the first. Rows after
 * {@code last} repeat that row of C: they are computed again, to the same values.
 */
final class ThinTiles {
  private ThinTiles() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** How far the rows of A lie apart. */
  private static final int ROW = VectorPacking.ROW;

  /** 8 rows, 3 vectors. */
  static void tile8x3(
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      int brs,
      int d,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int last) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    var c0x1 = FloatVector.fromArray(S, z, zo + VL);
    var c0x2 = FloatVector.fromArray(S, z, zo + d);
    int z1 = zo + Math.min(1, last) * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + d);
    int z2 = zo + Math.min(2, last) * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    var c2x2 = FloatVector.fromArray(S, z, z2 + d);
    int z3 = zo + Math.min(3, last) * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    var c3x2 = FloatVector.fromArray(S, z, z3 + d);
    int z4 = zo + Math.min(4, last) * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    var c4x1 = FloatVector.fromArray(S, z, z4 + VL);
    var c4x2 = FloatVector.fromArray(S, z, z4 + d);
    int z5 = zo + Math.min(5, last) * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    var c5x1 = FloatVector.fromArray(S, z, z5 + VL);
    var c5x2 = FloatVector.fromArray(S, z, z5 + d);
    int z6 = zo + Math.min(6, last) * zrs;
    var c6x0 = FloatVector.fromArray(S, z, z6);
    var c6x1 = FloatVector.fromArray(S, z, z6 + VL);
    var c6x2 = FloatVector.fromArray(S, z, z6 + d);
    int z7 = zo + Math.min(7, last) * zrs;
    var c7x0 = FloatVector.fromArray(S, z, z7);
    var c7x1 = FloatVector.fromArray(S, z, z7 + VL);
    var c7x2 = FloatVector.fromArray(S, z, z7 + d);
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, bp);
      var b1 = FloatVector.fromArray(S, b, bp + VL);
      var b2 = FloatVector.fromArray(S, b, bp + d);
      var a0 = FloatVector.broadcast(S, a[q]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      c0x2 = a0.fma(b2, c0x2);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      c1x2 = a1.fma(b2, c1x2);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      c2x2 = a2.fma(b2, c2x2);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      c3x2 = a3.fma(b2, c3x2);
      var a4 = FloatVector.broadcast(S, a[q + 4 * ROW]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      c4x2 = a4.fma(b2, c4x2);
      var a5 = FloatVector.broadcast(S, a[q + 5 * ROW]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      c5x2 = a5.fma(b2, c5x2);
      var a6 = FloatVector.broadcast(S, a[q + 6 * ROW]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      c6x2 = a6.fma(b2, c6x2);
      var a7 = FloatVector.broadcast(S, a[q + 7 * ROW]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      c7x2 = a7.fma(b2, c7x2);
      bp += brs;
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c0x2.intoArray(c, co + d);
    int y1 = co + Math.min(1, last) * crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    c1x2.intoArray(c, y1 + d);
    int y2 = co + Math.min(2, last) * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
    c2x2.intoArray(c, y2 + d);
    int y3 = co + Math.min(3, last) * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + VL);
    c3x2.intoArray(c, y3 + d);
    int y4 = co + Math.min(4, last) * crs;
    c4x0.intoArray(c, y4);
    c4x1.intoArray(c, y4 + VL);
    c4x2.intoArray(c, y4 + d);
    int y5 = co + Math.min(5, last) * crs;
    c5x0.intoArray(c, y5);
    c5x1.intoArray(c, y5 + VL);
    c5x2.intoArray(c, y5 + d);
    int y6 = co + Math.min(6, last) * crs;
    c6x0.intoArray(c, y6);
    c6x1.intoArray(c, y6 + VL);
    c6x2.intoArray(c, y6 + d);
    int y7 = co + Math.min(7, last) * crs;
    c7x0.intoArray(c, y7);
    c7x1.intoArray(c, y7 + VL);
    c7x2.intoArray(c, y7 + d);
  }

  /** 8 rows, 2 vectors. */
  static void tile8x2(
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      int brs,
      int d,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int last) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    var c0x1 = FloatVector.fromArray(S, z, zo + d);
    int z1 = zo + Math.min(1, last) * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + d);
    int z2 = zo + Math.min(2, last) * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + d);
    int z3 = zo + Math.min(3, last) * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + d);
    int z4 = zo + Math.min(4, last) * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    var c4x1 = FloatVector.fromArray(S, z, z4 + d);
    int z5 = zo + Math.min(5, last) * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    var c5x1 = FloatVector.fromArray(S, z, z5 + d);
    int z6 = zo + Math.min(6, last) * zrs;
    var c6x0 = FloatVector.fromArray(S, z, z6);
    var c6x1 = FloatVector.fromArray(S, z, z6 + d);
    int z7 = zo + Math.min(7, last) * zrs;
    var c7x0 = FloatVector.fromArray(S, z, z7);
    var c7x1 = FloatVector.fromArray(S, z, z7 + d);
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, bp);
      var b1 = FloatVector.fromArray(S, b, bp + d);
      var a0 = FloatVector.broadcast(S, a[q]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      var a4 = FloatVector.broadcast(S, a[q + 4 * ROW]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      var a5 = FloatVector.broadcast(S, a[q + 5 * ROW]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      var a6 = FloatVector.broadcast(S, a[q + 6 * ROW]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      var a7 = FloatVector.broadcast(S, a[q + 7 * ROW]);
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
      float[] b,
      int bo,
      int brs,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int last) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    int z1 = zo + Math.min(1, last) * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    int z2 = zo + Math.min(2, last) * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    int z3 = zo + Math.min(3, last) * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    int z4 = zo + Math.min(4, last) * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    int z5 = zo + Math.min(5, last) * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    int z6 = zo + Math.min(6, last) * zrs;
    var c6x0 = FloatVector.fromArray(S, z, z6);
    int z7 = zo + Math.min(7, last) * zrs;
    var c7x0 = FloatVector.fromArray(S, z, z7);
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, bp);
      var a0 = FloatVector.broadcast(S, a[q]);
      c0x0 = a0.fma(b0, c0x0);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      c1x0 = a1.fma(b0, c1x0);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      c2x0 = a2.fma(b0, c2x0);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      c3x0 = a3.fma(b0, c3x0);
      var a4 = FloatVector.broadcast(S, a[q + 4 * ROW]);
      c4x0 = a4.fma(b0, c4x0);
      var a5 = FloatVector.broadcast(S, a[q + 5 * ROW]);
      c5x0 = a5.fma(b0, c5x0);
      var a6 = FloatVector.broadcast(S, a[q + 6 * ROW]);
      c6x0 = a6.fma(b0, c6x0);
      var a7 = FloatVector.broadcast(S, a[q + 7 * ROW]);
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
