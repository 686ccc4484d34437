package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Micro-kernels for 32 vector registers: a tile of C, held in registers, takes k rank-one updates.
 *
 * <p>A's rows are read where they lie: six row addresses fit in the integer registers. B is a panel
 * {@code [k][vectors·VL]}. The tile starts from {@code z} (C itself, or zeros with row stride 0)
 * and ends in C. Rows after {@code last} repeat that row: they are computed again, to the same
 * values. Every register is written out because C2 keeps vectors in registers only as local
 * variables.
 */
final class WideRows {
  private WideRows() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** 6 rows, 4 vectors; A lies in rows ars apart. */
  static void rows6x4(
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
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
    int r1 = Math.min(1, last);
    int a1o = ao + r1 * ars;
    int z1 = zo + r1 * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + 2 * VL);
    var c1x3 = FloatVector.fromArray(S, z, z1 + 3 * VL);
    int r2 = Math.min(2, last);
    int a2o = ao + r2 * ars;
    int z2 = zo + r2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    var c2x2 = FloatVector.fromArray(S, z, z2 + 2 * VL);
    var c2x3 = FloatVector.fromArray(S, z, z2 + 3 * VL);
    int r3 = Math.min(3, last);
    int a3o = ao + r3 * ars;
    int z3 = zo + r3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    var c3x2 = FloatVector.fromArray(S, z, z3 + 2 * VL);
    var c3x3 = FloatVector.fromArray(S, z, z3 + 3 * VL);
    int r4 = Math.min(4, last);
    int a4o = ao + r4 * ars;
    int z4 = zo + r4 * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    var c4x1 = FloatVector.fromArray(S, z, z4 + VL);
    var c4x2 = FloatVector.fromArray(S, z, z4 + 2 * VL);
    var c4x3 = FloatVector.fromArray(S, z, z4 + 3 * VL);
    int r5 = Math.min(5, last);
    int a5o = ao + r5 * ars;
    int z5 = zo + r5 * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    var c5x1 = FloatVector.fromArray(S, z, z5 + VL);
    var c5x2 = FloatVector.fromArray(S, z, z5 + 2 * VL);
    var c5x3 = FloatVector.fromArray(S, z, z5 + 3 * VL);
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bo + p * (4 * VL));
      var b1 = FloatVector.fromArray(S, b, bo + p * (4 * VL) + VL);
      var b2 = FloatVector.fromArray(S, b, bo + p * (4 * VL) + 2 * VL);
      var b3 = FloatVector.fromArray(S, b, bo + p * (4 * VL) + 3 * VL);
      var a0 = FloatVector.broadcast(S, a[ao + p]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      c0x2 = a0.fma(b2, c0x2);
      c0x3 = a0.fma(b3, c0x3);
      var a1 = FloatVector.broadcast(S, a[a1o + p]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      c1x2 = a1.fma(b2, c1x2);
      c1x3 = a1.fma(b3, c1x3);
      var a2 = FloatVector.broadcast(S, a[a2o + p]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      c2x2 = a2.fma(b2, c2x2);
      c2x3 = a2.fma(b3, c2x3);
      var a3 = FloatVector.broadcast(S, a[a3o + p]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      c3x2 = a3.fma(b2, c3x2);
      c3x3 = a3.fma(b3, c3x3);
      var a4 = FloatVector.broadcast(S, a[a4o + p]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      c4x2 = a4.fma(b2, c4x2);
      c4x3 = a4.fma(b3, c4x3);
      var a5 = FloatVector.broadcast(S, a[a5o + p]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      c5x2 = a5.fma(b2, c5x2);
      c5x3 = a5.fma(b3, c5x3);
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c0x2.intoArray(c, co + 2 * VL);
    c0x3.intoArray(c, co + 3 * VL);
    int y1 = co + r1 * crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    c1x2.intoArray(c, y1 + 2 * VL);
    c1x3.intoArray(c, y1 + 3 * VL);
    int y2 = co + r2 * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
    c2x2.intoArray(c, y2 + 2 * VL);
    c2x3.intoArray(c, y2 + 3 * VL);
    int y3 = co + r3 * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + VL);
    c3x2.intoArray(c, y3 + 2 * VL);
    c3x3.intoArray(c, y3 + 3 * VL);
    int y4 = co + r4 * crs;
    c4x0.intoArray(c, y4);
    c4x1.intoArray(c, y4 + VL);
    c4x2.intoArray(c, y4 + 2 * VL);
    c4x3.intoArray(c, y4 + 3 * VL);
    int y5 = co + r5 * crs;
    c5x0.intoArray(c, y5);
    c5x1.intoArray(c, y5 + VL);
    c5x2.intoArray(c, y5 + 2 * VL);
    c5x3.intoArray(c, y5 + 3 * VL);
  }

  /** 6 rows, 3 vectors; A lies in rows ars apart. */
  static void rows6x3(
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
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
    int r1 = Math.min(1, last);
    int a1o = ao + r1 * ars;
    int z1 = zo + r1 * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + 2 * VL);
    int r2 = Math.min(2, last);
    int a2o = ao + r2 * ars;
    int z2 = zo + r2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    var c2x2 = FloatVector.fromArray(S, z, z2 + 2 * VL);
    int r3 = Math.min(3, last);
    int a3o = ao + r3 * ars;
    int z3 = zo + r3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    var c3x2 = FloatVector.fromArray(S, z, z3 + 2 * VL);
    int r4 = Math.min(4, last);
    int a4o = ao + r4 * ars;
    int z4 = zo + r4 * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    var c4x1 = FloatVector.fromArray(S, z, z4 + VL);
    var c4x2 = FloatVector.fromArray(S, z, z4 + 2 * VL);
    int r5 = Math.min(5, last);
    int a5o = ao + r5 * ars;
    int z5 = zo + r5 * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    var c5x1 = FloatVector.fromArray(S, z, z5 + VL);
    var c5x2 = FloatVector.fromArray(S, z, z5 + 2 * VL);
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bo + p * (3 * VL));
      var b1 = FloatVector.fromArray(S, b, bo + p * (3 * VL) + VL);
      var b2 = FloatVector.fromArray(S, b, bo + p * (3 * VL) + 2 * VL);
      var a0 = FloatVector.broadcast(S, a[ao + p]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      c0x2 = a0.fma(b2, c0x2);
      var a1 = FloatVector.broadcast(S, a[a1o + p]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      c1x2 = a1.fma(b2, c1x2);
      var a2 = FloatVector.broadcast(S, a[a2o + p]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      c2x2 = a2.fma(b2, c2x2);
      var a3 = FloatVector.broadcast(S, a[a3o + p]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      c3x2 = a3.fma(b2, c3x2);
      var a4 = FloatVector.broadcast(S, a[a4o + p]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      c4x2 = a4.fma(b2, c4x2);
      var a5 = FloatVector.broadcast(S, a[a5o + p]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      c5x2 = a5.fma(b2, c5x2);
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c0x2.intoArray(c, co + 2 * VL);
    int y1 = co + r1 * crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    c1x2.intoArray(c, y1 + 2 * VL);
    int y2 = co + r2 * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
    c2x2.intoArray(c, y2 + 2 * VL);
    int y3 = co + r3 * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + VL);
    c3x2.intoArray(c, y3 + 2 * VL);
    int y4 = co + r4 * crs;
    c4x0.intoArray(c, y4);
    c4x1.intoArray(c, y4 + VL);
    c4x2.intoArray(c, y4 + 2 * VL);
    int y5 = co + r5 * crs;
    c5x0.intoArray(c, y5);
    c5x1.intoArray(c, y5 + VL);
    c5x2.intoArray(c, y5 + 2 * VL);
  }

  /** 6 rows, 2 vectors; A lies in rows ars apart. */
  static void rows6x2(
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int last) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    var c0x1 = FloatVector.fromArray(S, z, zo + VL);
    int r1 = Math.min(1, last);
    int a1o = ao + r1 * ars;
    int z1 = zo + r1 * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    int r2 = Math.min(2, last);
    int a2o = ao + r2 * ars;
    int z2 = zo + r2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    int r3 = Math.min(3, last);
    int a3o = ao + r3 * ars;
    int z3 = zo + r3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    int r4 = Math.min(4, last);
    int a4o = ao + r4 * ars;
    int z4 = zo + r4 * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    var c4x1 = FloatVector.fromArray(S, z, z4 + VL);
    int r5 = Math.min(5, last);
    int a5o = ao + r5 * ars;
    int z5 = zo + r5 * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    var c5x1 = FloatVector.fromArray(S, z, z5 + VL);
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bo + p * (2 * VL));
      var b1 = FloatVector.fromArray(S, b, bo + p * (2 * VL) + VL);
      var a0 = FloatVector.broadcast(S, a[ao + p]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      var a1 = FloatVector.broadcast(S, a[a1o + p]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      var a2 = FloatVector.broadcast(S, a[a2o + p]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      var a3 = FloatVector.broadcast(S, a[a3o + p]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      var a4 = FloatVector.broadcast(S, a[a4o + p]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      var a5 = FloatVector.broadcast(S, a[a5o + p]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    int y1 = co + r1 * crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    int y2 = co + r2 * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
    int y3 = co + r3 * crs;
    c3x0.intoArray(c, y3);
    c3x1.intoArray(c, y3 + VL);
    int y4 = co + r4 * crs;
    c4x0.intoArray(c, y4);
    c4x1.intoArray(c, y4 + VL);
    int y5 = co + r5 * crs;
    c5x0.intoArray(c, y5);
    c5x1.intoArray(c, y5 + VL);
  }

  /** 6 rows, 1 vector; A lies in rows ars apart. */
  static void rows6x1(
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int last) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    int r1 = Math.min(1, last);
    int a1o = ao + r1 * ars;
    int z1 = zo + r1 * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    int r2 = Math.min(2, last);
    int a2o = ao + r2 * ars;
    int z2 = zo + r2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    int r3 = Math.min(3, last);
    int a3o = ao + r3 * ars;
    int z3 = zo + r3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    int r4 = Math.min(4, last);
    int a4o = ao + r4 * ars;
    int z4 = zo + r4 * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    int r5 = Math.min(5, last);
    int a5o = ao + r5 * ars;
    int z5 = zo + r5 * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bo + p * VL);
      var a0 = FloatVector.broadcast(S, a[ao + p]);
      c0x0 = a0.fma(b0, c0x0);
      var a1 = FloatVector.broadcast(S, a[a1o + p]);
      c1x0 = a1.fma(b0, c1x0);
      var a2 = FloatVector.broadcast(S, a[a2o + p]);
      c2x0 = a2.fma(b0, c2x0);
      var a3 = FloatVector.broadcast(S, a[a3o + p]);
      c3x0 = a3.fma(b0, c3x0);
      var a4 = FloatVector.broadcast(S, a[a4o + p]);
      c4x0 = a4.fma(b0, c4x0);
      var a5 = FloatVector.broadcast(S, a[a5o + p]);
      c5x0 = a5.fma(b0, c5x0);
    }
    c0x0.intoArray(c, co);
    int y1 = co + r1 * crs;
    c1x0.intoArray(c, y1);
    int y2 = co + r2 * crs;
    c2x0.intoArray(c, y2);
    int y3 = co + r3 * crs;
    c3x0.intoArray(c, y3);
    int y4 = co + r4 * crs;
    c4x0.intoArray(c, y4);
    int y5 = co + r5 * crs;
    c5x0.intoArray(c, y5);
  }
}
