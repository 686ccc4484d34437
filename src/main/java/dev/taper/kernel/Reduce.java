package dev.taper.kernel;

/**
 * Sums, products, extremes and inner products of contiguous rows, and of columns (over rows that
 * are {@code stride} apart, {@code n} neighbouring columns); {@link Fold} says how they are
 * defined.
 */
public final class Reduce {
  private Reduce() {}

  /** {@code Σ x}; 0 of none. */
  public static float sum(float[] x, int xo, int n) {
    return Fold.SUM.row(x, xo, n, 0f);
  }

  /** {@code Σ x²}; 0 of none. */
  public static float sumSquares(float[] x, int xo, int n) {
    return Fold.SUM_SQUARES.row(x, xo, n, 0f);
  }

  /** {@code Σ (x − mean)²}; 0 of none. */
  public static float sumSquaredDeviations(float[] x, int xo, int n, float mean) {
    return Fold.SUM_SQUARES.row(x, xo, n, mean);
  }

  /** {@code Σ |x|}; 0 of none. */
  public static float sumAbs(float[] x, int xo, int n) {
    return Fold.SUM_ABS.row(x, xo, n, 0f);
  }

  /** The largest magnitude, NaN if there is one; 0 of none. */
  public static float maxAbs(float[] x, int xo, int n) {
    return Fold.MAX_ABS.row(x, xo, n, 0f);
  }

  /** {@code Π x}; 1 of none. */
  public static float prod(float[] x, int xo, int n) {
    return Fold.PROD.row(x, xo, n, 0f);
  }

  /** The largest element, NaN if there is one; {@code -∞} of none. */
  public static float max(float[] x, int xo, int n) {
    return Fold.MAX.row(x, xo, n, 0f);
  }

  /** The smallest element, NaN if there is one; {@code +∞} of none. */
  public static float min(float[] x, int xo, int n) {
    return Fold.MIN.row(x, xo, n, 0f);
  }

  /** The number of elements that are not zero, NaN counting as such. */
  public static float countNonzero(float[] x, int xo, int n) {
    return Fold.COUNT_NONZERO.row(x, xo, n, 0f);
  }

  /**
   * {@code Σ |x|ᵖ} for any {@code p} but an infinite one; with {@code p = 0} the number of elements
   * that are not zero.
   */
  public static float sumPowers(float[] x, int xo, int n, double p) {
    if (p == 0) {
      return countNonzero(x, xo, n);
    }
    if (p == 1) {
      return sumAbs(x, xo, n);
    }
    if (p == 2) {
      return sumSquares(x, xo, n);
    }
    return Powers.row(x, xo, n, p);
  }

  /** {@link #sumPowers(float[], int, int, double)} of {@code (outer, reduce, inner)}. */
  public static void sumPowers(
      float[] x, int xo, int outer, int reduce, int inner, double p, float[] y, int yo) {
    if (p == 0) {
      Fold.COUNT_NONZERO.apply(x, xo, outer, reduce, inner, y, yo);
    } else if (p == 1) {
      Fold.SUM_ABS.apply(x, xo, outer, reduce, inner, y, yo);
    } else if (p == 2) {
      Fold.SUM_SQUARES.apply(x, xo, outer, reduce, inner, y, yo);
    } else {
      Powers.apply(x, xo, outer, reduce, inner, p, y, yo);
    }
  }

  /** {@code Σ (x − mean)²} of {@code (outer, reduce, inner)} with means {@code (outer, inner)}. */
  public static void sumSquaredDeviations(
      float[] x,
      int xo,
      int outer,
      int reduce,
      int inner,
      float[] means,
      int mo,
      float[] y,
      int yo) {
    Fold.SUM_SQUARES.apply(x, xo, outer, reduce, inner, means, mo, y, yo);
  }

  /** The first index of the largest element, or of the first NaN; {@code n} must be positive. */
  public static int argmax(float[] x, int xo, int n) {
    return ArgFold.ARGMAX.row(x, xo, n);
  }

  /** The first index of the smallest element, or of the first NaN; {@code n} must be positive. */
  public static int argmin(float[] x, int xo, int n) {
    return ArgFold.ARGMIN.row(x, xo, n);
  }

  /** {@code Σ a·b}; 0 of none. */
  public static float dot(float[] a, int ao, float[] b, int bo, int n) {
    return Dot.row(a, ao, b, bo, n);
  }

  /**
   * {@code Σ a·b} of elements that are {@code as} and {@code bs} apart; the bits of the dense form.
   */
  public static float dot(float[] a, int ao, int as, float[] b, int bo, int bs, int n) {
    return as == 1 && bs == 1 ? Dot.row(a, ao, b, bo, n) : Dot.strided(a, ao, as, b, bo, bs, n);
  }

  /** {@code Σ (x − mean)²} of each column, with a mean for each. */
  public static void sumSquaredDeviationsColumns(
      float[] x, int xo, int rows, int stride, int n, float[] means, int mo, float[] y, int yo) {
    Fold.SUM_SQUARES.columns(x, xo, rows, stride, n, means, mo, y, yo);
  }

  /** The largest element of each column. */
  public static void maxColumns(float[] x, int xo, int rows, int stride, int n, float[] y, int yo) {
    Fold.MAX.columns(x, xo, rows, stride, n, null, 0, y, yo);
  }

  /** The smallest element of each column. */
  public static void minColumns(float[] x, int xo, int rows, int stride, int n, float[] y, int yo) {
    Fold.MIN.columns(x, xo, rows, stride, n, null, 0, y, yo);
  }

  /** The first row of each column's largest element, or of its first NaN. */
  public static void argmaxColumns(
      float[] x, int xo, int rows, int stride, int n, long[] y, int yo) {
    ArgFold.ARGMAX.columns(x, xo, rows, stride, n, y, yo);
  }

  /** The first row of each column's smallest element, or of its first NaN. */
  public static void argminColumns(
      float[] x, int xo, int rows, int stride, int n, long[] y, int yo) {
    ArgFold.ARGMIN.columns(x, xo, rows, stride, n, y, yo);
  }
}
