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
    Walk t = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int j = t.o1 + r * t.r1;
        int k = t.o2 + r * t.r2;
        int o = t.o3 + r * t.r3;
        for (int n = 0; n < t.w; n++, i += t.c0, j += t.c1, k += t.c2, o += t.c3) {
          y[o] = c[i] ? a[j] : b[k];
        }
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
    Walk t = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int j = t.o1 + r * t.r1;
        int k = t.o2 + r * t.r2;
        int o = t.o3 + r * t.r3;
        for (int n = 0; n < t.w; n++, i += t.c0, j += t.c1, k += t.c2, o += t.c3) {
          y[o] = c[i] ? a[j] : b[k];
        }
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
    Walk t = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int j = t.o1 + r * t.r1;
        int k = t.o2 + r * t.r2;
        int o = t.o3 + r * t.r3;
        for (int n = 0; n < t.w; n++, i += t.c0, j += t.c1, k += t.c2, o += t.c3) {
          y[o] = c[i] ? a[j] : b[k];
        }
      }
    }
  }
}
