package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 16 × 16 block of {@link VectorTranspose} for results whose rows are {@link Walk#WIDE} long,
 * as those of a tile in scratch: as a constant the length takes no arithmetic and hardly any range
 * checks, a fifth of the block's instructions.
 */
final class VectorTransposeTile {
  static final int ROW = Walk.WIDE;
  private static final VectorSpecies<Float> S16 = FloatVector.SPECIES_512;
  private static final IntVector LOW16_8 = VectorTranspose.low(16, 8);
  private static final IntVector HIGH16_8 = VectorTranspose.high(16, 8);
  private static final IntVector LOW16_4 = VectorTranspose.low(16, 4);
  private static final IntVector HIGH16_4 = VectorTranspose.high(16, 4);
  private static final IntVector LOW16_2 = VectorTranspose.low(16, 2);
  private static final IntVector HIGH16_2 = VectorTranspose.high(16, 2);
  private static final IntVector LOW16_1 = VectorTranspose.low(16, 1);
  private static final IntVector HIGH16_1 = VectorTranspose.high(16, 1);

  private VectorTransposeTile() {}

  static void sixteen(float[] x, int xo, int xc, float[] y, int yo) {
    IntVector a0 = FloatVector.fromArray(S16, x, xo).reinterpretAsInts();
    int x1 = xo + xc;
    IntVector a1 = FloatVector.fromArray(S16, x, x1).reinterpretAsInts();
    int x2 = x1 + xc;
    IntVector a2 = FloatVector.fromArray(S16, x, x2).reinterpretAsInts();
    int x3 = x2 + xc;
    IntVector a3 = FloatVector.fromArray(S16, x, x3).reinterpretAsInts();
    int x4 = x3 + xc;
    IntVector a4 = FloatVector.fromArray(S16, x, x4).reinterpretAsInts();
    int x5 = x4 + xc;
    IntVector a5 = FloatVector.fromArray(S16, x, x5).reinterpretAsInts();
    int x6 = x5 + xc;
    IntVector a6 = FloatVector.fromArray(S16, x, x6).reinterpretAsInts();
    int x7 = x6 + xc;
    IntVector a7 = FloatVector.fromArray(S16, x, x7).reinterpretAsInts();
    int x8 = x7 + xc;
    IntVector a8 = FloatVector.fromArray(S16, x, x8).reinterpretAsInts();
    int x9 = x8 + xc;
    IntVector a9 = FloatVector.fromArray(S16, x, x9).reinterpretAsInts();
    int x10 = x9 + xc;
    IntVector a10 = FloatVector.fromArray(S16, x, x10).reinterpretAsInts();
    int x11 = x10 + xc;
    IntVector a11 = FloatVector.fromArray(S16, x, x11).reinterpretAsInts();
    int x12 = x11 + xc;
    IntVector a12 = FloatVector.fromArray(S16, x, x12).reinterpretAsInts();
    int x13 = x12 + xc;
    IntVector a13 = FloatVector.fromArray(S16, x, x13).reinterpretAsInts();
    int x14 = x13 + xc;
    IntVector a14 = FloatVector.fromArray(S16, x, x14).reinterpretAsInts();
    int x15 = x14 + xc;
    IntVector a15 = FloatVector.fromArray(S16, x, x15).reinterpretAsInts();
    IntVector b0 = LOW16_8.selectFrom(a0, a8);
    IntVector b8 = HIGH16_8.selectFrom(a0, a8);
    IntVector b1 = LOW16_8.selectFrom(a1, a9);
    IntVector b9 = HIGH16_8.selectFrom(a1, a9);
    IntVector b2 = LOW16_8.selectFrom(a2, a10);
    IntVector b10 = HIGH16_8.selectFrom(a2, a10);
    IntVector b3 = LOW16_8.selectFrom(a3, a11);
    IntVector b11 = HIGH16_8.selectFrom(a3, a11);
    IntVector b4 = LOW16_8.selectFrom(a4, a12);
    IntVector b12 = HIGH16_8.selectFrom(a4, a12);
    IntVector b5 = LOW16_8.selectFrom(a5, a13);
    IntVector b13 = HIGH16_8.selectFrom(a5, a13);
    IntVector b6 = LOW16_8.selectFrom(a6, a14);
    IntVector b14 = HIGH16_8.selectFrom(a6, a14);
    IntVector b7 = LOW16_8.selectFrom(a7, a15);
    IntVector b15 = HIGH16_8.selectFrom(a7, a15);
    IntVector c0 = LOW16_4.selectFrom(b0, b4);
    IntVector c4 = HIGH16_4.selectFrom(b0, b4);
    IntVector c1 = LOW16_4.selectFrom(b1, b5);
    IntVector c5 = HIGH16_4.selectFrom(b1, b5);
    IntVector c2 = LOW16_4.selectFrom(b2, b6);
    IntVector c6 = HIGH16_4.selectFrom(b2, b6);
    IntVector c3 = LOW16_4.selectFrom(b3, b7);
    IntVector c7 = HIGH16_4.selectFrom(b3, b7);
    IntVector c8 = LOW16_4.selectFrom(b8, b12);
    IntVector c12 = HIGH16_4.selectFrom(b8, b12);
    IntVector c9 = LOW16_4.selectFrom(b9, b13);
    IntVector c13 = HIGH16_4.selectFrom(b9, b13);
    IntVector c10 = LOW16_4.selectFrom(b10, b14);
    IntVector c14 = HIGH16_4.selectFrom(b10, b14);
    IntVector c11 = LOW16_4.selectFrom(b11, b15);
    IntVector c15 = HIGH16_4.selectFrom(b11, b15);
    IntVector d0 = LOW16_2.selectFrom(c0, c2);
    IntVector d2 = HIGH16_2.selectFrom(c0, c2);
    IntVector d1 = LOW16_2.selectFrom(c1, c3);
    IntVector d3 = HIGH16_2.selectFrom(c1, c3);
    IntVector d4 = LOW16_2.selectFrom(c4, c6);
    IntVector d6 = HIGH16_2.selectFrom(c4, c6);
    IntVector d5 = LOW16_2.selectFrom(c5, c7);
    IntVector d7 = HIGH16_2.selectFrom(c5, c7);
    IntVector d8 = LOW16_2.selectFrom(c8, c10);
    IntVector d10 = HIGH16_2.selectFrom(c8, c10);
    IntVector d9 = LOW16_2.selectFrom(c9, c11);
    IntVector d11 = HIGH16_2.selectFrom(c9, c11);
    IntVector d12 = LOW16_2.selectFrom(c12, c14);
    IntVector d14 = HIGH16_2.selectFrom(c12, c14);
    IntVector d13 = LOW16_2.selectFrom(c13, c15);
    IntVector d15 = HIGH16_2.selectFrom(c13, c15);
    IntVector e0 = LOW16_1.selectFrom(d0, d1);
    IntVector e1 = HIGH16_1.selectFrom(d0, d1);
    IntVector e2 = LOW16_1.selectFrom(d2, d3);
    IntVector e3 = HIGH16_1.selectFrom(d2, d3);
    IntVector e4 = LOW16_1.selectFrom(d4, d5);
    IntVector e5 = HIGH16_1.selectFrom(d4, d5);
    IntVector e6 = LOW16_1.selectFrom(d6, d7);
    IntVector e7 = HIGH16_1.selectFrom(d6, d7);
    IntVector e8 = LOW16_1.selectFrom(d8, d9);
    IntVector e9 = HIGH16_1.selectFrom(d8, d9);
    IntVector e10 = LOW16_1.selectFrom(d10, d11);
    IntVector e11 = HIGH16_1.selectFrom(d10, d11);
    IntVector e12 = LOW16_1.selectFrom(d12, d13);
    IntVector e13 = HIGH16_1.selectFrom(d12, d13);
    IntVector e14 = LOW16_1.selectFrom(d14, d15);
    IntVector e15 = HIGH16_1.selectFrom(d14, d15);
    e0.reinterpretAsFloats().intoArray(y, yo);
    e1.reinterpretAsFloats().intoArray(y, yo + ROW);
    e2.reinterpretAsFloats().intoArray(y, yo + 2 * ROW);
    e3.reinterpretAsFloats().intoArray(y, yo + 3 * ROW);
    e4.reinterpretAsFloats().intoArray(y, yo + 4 * ROW);
    e5.reinterpretAsFloats().intoArray(y, yo + 5 * ROW);
    e6.reinterpretAsFloats().intoArray(y, yo + 6 * ROW);
    e7.reinterpretAsFloats().intoArray(y, yo + 7 * ROW);
    e8.reinterpretAsFloats().intoArray(y, yo + 8 * ROW);
    e9.reinterpretAsFloats().intoArray(y, yo + 9 * ROW);
    e10.reinterpretAsFloats().intoArray(y, yo + 10 * ROW);
    e11.reinterpretAsFloats().intoArray(y, yo + 11 * ROW);
    e12.reinterpretAsFloats().intoArray(y, yo + 12 * ROW);
    e13.reinterpretAsFloats().intoArray(y, yo + 13 * ROW);
    e14.reinterpretAsFloats().intoArray(y, yo + 14 * ROW);
    e15.reinterpretAsFloats().intoArray(y, yo + 15 * ROW);
  }
}
