package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link WideTiles}, four rows high, for what six rows leave over. */
final class WideLowTiles {
  private WideLowTiles() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** How far the rows of A lie apart. */
  private static final int ROW = VectorPacking.ROW;

  /** 4 rows, 4 vectors. */
  static void tile4x4(
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int d) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    var c0x1 = FloatVector.fromArray(S, z, zo + VL);
    var c0x2 = FloatVector.fromArray(S, z, zo + 2 * VL);
    var c0x3 = FloatVector.fromArray(S, z, zo + d);
    int z1 = zo + zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + 2 * VL);
    var c1x3 = FloatVector.fromArray(S, z, z1 + d);
    int z2 = zo + 2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    var c2x2 = FloatVector.fromArray(S, z, z2 + 2 * VL);
    var c2x3 = FloatVector.fromArray(S, z, z2 + d);
    int z3 = zo + 3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    var c3x2 = FloatVector.fromArray(S, z, z3 + 2 * VL);
    var c3x3 = FloatVector.fromArray(S, z, z3 + d);
    int shift = bo - ao * (4 * VL);
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, shift + q * (4 * VL));
      var b1 = FloatVector.fromArray(S, b, shift + q * (4 * VL) + VL);
      var b2 = FloatVector.fromArray(S, b, shift + q * (4 * VL) + 2 * VL);
      var b3 = FloatVector.fromArray(S, b, shift + q * (4 * VL) + 3 * VL);
      var a0 = FloatVector.broadcast(S, a[q]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      c0x2 = a0.fma(b2, c0x2);
      c0x3 = a0.fma(b3, c0x3);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      c1x2 = a1.fma(b2, c1x2);
      c1x3 = a1.fma(b3, c1x3);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      c2x2 = a2.fma(b2, c2x2);
      c2x3 = a2.fma(b3, c2x3);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      c3x2 = a3.fma(b2, c3x2);
      c3x3 = a3.fma(b3, c3x3);
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c0x2.intoArray(c, co + 2 * VL);
    c0x3.intoArray(c, co + d);
    int y1 = co + crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    c1x2.intoArray(c, y1 + 2 * VL);
    c1x3.intoArray(c, y1 + d);
    int y2 = co + 2 * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
    c2x2.intoArray(c, y2 + 2 * VL);
    c2x3.intoArray(c, y2 + d);
    int y3 = co + 3 * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + VL);
    c3x2.intoArray(c, y3 + 2 * VL);
    c3x3.intoArray(c, y3 + d);
  }

  /** 4 rows, 3 vectors. */
  static void tile4x3(
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int d) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    var c0x1 = FloatVector.fromArray(S, z, zo + VL);
    var c0x2 = FloatVector.fromArray(S, z, zo + d);
    int z1 = zo + zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + d);
    int z2 = zo + 2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    var c2x2 = FloatVector.fromArray(S, z, z2 + d);
    int z3 = zo + 3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    var c3x2 = FloatVector.fromArray(S, z, z3 + d);
    int shift = bo - ao * (3 * VL);
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, shift + q * (3 * VL));
      var b1 = FloatVector.fromArray(S, b, shift + q * (3 * VL) + VL);
      var b2 = FloatVector.fromArray(S, b, shift + q * (3 * VL) + 2 * VL);
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
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c0x2.intoArray(c, co + d);
    int y1 = co + crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    c1x2.intoArray(c, y1 + d);
    int y2 = co + 2 * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
    c2x2.intoArray(c, y2 + d);
    int y3 = co + 3 * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + VL);
    c3x2.intoArray(c, y3 + d);
  }

  /** 4 rows, 2 vectors. */
  static void tile4x2(
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int d) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    var c0x1 = FloatVector.fromArray(S, z, zo + d);
    int z1 = zo + zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + d);
    int z2 = zo + 2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + d);
    int z3 = zo + 3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + d);
    int shift = bo - ao * (2 * VL);
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, shift + q * (2 * VL));
      var b1 = FloatVector.fromArray(S, b, shift + q * (2 * VL) + VL);
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
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + d);
    int y1 = co + crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + d);
    int y2 = co + 2 * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + d);
    int y3 = co + 3 * crs;
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
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    int z1 = zo + zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    int z2 = zo + 2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    int z3 = zo + 3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    int shift = bo - ao * VL;
    int end = ao + k;
    for (int q = ao; q < end; q++) {
      var b0 = FloatVector.fromArray(S, b, shift + q * VL);
      var a0 = FloatVector.broadcast(S, a[q]);
      c0x0 = a0.fma(b0, c0x0);
      var a1 = FloatVector.broadcast(S, a[q + ROW]);
      c1x0 = a1.fma(b0, c1x0);
      var a2 = FloatVector.broadcast(S, a[q + 2 * ROW]);
      c2x0 = a2.fma(b0, c2x0);
      var a3 = FloatVector.broadcast(S, a[q + 3 * ROW]);
      c3x0 = a3.fma(b0, c3x0);
    }
    c0x0.intoArray(c, co);
    int y1 = co + crs;
    c1x0.intoArray(c, y1);
    int y2 = co + 2 * crs;
    c2x0.intoArray(c, y2);
    int y3 = co + 3 * crs;
    c3x0.intoArray(c, y3);
  }
}
