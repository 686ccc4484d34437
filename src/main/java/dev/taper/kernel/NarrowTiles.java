package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Micro-kernels for 16 vector registers; as {@link WideTiles} with panels {@code [k][3]} and {@code
 * [k][3·VL]}.
 *
 * <p>C2 loads all the broadcasts of a step early, so a shape fits only if rows·vectors + rows +
 * vectors ≤ 16; one more and it spills an accumulator, at half the speed.
 */
final class NarrowTiles {
  private NarrowTiles() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** 3 rows, 3 vectors; A is a panel. */
  static void panel3x3(
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
    int z0 = zo;
    var c0x0 = FloatVector.fromArray(S, z, z0);
    var c0x1 = FloatVector.fromArray(S, z, z0 + VL);
    var c0x2 = FloatVector.fromArray(S, z, z0 + 2 * VL);
    int z1 = zo + zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + 2 * VL);
    int z2 = zo + 2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    var c2x2 = FloatVector.fromArray(S, z, z2 + 2 * VL);
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bo + p * (3 * VL));
      var b1 = FloatVector.fromArray(S, b, bo + p * (3 * VL) + VL);
      var b2 = FloatVector.fromArray(S, b, bo + p * (3 * VL) + 2 * VL);
      var a0 = FloatVector.broadcast(S, a[ao + p * 3]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      c0x2 = a0.fma(b2, c0x2);
      var a1 = FloatVector.broadcast(S, a[ao + p * 3 + 1]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      c1x2 = a1.fma(b2, c1x2);
      var a2 = FloatVector.broadcast(S, a[ao + p * 3 + 2]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      c2x2 = a2.fma(b2, c2x2);
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c0x2.intoArray(c, co + 2 * VL);
    c1x0.intoArray(c, co + crs);
    c1x1.intoArray(c, co + crs + VL);
    c1x2.intoArray(c, co + crs + 2 * VL);
    c2x0.intoArray(c, co + 2 * crs);
    c2x1.intoArray(c, co + 2 * crs + VL);
    c2x2.intoArray(c, co + 2 * crs + 2 * VL);
  }

  /** 3 rows, 3 vectors; A lies in rows ars apart. */
  static void rows3x3(
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
      int crs) {
    int z0 = zo;
    var c0x0 = FloatVector.fromArray(S, z, z0);
    var c0x1 = FloatVector.fromArray(S, z, z0 + VL);
    var c0x2 = FloatVector.fromArray(S, z, z0 + 2 * VL);
    int a1o = ao + ars;
    int z1 = zo + zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    var c1x2 = FloatVector.fromArray(S, z, z1 + 2 * VL);
    int a2o = ao + 2 * ars;
    int z2 = zo + 2 * zrs;
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
    c1x0.intoArray(c, co + crs);
    c1x1.intoArray(c, co + crs + VL);
    c1x2.intoArray(c, co + crs + 2 * VL);
    c2x0.intoArray(c, co + 2 * crs);
    c2x1.intoArray(c, co + 2 * crs + VL);
    c2x2.intoArray(c, co + 2 * crs + 2 * VL);
  }
}
