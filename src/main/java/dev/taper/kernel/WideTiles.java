package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Micro-kernels for 32 vector registers: a tile of C, held in registers, takes k rank-one updates.
 *
 * <p>A is a panel {@code [k][14]} or lies in rows, B is a panel {@code [k][2·VL]}. The tile starts
 * from {@code z} (C itself, or zeros with row stride 0) and ends in C. Every register is written
 * out because C2 keeps vectors in registers only as local variables.
 */
final class WideTiles {
  private WideTiles() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** 14 rows, 2 vectors; A is a panel. */
  static void panel14x2(
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
    int z1 = zo + zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    int z2 = zo + 2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    int z3 = zo + 3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    int z4 = zo + 4 * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    var c4x1 = FloatVector.fromArray(S, z, z4 + VL);
    int z5 = zo + 5 * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    var c5x1 = FloatVector.fromArray(S, z, z5 + VL);
    int z6 = zo + 6 * zrs;
    var c6x0 = FloatVector.fromArray(S, z, z6);
    var c6x1 = FloatVector.fromArray(S, z, z6 + VL);
    int z7 = zo + 7 * zrs;
    var c7x0 = FloatVector.fromArray(S, z, z7);
    var c7x1 = FloatVector.fromArray(S, z, z7 + VL);
    int z8 = zo + 8 * zrs;
    var c8x0 = FloatVector.fromArray(S, z, z8);
    var c8x1 = FloatVector.fromArray(S, z, z8 + VL);
    int z9 = zo + 9 * zrs;
    var c9x0 = FloatVector.fromArray(S, z, z9);
    var c9x1 = FloatVector.fromArray(S, z, z9 + VL);
    int z10 = zo + 10 * zrs;
    var c10x0 = FloatVector.fromArray(S, z, z10);
    var c10x1 = FloatVector.fromArray(S, z, z10 + VL);
    int z11 = zo + 11 * zrs;
    var c11x0 = FloatVector.fromArray(S, z, z11);
    var c11x1 = FloatVector.fromArray(S, z, z11 + VL);
    int z12 = zo + 12 * zrs;
    var c12x0 = FloatVector.fromArray(S, z, z12);
    var c12x1 = FloatVector.fromArray(S, z, z12 + VL);
    int z13 = zo + 13 * zrs;
    var c13x0 = FloatVector.fromArray(S, z, z13);
    var c13x1 = FloatVector.fromArray(S, z, z13 + VL);
    for (int p = 0; p < k; p++) {
      var b0 = FloatVector.fromArray(S, b, bo + p * (2 * VL));
      var b1 = FloatVector.fromArray(S, b, bo + p * (2 * VL) + VL);
      var a0 = FloatVector.broadcast(S, a[ao + p * 14]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      var a1 = FloatVector.broadcast(S, a[ao + p * 14 + 1]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      var a2 = FloatVector.broadcast(S, a[ao + p * 14 + 2]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      var a3 = FloatVector.broadcast(S, a[ao + p * 14 + 3]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      var a4 = FloatVector.broadcast(S, a[ao + p * 14 + 4]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      var a5 = FloatVector.broadcast(S, a[ao + p * 14 + 5]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      var a6 = FloatVector.broadcast(S, a[ao + p * 14 + 6]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      var a7 = FloatVector.broadcast(S, a[ao + p * 14 + 7]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      var a8 = FloatVector.broadcast(S, a[ao + p * 14 + 8]);
      c8x0 = a8.fma(b0, c8x0);
      c8x1 = a8.fma(b1, c8x1);
      var a9 = FloatVector.broadcast(S, a[ao + p * 14 + 9]);
      c9x0 = a9.fma(b0, c9x0);
      c9x1 = a9.fma(b1, c9x1);
      var a10 = FloatVector.broadcast(S, a[ao + p * 14 + 10]);
      c10x0 = a10.fma(b0, c10x0);
      c10x1 = a10.fma(b1, c10x1);
      var a11 = FloatVector.broadcast(S, a[ao + p * 14 + 11]);
      c11x0 = a11.fma(b0, c11x0);
      c11x1 = a11.fma(b1, c11x1);
      var a12 = FloatVector.broadcast(S, a[ao + p * 14 + 12]);
      c12x0 = a12.fma(b0, c12x0);
      c12x1 = a12.fma(b1, c12x1);
      var a13 = FloatVector.broadcast(S, a[ao + p * 14 + 13]);
      c13x0 = a13.fma(b0, c13x0);
      c13x1 = a13.fma(b1, c13x1);
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c1x0.intoArray(c, co + crs);
    c1x1.intoArray(c, co + crs + VL);
    c2x0.intoArray(c, co + 2 * crs);
    c2x1.intoArray(c, co + 2 * crs + VL);
    c3x0.intoArray(c, co + 3 * crs);
    c3x1.intoArray(c, co + 3 * crs + VL);
    c4x0.intoArray(c, co + 4 * crs);
    c4x1.intoArray(c, co + 4 * crs + VL);
    c5x0.intoArray(c, co + 5 * crs);
    c5x1.intoArray(c, co + 5 * crs + VL);
    c6x0.intoArray(c, co + 6 * crs);
    c6x1.intoArray(c, co + 6 * crs + VL);
    c7x0.intoArray(c, co + 7 * crs);
    c7x1.intoArray(c, co + 7 * crs + VL);
    c8x0.intoArray(c, co + 8 * crs);
    c8x1.intoArray(c, co + 8 * crs + VL);
    c9x0.intoArray(c, co + 9 * crs);
    c9x1.intoArray(c, co + 9 * crs + VL);
    c10x0.intoArray(c, co + 10 * crs);
    c10x1.intoArray(c, co + 10 * crs + VL);
    c11x0.intoArray(c, co + 11 * crs);
    c11x1.intoArray(c, co + 11 * crs + VL);
    c12x0.intoArray(c, co + 12 * crs);
    c12x1.intoArray(c, co + 12 * crs + VL);
    c13x0.intoArray(c, co + 13 * crs);
    c13x1.intoArray(c, co + 13 * crs + VL);
  }

  /** 14 rows, 2 vectors; A lies in rows ars apart. */
  static void rows14x2(
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
    int a1o = ao + ars;
    int z1 = zo + zrs;
    var c1x0 = FloatVector.fromArray(S, z, z1);
    var c1x1 = FloatVector.fromArray(S, z, z1 + VL);
    int a2o = ao + 2 * ars;
    int z2 = zo + 2 * zrs;
    var c2x0 = FloatVector.fromArray(S, z, z2);
    var c2x1 = FloatVector.fromArray(S, z, z2 + VL);
    int a3o = ao + 3 * ars;
    int z3 = zo + 3 * zrs;
    var c3x0 = FloatVector.fromArray(S, z, z3);
    var c3x1 = FloatVector.fromArray(S, z, z3 + VL);
    int a4o = ao + 4 * ars;
    int z4 = zo + 4 * zrs;
    var c4x0 = FloatVector.fromArray(S, z, z4);
    var c4x1 = FloatVector.fromArray(S, z, z4 + VL);
    int a5o = ao + 5 * ars;
    int z5 = zo + 5 * zrs;
    var c5x0 = FloatVector.fromArray(S, z, z5);
    var c5x1 = FloatVector.fromArray(S, z, z5 + VL);
    int a6o = ao + 6 * ars;
    int z6 = zo + 6 * zrs;
    var c6x0 = FloatVector.fromArray(S, z, z6);
    var c6x1 = FloatVector.fromArray(S, z, z6 + VL);
    int a7o = ao + 7 * ars;
    int z7 = zo + 7 * zrs;
    var c7x0 = FloatVector.fromArray(S, z, z7);
    var c7x1 = FloatVector.fromArray(S, z, z7 + VL);
    int a8o = ao + 8 * ars;
    int z8 = zo + 8 * zrs;
    var c8x0 = FloatVector.fromArray(S, z, z8);
    var c8x1 = FloatVector.fromArray(S, z, z8 + VL);
    int a9o = ao + 9 * ars;
    int z9 = zo + 9 * zrs;
    var c9x0 = FloatVector.fromArray(S, z, z9);
    var c9x1 = FloatVector.fromArray(S, z, z9 + VL);
    int a10o = ao + 10 * ars;
    int z10 = zo + 10 * zrs;
    var c10x0 = FloatVector.fromArray(S, z, z10);
    var c10x1 = FloatVector.fromArray(S, z, z10 + VL);
    int a11o = ao + 11 * ars;
    int z11 = zo + 11 * zrs;
    var c11x0 = FloatVector.fromArray(S, z, z11);
    var c11x1 = FloatVector.fromArray(S, z, z11 + VL);
    int a12o = ao + 12 * ars;
    int z12 = zo + 12 * zrs;
    var c12x0 = FloatVector.fromArray(S, z, z12);
    var c12x1 = FloatVector.fromArray(S, z, z12 + VL);
    int a13o = ao + 13 * ars;
    int z13 = zo + 13 * zrs;
    var c13x0 = FloatVector.fromArray(S, z, z13);
    var c13x1 = FloatVector.fromArray(S, z, z13 + VL);
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
      var a6 = FloatVector.broadcast(S, a[a6o + p]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      var a7 = FloatVector.broadcast(S, a[a7o + p]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      var a8 = FloatVector.broadcast(S, a[a8o + p]);
      c8x0 = a8.fma(b0, c8x0);
      c8x1 = a8.fma(b1, c8x1);
      var a9 = FloatVector.broadcast(S, a[a9o + p]);
      c9x0 = a9.fma(b0, c9x0);
      c9x1 = a9.fma(b1, c9x1);
      var a10 = FloatVector.broadcast(S, a[a10o + p]);
      c10x0 = a10.fma(b0, c10x0);
      c10x1 = a10.fma(b1, c10x1);
      var a11 = FloatVector.broadcast(S, a[a11o + p]);
      c11x0 = a11.fma(b0, c11x0);
      c11x1 = a11.fma(b1, c11x1);
      var a12 = FloatVector.broadcast(S, a[a12o + p]);
      c12x0 = a12.fma(b0, c12x0);
      c12x1 = a12.fma(b1, c12x1);
      var a13 = FloatVector.broadcast(S, a[a13o + p]);
      c13x0 = a13.fma(b0, c13x0);
      c13x1 = a13.fma(b1, c13x1);
    }
    c0x0.intoArray(c, co);
    c0x1.intoArray(c, co + VL);
    c1x0.intoArray(c, co + crs);
    c1x1.intoArray(c, co + crs + VL);
    c2x0.intoArray(c, co + 2 * crs);
    c2x1.intoArray(c, co + 2 * crs + VL);
    c3x0.intoArray(c, co + 3 * crs);
    c3x1.intoArray(c, co + 3 * crs + VL);
    c4x0.intoArray(c, co + 4 * crs);
    c4x1.intoArray(c, co + 4 * crs + VL);
    c5x0.intoArray(c, co + 5 * crs);
    c5x1.intoArray(c, co + 5 * crs + VL);
    c6x0.intoArray(c, co + 6 * crs);
    c6x1.intoArray(c, co + 6 * crs + VL);
    c7x0.intoArray(c, co + 7 * crs);
    c7x1.intoArray(c, co + 7 * crs + VL);
    c8x0.intoArray(c, co + 8 * crs);
    c8x1.intoArray(c, co + 8 * crs + VL);
    c9x0.intoArray(c, co + 9 * crs);
    c9x1.intoArray(c, co + 9 * crs + VL);
    c10x0.intoArray(c, co + 10 * crs);
    c10x1.intoArray(c, co + 10 * crs + VL);
    c11x0.intoArray(c, co + 11 * crs);
    c11x1.intoArray(c, co + 11 * crs + VL);
    c12x0.intoArray(c, co + 12 * crs);
    c12x1.intoArray(c, co + 12 * crs + VL);
    c13x0.intoArray(c, co + 13 * crs);
    c13x1.intoArray(c, co + 13 * crs + VL);
  }
}
