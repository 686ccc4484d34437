package dev.taper.kernel;

/** Pointwise loops over strided boolean operands. */
public final class Booleans {
  private Booleans() {}

  /** {@code y = f(x)}. */
  public static void unary(
      BooleanUnary f, int[] sizes, boolean[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = f.apply(x[w.o0 + i * w.i0]);
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
    Walk w = new Walk(sizes, as, bs, ys, null).from(ao, bo, yo, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o2 + i * w.i2] = f.apply(a[w.o0 + i * w.i0], b[w.o1 + i * w.i1]);
      }
    }
  }
}
