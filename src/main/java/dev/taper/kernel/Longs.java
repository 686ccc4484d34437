package dev.taper.kernel;

/** Pointwise loops over strided long operands. */
public final class Longs {
  private Longs() {}

  /** {@code y = f(x)}. */
  public static void unary(
      LongUnary f, int[] sizes, long[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = f.apply(x[w.o0 + i * w.i0]);
      }
    }
  }

  /** {@code y = f(a, b)}. */
  public static void binary(
      LongBinary f,
      int[] sizes,
      long[] a,
      int ao,
      int[] as,
      long[] b,
      int bo,
      int[] bs,
      long[] y,
      int yo,
      int[] ys) {
    Walk w = new Walk(sizes, as, bs, ys, null).from(ao, bo, yo, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o2 + i * w.i2] = f.apply(a[w.o0 + i * w.i0], b[w.o1 + i * w.i1]);
      }
    }
  }

  /** {@code y = f(a, b)}. */
  public static void compare(
      LongCompare f,
      int[] sizes,
      long[] a,
      int ao,
      int[] as,
      long[] b,
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
