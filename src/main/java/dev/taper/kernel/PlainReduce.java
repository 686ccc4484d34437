package dev.taper.kernel;

import java.util.Arrays;

/**
 * Reductions of one block in plain Java, and the definition that every backend meets bit for bit.
 *
 * <p>Fewer than 32 elements are taken one after the other. Otherwise element {@code i} goes to lane
 * {@code i mod 64}, each lane takes its elements in order, and the upper half of the lanes is
 * combined with the lower half until one is left. A column takes its rows one after the other.
 */
final class PlainReduce {
  static final int LANES = 64;

  /** Elements below which there are no lanes. */
  static final int SHORT = 32;

  private PlainReduce() {}

  static float block(Fold fold, float[] x, int xo, int n, float mean) {
    if (n < SHORT) {
      float part = fold.identity;
      for (int i = 0; i < n; i++) {
        part = fold.step(part, x[xo + i], mean);
      }
      return part;
    }
    float[] lanes = new float[LANES];
    Arrays.fill(lanes, fold.identity);
    return finish(fold, x, xo, 0, n, mean, lanes);
  }

  /** Takes the elements from {@code from} on into the lanes and the lanes together. */
  static float finish(
      Fold fold, float[] x, int xo, int from, int n, float mean, float[] lanes) {
    for (int i = from; i < n; i++) {
      int lane = i % LANES;
      lanes[lane] = fold.step(lanes[lane], x[xo + i], mean);
    }
    return together(fold, lanes);
  }

  /** Combines the upper half of the lanes with the lower until one is left. */
  static float together(Fold fold, float[] lanes) {
    for (int width = LANES / 2; width > 0; width /= 2) {
      for (int lane = 0; lane < width; lane++) {
        lanes[lane] = fold.combine(lanes[lane], lanes[lane + width]);
      }
    }
    return lanes[0];
  }

  static void columnBlock(
      Fold fold,
      float[] x,
      int xo,
      int rows,
      int stride,
      int n,
      float[] means,
      int mo,
      float[] y,
      int yo) {
    for (int j = 0; j < n; j++) {
      float mean = means.length == 0 ? 0f : means[mo + j];
      float part = fold.identity;
      for (int r = 0; r < rows; r++) {
        part = fold.step(part, x[xo + r * stride + j], mean);
      }
      y[yo + j] = part;
    }
  }
}
