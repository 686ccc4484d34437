package dev.taper.kernel;

/** Elementwise choice between two strided operands. */
public final class Select {
  private Select() {}

  /** {@code y = c ? a : b}. */
  public static void where(
      int[] sizes,
      boolean[] c,
      int co,
      int[] cs,
      float[] a,
      int ao,
      int[] as,
      float[] b,
      int bo,
      int[] bs,
      float[] y,
      int yo,
      int[] ys) {
    Walk w = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o3 + i * w.i3] = c[w.o0 + i * w.i0] ? a[w.o1 + i * w.i1] : b[w.o2 + i * w.i2];
      }
    }
  }

  /** {@code y = c ? a : b}. */
  public static void where(
      int[] sizes,
      boolean[] c,
      int co,
      int[] cs,
      long[] a,
      int ao,
      int[] as,
      long[] b,
      int bo,
      int[] bs,
      long[] y,
      int yo,
      int[] ys) {
    Walk w = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o3 + i * w.i3] = c[w.o0 + i * w.i0] ? a[w.o1 + i * w.i1] : b[w.o2 + i * w.i2];
      }
    }
  }

  /** {@code y = c ? a : b}. */
  public static void where(
      int[] sizes,
      boolean[] c,
      int co,
      int[] cs,
      boolean[] a,
      int ao,
      int[] as,
      boolean[] b,
      int bo,
      int[] bs,
      boolean[] y,
      int yo,
      int[] ys) {
    Walk w = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o3 + i * w.i3] = c[w.o0 + i * w.i0] ? a[w.o1 + i * w.i1] : b[w.o2 + i * w.i2];
      }
    }
  }
}
