package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposition with vectors of eight lanes, by strips of eight columns, four rows at a time.
 *
 * <p>Such vectors have no selection from two of them in one instruction, but blends; so lanes are
 * put in their places before: four lanes by where a load begins, two within a half by a shuffle,
 * one within a pair by a shift. Along the rows of a strip C2 takes the loads' range checks out of
 * the loop.
 */
final class VectorStrips {
  /** Columns of a strip. */
  static final int WIDTH = 8;

  /** Rows that are done at a time. */
  static final int HEIGHT = 4;

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final VectorMask<Float> HALF = VectorMask.fromLong(S, 0xF0);
  private static final VectorMask<Float> PAIR = VectorMask.fromLong(S, 0xCC);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAA);
  private static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(S, i -> i ^ 2);

  private VectorStrips() {}

  /**
   * {@code y[yo + r * yr + c] = x[xo + c * xc + r]} for {@code h >= 4} rows and {@code w >= 8}
   * columns; {@code xc} is positive.
   *
   * <p>What is left over is part of whole rows or of a whole strip that begin further back.
   */
  static void floats(float[] x, int xo, int xc, float[] y, int yo, int yr, int h, int w) {
    int whole = h - h % HEIGHT;
    for (int c = 0; c < w; c += WIDTH) {
      int column = Math.min(c, w - WIDTH);
      int from = xo + column * xc;
      int to = yo + column;
      strip(x, from, xc, y, to, yr, whole);
      if (whole < h) {
        strip(x, from + h - HEIGHT, xc, y, to + (h - HEIGHT) * yr, yr, HEIGHT);
      }
    }
  }

  /**
   * Eight columns of a multiple of four rows.
   *
   * <p>A load may begin four elements before a column or end four behind its last row: those of the
   * fifth column and later, and of the fourth and before. All of this lies between the first and
   * the last element of the strip.
   */
  private static void strip(float[] x, int x0, int xc, float[] y, int y0, int yr, int h) {
    int x1 = x0 + xc;
    int x2 = x1 + xc;
    int x3 = x2 + xc;
    int x4 = x3 + xc - 4;
    int x5 = x4 + xc;
    int x6 = x5 + xc;
    int x7 = x6 + xc;
    int y1 = y0 + yr;
    int y2 = y1 + yr;
    int y3 = y2 + yr;
    // Nothing is a method of its own: C2 inlines the Vector API only into so many of those.
    for (int r = 0, o = 0; r < h; r += HEIGHT, o += HEIGHT * yr) {
      var c04 =
          FloatVector.fromArray(S, x, x0 + r).blend(FloatVector.fromArray(S, x, x4 + r), HALF);
      var c26 =
          FloatVector.fromArray(S, x, x2 + r).blend(FloatVector.fromArray(S, x, x6 + r), HALF);
      var c15 =
          FloatVector.fromArray(S, x, x1 + r).blend(FloatVector.fromArray(S, x, x5 + r), HALF);
      var c37 =
          FloatVector.fromArray(S, x, x3 + r).blend(FloatVector.fromArray(S, x, x7 + r), HALF);
      var even0 = c04.blend(c26.rearrange(SWAP), PAIR);
      var even2 = c04.rearrange(SWAP).blend(c26, PAIR);
      var odd0 = c15.blend(c37.rearrange(SWAP), PAIR);
      var odd2 = c15.rearrange(SWAP).blend(c37, PAIR);
      var up0 = odd0.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 32).reinterpretAsFloats();
      even0.blend(up0, ODD).intoArray(y, y0 + o);
      var down1 = even0.reinterpretAsLongs().lanewise(VectorOperators.LSHR, 32);
      down1.reinterpretAsFloats().blend(odd0, ODD).intoArray(y, y1 + o);
      var up2 = odd2.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 32).reinterpretAsFloats();
      even2.blend(up2, ODD).intoArray(y, y2 + o);
      var down3 = even2.reinterpretAsLongs().lanewise(VectorOperators.LSHR, 32);
      down3.reinterpretAsFloats().blend(odd2, ODD).intoArray(y, y3 + o);
    }
  }
}
