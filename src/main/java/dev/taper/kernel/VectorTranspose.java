package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposition in registers, by square blocks of as many rows as a vector has lanes.
 *
 * <p>A stage exchanges the off-diagonal quarters of each square of 2d rows, for d from half a block
 * down to 1: {@code LOWn_d} picks the first of a pair of rows from both, {@code HIGHn_d} the
 * second.
 *
 * <p>Each offset in a block of 16 is that of the row before and a step: C2 makes two instructions
 * of it where it makes four of a multiple of the step. Smaller blocks gained nothing by it.
 */
final class VectorTranspose {
  static final int LANES = Math.min(16, FloatVector.SPECIES_PREFERRED.length());
  private static final VectorSpecies<Float> S4 = FloatVector.SPECIES_128;
  private static final IntVector LOW4_2 = low(4, 2);
  private static final IntVector HIGH4_2 = high(4, 2);
  private static final IntVector LOW4_1 = low(4, 1);
  private static final IntVector HIGH4_1 = high(4, 1);
  private static final VectorSpecies<Float> S8 = FloatVector.SPECIES_256;
  private static final IntVector LOW8_4 = low(8, 4);
  private static final IntVector HIGH8_4 = high(8, 4);
  private static final IntVector LOW8_2 = low(8, 2);
  private static final IntVector HIGH8_2 = high(8, 2);
  private static final IntVector LOW8_1 = low(8, 1);
  private static final IntVector HIGH8_1 = high(8, 1);
  private static final VectorSpecies<Float> S16 = FloatVector.SPECIES_512;
  private static final IntVector LOW16_8 = low(16, 8);
  private static final IntVector HIGH16_8 = high(16, 8);
  private static final IntVector LOW16_4 = low(16, 4);
  private static final IntVector HIGH16_4 = high(16, 4);
  private static final IntVector LOW16_2 = low(16, 2);
  private static final IntVector HIGH16_2 = high(16, 2);
  private static final IntVector LOW16_1 = low(16, 1);
  private static final IntVector HIGH16_1 = high(16, 1);

  private VectorTranspose() {}

  static IntVector low(int lanes, int d) {
    return indices(lanes, d, 0);
  }

  static IntVector high(int lanes, int d) {
    return indices(lanes, d, d);
  }

  /** Lanes of the second row are counted from {@code lanes} on. */
  private static IntVector indices(int lanes, int d, int shift) {
    int[] indices = new int[lanes];
    for (int l = 0; l < lanes; l++) {
      indices[l] = ((l & d) == 0 ? l : lanes + l - d) + shift;
    }
    VectorSpecies<Integer> species =
        switch (lanes) {
          case 4 -> IntVector.SPECIES_128;
          case 8 -> IntVector.SPECIES_256;
          default -> IntVector.SPECIES_512;
        };
    return IntVector.fromArray(species, indices, 0);
  }

  /**
   * {@code y[yo + r * yr + c] = x[xo + c * xc + r]} for {@code h} rows and {@code w} columns.
   *
   * <p>What is left over is part of a whole block that begins further back.
   */
  static void floats(float[] x, int xo, int xc, float[] y, int yo, int yr, int h, int w) {
    if (h < LANES || w < LANES) {
      Transpose.plain(x, xo, xc, y, yo, yr, h, w);
      return;
    }
    for (int c = 0; c < w; c += LANES) {
      int column = Math.min(c, w - LANES);
      for (int r = 0; r < h; r += LANES) {
        int row = Math.min(r, h - LANES);
        block(x, xo + column * xc + row, xc, y, yo + row * yr + column, yr);
      }
    }
  }

  private static void block(float[] x, int xo, int xc, float[] y, int yo, int yr) {
    if (LANES == 16) {
      if (yr == VectorTransposeTile.ROW) {
        VectorTransposeTile.sixteen(x, xo, xc, y, yo);
      } else {
        sixteen(x, xo, xc, y, yo, yr);
      }
    } else if (LANES == 8) {
      eight(x, xo, xc, y, yo, yr);
    } else {
      four(x, xo, xc, y, yo, yr);
    }
  }

  private static void four(float[] x, int xo, int xc, float[] y, int yo, int yr) {
    IntVector a0 = FloatVector.fromArray(S4, x, xo).reinterpretAsInts();
    IntVector a1 = FloatVector.fromArray(S4, x, xo + xc).reinterpretAsInts();
    IntVector a2 = FloatVector.fromArray(S4, x, xo + 2 * xc).reinterpretAsInts();
    IntVector a3 = FloatVector.fromArray(S4, x, xo + 3 * xc).reinterpretAsInts();
    IntVector b0 = LOW4_2.selectFrom(a0, a2);
    IntVector b2 = HIGH4_2.selectFrom(a0, a2);
    IntVector b1 = LOW4_2.selectFrom(a1, a3);
    IntVector b3 = HIGH4_2.selectFrom(a1, a3);
    IntVector c0 = LOW4_1.selectFrom(b0, b1);
    IntVector c1 = HIGH4_1.selectFrom(b0, b1);
    IntVector c2 = LOW4_1.selectFrom(b2, b3);
    IntVector c3 = HIGH4_1.selectFrom(b2, b3);
    c0.reinterpretAsFloats().intoArray(y, yo);
    c1.reinterpretAsFloats().intoArray(y, yo + yr);
    c2.reinterpretAsFloats().intoArray(y, yo + 2 * yr);
    c3.reinterpretAsFloats().intoArray(y, yo + 3 * yr);
  }

