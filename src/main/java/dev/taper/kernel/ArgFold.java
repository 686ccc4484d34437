package dev.taper.kernel;

/**
 * The ways to find where the extreme of many floats is: its first index, or that of the first NaN;
 * 0 and -0 are equal. The number of elements must be positive.
 */
public enum ArgFold {
  /** Where the largest element is. */
  ARGMAX(Fold.MAX),
  /** Where the smallest element is. */
  ARGMIN(Fold.MIN);

  private final Fold extreme;

  ArgFold(Fold extreme) {
    this.extreme = extreme;
  }

  /** Reduces a contiguous {@code (outer, reduce, inner)} to indices {@code (outer, inner)}. */
  public void apply(float[] x, int xo, int outer, int reduce, int inner, long[] y, int yo) {
    if (inner == 1) {
      Grid.run(
          outer,
          reduce,
          (from, to) -> {
            for (int o = from; o < to; o++) {
              y[yo + o] = row(x, xo + o * reduce, reduce);
            }
          });
    } else if (inner > 1) {
      Grid.run(
          outer,
          (long) reduce * inner,
          (from, to) -> {
            for (int o = from; o < to; o++) {
              int start = xo + o * reduce * inner;
              columns(x, start, reduce, inner, inner, y, yo + o * inner);
            }
          });
    }
  }

  int row(float[] x, int xo, int n) {
    float best = extreme.row(x, xo, n, 0f);
    boolean nan = Float.isNaN(best);
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      if (nan ? Float.isNaN(v) : v == best) {
        return i;
      }
    }
    throw new IllegalArgumentException("argmax: no elements");
  }

  void columns(float[] x, int xo, int rows, int stride, int n, long[] y, int yo) {
    for (int j = 0; j < n; j++) {
      float best = x[xo + j];
      int at = 0;
      for (int r = 1; r < rows && !Float.isNaN(best); r++) {
        float v = x[xo + r * stride + j];
        if ((this == ARGMAX ? v > best : v < best) || Float.isNaN(v)) {
          best = v;
          at = r;
        }
      }
      y[yo + j] = at;
    }
  }
}
