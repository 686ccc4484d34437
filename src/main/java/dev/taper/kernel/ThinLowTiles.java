package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ThinTiles} for up to four rows: more vectors at once, so that B is read in longer runs,
 * and at distances that are constants, for which C2 keeps two checks of bounds for all of them.
 */
final class ThinLowTiles {
  private ThinLowTiles() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** How far the rows of A lie apart. */
  private static final int ROW = VectorPacking.ROW;

  /** 4 rows, 6 vectors. */
  static void tile4x6(
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
    var c0x1 = FloatVector.fromArray(S, z, zo + VL);
    var c0x2 = FloatVector.fromArray(S, z, zo + 2 * VL);
    var c0x3 = FloatVector.fromArray(S, z, zo + 3 * VL);
    var c0x4 = FloatVector.fromArray(S, z, zo + 4 * VL);
    var c0x5 = FloatVector.fromArray(S, z, zo + 5 * VL);
    int z1 = zo + Math.min(1, last) * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + 2 * VL);
    var c1x3 = FloatVector.fromArray(S, z, z1 + 3 * VL);
    var c1x4 = FloatVector.fromArray(S, z, z1 + 4 * VL);
    var c1x5 = FloatVector.fromArray(S, z, z1 + 5 * VL);
    int z2 = zo + Math.min(2, last) * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    var c2x2 = FloatVector.fromArray(S, z, z2 + 2 * VL);
    var c2x3 = FloatVector.fromArray(S, z, z2 + 3 * VL);
    var c2x4 = FloatVector.fromArray(S, z, z2 + 4 * VL);
    var c2x5 = FloatVector.fromArray(S, z, z2 + 5 * VL);
    int z3 = zo + Math.min(3, last) * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    var c3x2 = FloatVector.fromArray(S, z, z3 + 2 * VL);
    var c3x3 = FloatVector.fromArray(S, z, z3 + 3 * VL);
    var c3x4 = FloatVector.fromArray(S, z, z3 + 4 * VL);
    var c3x5 = FloatVector.fromArray(S, z, z3 + 5 * VL);
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var a0 = FloatVector.broadcast(S, a[q]);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      var b0 = FloatVector.fromArray(S, b, bp);
      c0x0 = a0.fma(b0, c0x0);
      c1x0 = a1.fma(b0, c1x0);
      c2x0 = a2.fma(b0, c2x0);
      c3x0 = a3.fma(b0, c3x0);
      var b1 = FloatVector.fromArray(S, b, bp + VL);
      c0x1 = a0.fma(b1, c0x1);
      c1x1 = a1.fma(b1, c1x1);
      c2x1 = a2.fma(b1, c2x1);
      c3x1 = a3.fma(b1, c3x1);
      var b2 = FloatVector.fromArray(S, b, bp + 2 * VL);
      c0x2 = a0.fma(b2, c0x2);
      c1x2 = a1.fma(b2, c1x2);
      c2x2 = a2.fma(b2, c2x2);
      c3x2 = a3.fma(b2, c3x2);
      var b3 = FloatVector.fromArray(S, b, bp + 3 * VL);
      c0x3 = a0.fma(b3, c0x3);
      c1x3 = a1.fma(b3, c1x3);
      c2x3 = a2.fma(b3, c2x3);
      c3x3 = a3.fma(b3, c3x3);
      var b4 = FloatVector.fromArray(S, b, bp + 4 * VL);
      c0x4 = a0.fma(b4, c0x4);
      c1x4 = a1.fma(b4, c1x4);
      c2x4 = a2.fma(b4, c2x4);
      c3x4 = a3.fma(b4, c3x4);
      var b5 = FloatVector.fromArray(S, b, bp + 5 * VL);
      c0x5 = a0.fma(b5, c0x5);
      c1x5 = a1.fma(b5, c1x5);
      c2x5 = a2.fma(b5, c2x5);
      c3x5 = a3.fma(b5, c3x5);
      bp += brs;
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c0x2.intoArray(c, co + 2 * VL);
    c0x3.intoArray(c, co + 3 * VL);
    c0x4.intoArray(c, co + 4 * VL);
    c0x5.intoArray(c, co + 5 * VL);
    int y1 = co + Math.min(1, last) * crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    c1x2.intoArray(c, y1 + 2 * VL);
    c1x3.intoArray(c, y1 + 3 * VL);
    c1x4.intoArray(c, y1 + 4 * VL);
    c1x5.intoArray(c, y1 + 5 * VL);
    int y2 = co + Math.min(2, last) * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
    c2x2.intoArray(c, y2 + 2 * VL);
    c2x3.intoArray(c, y2 + 3 * VL);
    c2x4.intoArray(c, y2 + 4 * VL);
    c2x5.intoArray(c, y2 + 5 * VL);
    int y3 = co + Math.min(3, last) * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + VL);
    c3x2.intoArray(c, y3 + 2 * VL);
    c3x3.intoArray(c, y3 + 3 * VL);
    c3x4.intoArray(c, y3 + 4 * VL);
    c3x5.intoArray(c, y3 + 5 * VL);
  }

  /** 4 rows, 4 vectors. */
  static void tile4x4(
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
    var c0x1 = FloatVector.fromArray(S, z, zo + VL);
    var c0x2 = FloatVector.fromArray(S, z, zo + 2 * VL);
    var c0x3 = FloatVector.fromArray(S, z, zo + 3 * VL);
    int z1 = zo + Math.min(1, last) * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + 2 * VL);
    var c1x3 = FloatVector.fromArray(S, z, z1 + 3 * VL);
    int z2 = zo + Math.min(2, last) * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    var c2x2 = FloatVector.fromArray(S, z, z2 + 2 * VL);
    var c2x3 = FloatVector.fromArray(S, z, z2 + 3 * VL);
    int z3 = zo + Math.min(3, last) * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    var c3x2 = FloatVector.fromArray(S, z, z3 + 2 * VL);
    var c3x3 = FloatVector.fromArray(S, z, z3 + 3 * VL);
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var a0 = FloatVector.broadcast(S, a[q]);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      var b0 = FloatVector.fromArray(S, b, bp);
      c0x0 = a0.fma(b0, c0x0);
      c1x0 = a1.fma(b0, c1x0);
      c2x0 = a2.fma(b0, c2x0);
      c3x0 = a3.fma(b0, c3x0);
      var b1 = FloatVector.fromArray(S, b, bp + VL);
      c0x1 = a0.fma(b1, c0x1);
      c1x1 = a1.fma(b1, c1x1);
      c2x1 = a2.fma(b1, c2x1);
      c3x1 = a3.fma(b1, c3x1);
      var b2 = FloatVector.fromArray(S, b, bp + 2 * VL);
      c0x2 = a0.fma(b2, c0x2);
      c1x2 = a1.fma(b2, c1x2);
      c2x2 = a2.fma(b2, c2x2);
      c3x2 = a3.fma(b2, c3x2);
      var b3 = FloatVector.fromArray(S, b, bp + 3 * VL);
      c0x3 = a0.fma(b3, c0x3);
      c1x3 = a1.fma(b3, c1x3);
      c2x3 = a2.fma(b3, c2x3);
      c3x3 = a3.fma(b3, c3x3);
      bp += brs;
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c0x2.intoArray(c, co + 2 * VL);
    c0x3.intoArray(c, co + 3 * VL);
    int y1 = co + Math.min(1, last) * crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    c1x2.intoArray(c, y1 + 2 * VL);
    c1x3.intoArray(c, y1 + 3 * VL);
    int y2 = co + Math.min(2, last) * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
    c2x2.intoArray(c, y2 + 2 * VL);
    c2x3.intoArray(c, y2 + 3 * VL);
    int y3 = co + Math.min(3, last) * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + VL);
    c3x2.intoArray(c, y3 + 2 * VL);
    c3x3.intoArray(c, y3 + 3 * VL);
  }

  /** 4 rows, 2 vectors, the second d columns from the first. */
  static void tile4x2(
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
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var a0 = FloatVector.broadcast(S, a[q]);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      var b0 = FloatVector.fromArray(S, b, bp);
      c0x0 = a0.fma(b0, c0x0);
      c1x0 = a1.fma(b0, c1x0);
      c2x0 = a2.fma(b0, c2x0);
      c3x0 = a3.fma(b0, c3x0);
      var b1 = FloatVector.fromArray(S, b, bp + d);
      c0x1 = a0.fma(b1, c0x1);
      c1x1 = a1.fma(b1, c1x1);
      c2x1 = a2.fma(b1, c2x1);
      c3x1 = a3.fma(b1, c3x1);
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
  }

  /** 4 rows, 1 vector. */
  static void tile4x1(
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
    int bp = bo;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var a0 = FloatVector.broadcast(S, a[q]);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      var b0 = FloatVector.fromArray(S, b, bp);
      c0x0 = a0.fma(b0, c0x0);
      c1x0 = a1.fma(b0, c1x0);
      c2x0 = a2.fma(b0, c2x0);
      c3x0 = a3.fma(b0, c3x0);
      bp += brs;
    }
    c0x0.intoArray(c, co);
    int y1 = co + Math.min(1, last) * crs;
    c1x0.intoArray(c, y1);
    int y2 = co + Math.min(2, last) * crs;
    c2x0.intoArray(c, y2);
    int y3 = co + Math.min(3, last) * crs;
    c3x0.intoArray(c, y3);
  }
}