  private static void eight(float[] x, int xo, int xc, float[] y, int yo, int yr) {
    IntVector a0 = FloatVector.fromArray(S8, x, xo).reinterpretAsInts();
    IntVector a1 = FloatVector.fromArray(S8, x, xo + xc).reinterpretAsInts();
    IntVector a2 = FloatVector.fromArray(S8, x, xo + 2 * xc).reinterpretAsInts();
    IntVector a3 = FloatVector.fromArray(S8, x, xo + 3 * xc).reinterpretAsInts();
    IntVector a4 = FloatVector.fromArray(S8, x, xo + 4 * xc).reinterpretAsInts();
    IntVector a5 = FloatVector.fromArray(S8, x, xo + 5 * xc).reinterpretAsInts();
    IntVector a6 = FloatVector.fromArray(S8, x, xo + 6 * xc).reinterpretAsInts();
    IntVector a7 = FloatVector.fromArray(S8, x, xo + 7 * xc).reinterpretAsInts();
    IntVector b0 = LOW8_4.selectFrom(a0, a4);
    IntVector b4 = HIGH8_4.selectFrom(a0, a4);
    IntVector b1 = LOW8_4.selectFrom(a1, a5);
    IntVector b5 = HIGH8_4.selectFrom(a1, a5);
    IntVector b2 = LOW8_4.selectFrom(a2, a6);
    IntVector b6 = HIGH8_4.selectFrom(a2, a6);
    IntVector b3 = LOW8_4.selectFrom(a3, a7);
    IntVector b7 = HIGH8_4.selectFrom(a3, a7);
    IntVector c0 = LOW8_2.selectFrom(b0, b2);
    IntVector c2 = HIGH8_2.selectFrom(b0, b2);
    IntVector c1 = LOW8_2.selectFrom(b1, b3);
    IntVector c3 = HIGH8_2.selectFrom(b1, b3);
    IntVector c4 = LOW8_2.selectFrom(b4, b6);
    IntVector c6 = HIGH8_2.selectFrom(b4, b6);
    IntVector c5 = LOW8_2.selectFrom(b5, b7);
    IntVector c7 = HIGH8_2.selectFrom(b5, b7);
    IntVector d0 = LOW8_1.selectFrom(c0, c1);
    IntVector d1 = HIGH8_1.selectFrom(c0, c1);
    IntVector d2 = LOW8_1.selectFrom(c2, c3);
    IntVector d3 = HIGH8_1.selectFrom(c2, c3);
    IntVector d4 = LOW8_1.selectFrom(c4, c5);
    IntVector d5 = HIGH8_1.selectFrom(c4, c5);
    IntVector d6 = LOW8_1.selectFrom(c6, c7);
    IntVector d7 = HIGH8_1.selectFrom(c6, c7);
    d0.reinterpretAsFloats().intoArray(y, yo);
    d1.reinterpretAsFloats().intoArray(y, yo + yr);
    d2.reinterpretAsFloats().intoArray(y, yo + 2 * yr);
    d3.reinterpretAsFloats().intoArray(y, yo + 3 * yr);
    d4.reinterpretAsFloats().intoArray(y, yo + 4 * yr);
    d5.reinterpretAsFloats().intoArray(y, yo + 5 * yr);
    d6.reinterpretAsFloats().intoArray(y, yo + 6 * yr);
    d7.reinterpretAsFloats().intoArray(y, yo + 7 * yr);
  }

  private static void sixteen(float[] x, int xo, int xc, float[] y, int yo, int yr) {
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
    int y1 = yo + yr;
    e1.reinterpretAsFloats().intoArray(y, y1);
    int y2 = y1 + yr;
    e2.reinterpretAsFloats().intoArray(y, y2);
    int y3 = y2 + yr;
    e3.reinterpretAsFloats().intoArray(y, y3);
    int y4 = y3 + yr;
    e4.reinterpretAsFloats().intoArray(y, y4);
    int y5 = y4 + yr;
    e5.reinterpretAsFloats().intoArray(y, y5);
    int y6 = y5 + yr;
    e6.reinterpretAsFloats().intoArray(y, y6);
    int y7 = y6 + yr;
    e7.reinterpretAsFloats().intoArray(y, y7);
    int y8 = y7 + yr;
    e8.reinterpretAsFloats().intoArray(y, y8);
    int y9 = y8 + yr;
    e9.reinterpretAsFloats().intoArray(y, y9);
    int y10 = y9 + yr;
    e10.reinterpretAsFloats().intoArray(y, y10);
    int y11 = y10 + yr;
    e11.reinterpretAsFloats().intoArray(y, y11);
    int y12 = y11 + yr;
    e12.reinterpretAsFloats().intoArray(y, y12);
    int y13 = y12 + yr;
    e13.reinterpretAsFloats().intoArray(y, y13);
    int y14 = y13 + yr;
    e14.reinterpretAsFloats().intoArray(y, y14);
    int y15 = y14 + yr;
    e15.reinterpretAsFloats().intoArray(y, y15);
  }
}
