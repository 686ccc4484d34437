package dev.taper.kernel;

import dev.taper.kernel.SquareCode.Square;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposition in registers, by square blocks of as many rows as a vector has lanes; with eight
 * lanes by {@link VectorStrips}.
 */
final class VectorTranspose {
  static final int LANES = Math.min(16, FloatVector.SPECIES_PREFERRED.length());

  /** Made where they are needed, which with eight lanes they are not. */
  private static final class Blocks {
    static final Square ANY = SquareCode.of(LANES, 0);

    /** For a tile in scratch, whose rows are as long as a constant says. */
    static final Square OF_TILE = LANES == 16 ? SquareCode.of(LANES, Walk.WIDE) : ANY;
  }

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
    if (h < LANES || w < LANES || xc < 1) {
      Transpose.plain(x, xo, xc, y, yo, yr, h, w);
      return;
    }
    if (LANES == VectorStrips.WIDTH) {
      VectorStrips.floats(x, xo, xc, y, yo, yr, h, w);
      return;
    }
    Square block = yr == Walk.WIDE ? Blocks.OF_TILE : Blocks.ANY;
    for (int c = 0; c < w; c += LANES) {
      int column = Math.min(c, w - LANES);
      for (int r = 0; r < h; r += LANES) {
        int row = Math.min(r, h - LANES);
        block.run(x, xo + column * xc + row, xc, y, yo + row * yr + column, yr);
      }
    }
  }
}
