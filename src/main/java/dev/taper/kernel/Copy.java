package dev.taper.kernel;

/** Strided copies, conversions between the element types, and fills. */
public final class Copy {
  private Copy() {}

  /** {@code y = x}. */
  public static void floats(
      int[] sizes, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = x[w.o0 + i * w.i0];
      }
    }
  }

  /** {@code y = x}. */
  public static void longs(
      int[] sizes, long[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = x[w.o0 + i * w.i0];
      }
    }
  }

  /** {@code y = x}. */
  public static void booleans(
      int[] sizes, boolean[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = x[w.o0 + i * w.i0];
      }
    }
  }

  /** Cuts off the fraction, as a Java cast does. */
  public static void floatsToLongs(
      int[] sizes, float[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = (long) x[w.o0 + i * w.i0];
      }
    }
  }

  /** {@code x != 0}; NaN is true. */
  public static void floatsToBooleans(
      int[] sizes, float[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = x[w.o0 + i * w.i0] != 0f;
      }
    }
  }

  /** The nearest float. */
  public static void longsToFloats(
      int[] sizes, long[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = x[w.o0 + i * w.i0];
      }
    }
  }

  /** {@code x != 0}. */
  public static void longsToBooleans(
      int[] sizes, long[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = x[w.o0 + i * w.i0] != 0L;
      }
    }
  }

  /** 1 for true, 0 for false. */
  public static void booleansToFloats(
      int[] sizes, boolean[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = x[w.o0 + i * w.i0] ? 1f : 0f;
      }
    }
  }

  /** 1 for true, 0 for false. */
  public static void booleansToLongs(
      int[] sizes, boolean[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = x[w.o0 + i * w.i0] ? 1L : 0L;
      }
    }
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, float value, float[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, ys, null, null, null).from(yo, 0, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o0 + i * w.i0] = value;
      }
    }
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, long value, long[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, ys, null, null, null).from(yo, 0, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o0 + i * w.i0] = value;
      }
    }
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, boolean value, boolean[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, ys, null, null, null).from(yo, 0, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o0 + i * w.i0] = value;
      }
    }
  }
}
