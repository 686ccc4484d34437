package dev.taper.kernel;

/** A sum with a multiple in one pass: the products of a few elements at a time stay in L1. */
public final class ScaledSum {
  /** Elements whose products are made at a time. */
  private static final int FEW = 1024;

  /** Elements that one thread does at a time, and half as many as are shared at all. */
  private static final int GRAIN = 1 << 16;

  private ScaledSum() {}

  /**
   * {@code y[yo + i] = f(a[ao + i], b[bo + i] · scale)} for {@code i < n}, the product rounded for
   * itself; {@code y} may be {@code a} at the same offset.
   */
  public static void apply(
      BinaryKernel f,
      BinaryKernel product,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float scale,
      float[] y,
      int yo,
      int n) {
    if (n < 2 * GRAIN) {
      part(f, product, a, ao, b, bo, scale, y, yo, n);
    } else {
      Team.run(
          (n - 1) / GRAIN + 1,
          i -> {
            int at = i * GRAIN;
            int most = Math.min(GRAIN, n - at);
            part(f, product, a, ao + at, b, bo + at, scale, y, yo + at, most);
          });
    }
  }

  private static void part(
      BinaryKernel f,
      BinaryKernel product,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float scale,
      float[] y,
      int yo,
      int n) {
    float[] factor = {scale};
    Block block = Block.take();
    try {
      float[] t = block.a;
      for (int i = 0; i < n; i += FEW) {
        int m = Math.min(FEW, n - i);
        product.apply(b, bo + i, 1, factor, 0, 0, t, 0, m);
        f.apply(a, ao + i, 1, t, 0, 1, y, yo + i, m);
      }
    } finally {
      block.give();
    }
  }
}
