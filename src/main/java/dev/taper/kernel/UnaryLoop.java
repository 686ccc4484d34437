package dev.taper.kernel;

/** A float formula of one argument run over contiguous elements. */
abstract class UnaryLoop {
  /**
   * {@code y[yo + i] = f(x[xo + i])} for {@code i < n}; {@code y} may be {@code x} at the same
   * offset.
   */
  abstract void run(float[] x, int xo, float[] y, int yo, int n);

  /** The same for {@code n > 0} strided elements, too few to prepare anything for them. */
  abstract void few(int n, int[] sizes, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys);
}
