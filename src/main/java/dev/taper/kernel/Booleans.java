package dev.taper.kernel;

/**
 * Pointwise loops over strided boolean operands; the output may be an input with the same strides.
 */
public final class Booleans {
  private Booleans() {}

  /** {@code y = f(x)}. */
  public static void unary(
      BooleanUnary f, int[] sizes, boolean[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int o = t.o1 + r * t.r1;
        for (int n = 0; n < t.w; n++, i += t.c0, o += t.c1) {
          y[o] = f.apply(x[i]);
        }
      }
    }
  }

  /** {@code y = f(a, b)}. */
  public static void binary(
      BooleanBinary f,
      int[] sizes,
      boolean[] a,
      int ao,
      int[] as,
      boolean[] b,
      int bo,
      int[] bs,
      boolean[] y,
      int yo,
      int[] ys) {
    Walk t = new Walk(sizes, as, bs, ys, null).from(ao, bo, yo, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int j = t.o1 + r * t.r1;
        int o = t.o2 + r * t.r2;
        for (int n = 0; n < t.w; n++, i += t.c0, j += t.c1, o += t.c2) {
          y[o] = f.apply(a[i], b[j]);
        }
      }
    }
  }
}
