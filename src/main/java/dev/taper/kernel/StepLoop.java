package dev.taper.kernel;

/**
 * A float formula of two arguments over every second, third or fourth element of one of them, or of
 * the first and the result, in one pass.
 */
abstract class StepLoop {
  /** The largest step for which vectors read, or write, less than they are worth. */
  private static final int WIDEST = 4;

  /** Shorter rows are no work for vectors. */
  static final int LEAST = 16;

  /** Whether {@link #run} is defined for these steps of the arguments and the result. */
  static boolean serves(int as, int bs, int ys) {
    return ys == 1
        ? (as > 1 && as <= WIDEST && (bs & ~1) == 0) || (bs > 1 && bs <= WIDEST && (as & ~1) == 0)
        : as == ys && ys > 1 && ys <= WIDEST && (bs & ~1) == 0;
  }

  /**
   * {@code y[yo + i * ys] = f(a[ao + i * as], b[bo + i * bs])} for {@code i < n}; what lies between
   * the places of the result is not touched.
   */
  abstract void run(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int ys, int n);
}
