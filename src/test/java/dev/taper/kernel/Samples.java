package dev.taper.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Data for the tests of reductions, and the error that is allowed them. */
final class Samples {
  static final int[] SIZES = {
    0, 1, 3, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 129, 257, 511, 513, 4095, 4096, 4097,
    70_000, 1_000_003
  };

  /** Half a unit in the last place of 1. */
  static final double U = 0x1p-24;

  private Samples() {}

  /**
   * The relative error of a sum of {@code n} magnitudes: at most 64 roundings in a lane, 6 to
   * combine the lanes, and one for each doubling of the number of blocks.
   */
  static double bound(int n) {
    int roundings = 64 + 6 + (32 - Integer.numberOfLeadingZeros(n / Fold.BLOCK));
    return 1.01 * Math.min(Math.max(1, n), roundings) * U;
  }

  /** The same of a column, or of a row: at most 128 roundings in a block of rows. */
  static double columnBound(int n) {
    int roundings = Fold.ROWS + (32 - Integer.numberOfLeadingZeros(n / Fold.ROWS));
    return 1.01 * Math.min(Math.max(1, n), roundings) * U;
  }

  /** Normal numbers from {@code offset} on, NaN before and behind. */
  static float[] normal(int n, int offset, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[offset + n + 7];
    Arrays.fill(x, Float.NaN);
    for (int i = 0; i < n; i++) {
      x[offset + i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** Ordinary and infinite numbers, with zeros of both signs. */
  static float[] infinite(int n, int offset) {
    float[] values = {1f, Float.NEGATIVE_INFINITY, -0f, 0f, Float.POSITIVE_INFINITY, -3f, 1e38f};
    float[] x = new float[offset + n];
    for (int i = 0; i < n; i++) {
      x[offset + i] = values[i % values.length];
    }
    return x;
  }

  /** The elements {@code stride} apart, NaN between. */
  static float[] spread(float[] x, int xo, int n, int stride) {
    float[] wide = new float[Math.max(1, n * stride)];
    Arrays.fill(wide, Float.NaN);
    for (int i = 0; i < n; i++) {
      wide[i * stride] = x[xo + i];
    }
    return wide;
  }

  /** Some places in a row of {@code n}: first, last, around the ends of lanes and blocks. */
  static int[] places(int n) {
    int[] all = {0, 1, 15, 16, 31, 63, 64, 200, 4095, 4096, n / 2, n - 2, n - 1};
    return Arrays.stream(all).filter(i -> i >= 0 && i < n).distinct().toArray();
  }
}
