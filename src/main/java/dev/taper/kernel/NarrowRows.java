package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link WideRows} for 16 vector registers.
 *
 * <p>C2 loads all the broadcasts of a step early, so a shape fits only if rows·vectors + rows +
 * vectors ≤ 16; one more and it spills an accumulator, at half the speed.
 */
final class NarrowRows {
  private NarrowRows() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** 3 rows, 3 vectors; A lies in rows ars apart. */
  static void rows3x3(
      int k, float[] a, int ao, int ars, float[] b, int bo, float[] z, int zo, int zrs,
      float[] c, int co, int crs, int last) {
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
  }

  /** 3 rows, 2 vectors; A lies in rows ars apart. */
  static void rows3x2(
      int k, float[] a, int ao, int ars, float[] b, int bo, float[] z, int zo, int zrs,
      float[] c, int co, int crs, int last) {
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
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    int y1 = co + r1 * crs;
    c1x0.intoArray(c, y1);
    c1x1.intoArray(c, y1 + VL);
    int y2 = co + r2 * crs;
    c2x0.intoArray(c, y2);
    c2x1.intoArray(c, y2 + VL);
  }

  /** 3 rows, 1 vector; A lies in rows ars apart. */
  static void rows3x1(
      int k, float[] a, int ao, int ars, float[] b, int bo, float[] z, int zo, int zrs,
      float[] c, int co, int crs, int last) {
    var c0x0 = FloatVector.fromArray(S, z, zo);
    int r1 = Math.min(1, last);
    int a1o = ao + r1 * ars;
    int z1 = zo + r1 * zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    int r2 = Math.min(2, last);
    int a2o = ao + r2 * ars;
    int z2 = zo + r2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bo + p * VL);
      var a0 = FloatVector.broadcast(S, a[ao + p]);
      c0x0 = a0.fma(b0, c0x0);
      var a1 = FloatVector.broadcast(S, a[a1o + p]);
      c1x0 = a1.fma(b0, c1x0);
      var a2 = FloatVector.broadcast(S, a[a2o + p]);
      c2x0 = a2.fma(b0, c2x0);
    }
    c0x0.intoArray(c, co);
    int y1 = co + r1 * crs;
    c1x0.intoArray(c, y1);
    int y2 = co + r2 * crs;
    c2x0.intoArray(c, y2);
  }
}
