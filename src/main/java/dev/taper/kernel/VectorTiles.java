package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels of the packed product: a tile of C, held in registers, takes k rank-one updates.
 *
 * <p>A is a panel {@code [k][rows]}, B a panel {@code [k][columns]}. The tile starts from {@code z}
 * (C itself, or zeros with row stride 0) and ends in C. Every register is written out because C2
 * keeps vectors in registers only as local variables. For 16 registers the shapes obey rows·vectors
 * + rows + vectors ≤ 16: C2 loads all the broadcasts of a step early and spills an accumulator when
 * they do not fit.
 */
final class VectorTiles {
  private VectorTiles() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** 14 rows, 2 vectors. */
  static void tile14x2(
      int k, float[] a, int ao, float[] b, int bo, float[] z, int zo, int zrs,
      float[] c, int co, int crs) {
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

  /** 3 rows, 3 vectors. */
  static void tile3x3(
      int k, float[] a, int ao, float[] b, int bo, float[] z, int zo, int zrs,
      float[] c, int co, int crs) {
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
}
