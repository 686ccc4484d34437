package dev.taper.kernel;

/** A float formula of two arguments run over contiguous elements. */
abstract class BinaryLoop {
  /**
   * {@code y[yo + i] = f(a[ao + i * as], b[bo + i * bs])} for {@code i < n}; {@code as} and {@code
   * bs} are 0 or 1.
   */
  final void run(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    if (n <= 0) {
      return;
    }
    if (bs != 0) {
      if (as != 0) {
        both(a, ao, b, bo, y, yo, n);
      } else {
        scalarLeft(a[ao], b, bo, y, yo, n);
      }
    } else if (as != 0) {
      scalarRight(a, ao, b[bo], y, yo, n);
    } else {
      scalars(a[ao], b[bo], y, yo, n);
    }
  }

  abstract void both(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  abstract void scalarLeft(float a, float[] b, int bo, float[] y, int yo, int n);

  abstract void scalarRight(float[] a, int ao, float b, float[] y, int yo, int n);

  /**
   * {@link #both} of {@code h} rows, from one to the next {@code ar}, {@code br} and {@code yr}, of
   * {@code w} elements each, a multiple of {@link Plane#WIDE}.
   */
  void rows(
      float[] a,
      int ao,
      int ar,
      float[] b,
      int bo,
      int br,
      float[] y,
      int yo,
      int yr,
      int h,
      int w) {
    for (int r = 0; r < h; r++) {
      both(a, ao + r * ar, b, bo + r * br, y, yo + r * yr, w);
    }
  }

  abstract void scalars(float a, float b, float[] y, int yo, int n);

  /** The same for {@code n > 0} strided elements, too few to prepare anything for them. */
  abstract void few(
      int n,
      int[] sizes,
      float[] a,
      int ao,
      int[] as,
      float[] b,
      int bo,
      int[] bs,
      float[] y,
      int yo,
      int[] ys);

  /** {@code y[yo + i * ys] = f(a[ao + i * as], b[bo + i * bs])} for {@code i < n}, one by one. */
  abstract void steps(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int ys, int n);
}
