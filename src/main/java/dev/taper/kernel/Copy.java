package dev.taper.kernel;

import java.util.Arrays;

/**
 * Strided copies and fills; a stride of 0 in the source repeats an element, and the destination
 * must not overlap a source that it is not equal to.
 */
public final class Copy {
  /** Elements above which threads share the work, and how many of them one takes at a time. */
  private static final int GRAIN = 1 << 16;

  private Copy() {}

  /** {@code y[yo + i] = x[xo + i]} for {@code i < n}, of arrays of one type. */
  public static void run(Object x, int xo, Object y, int yo, int n) {
    if (n < 2 * GRAIN || x == y) {
      System.arraycopy(x, xo, y, yo, n);
    } else {
      Team.run(
          (n - 1) / GRAIN + 1,
          i -> {
            int at = i * GRAIN;
            System.arraycopy(x, xo + at, y, yo + at, Math.min(GRAIN, n - at));
          });
    }
  }

  /** {@code y = x}. */
  public static void floats(int[] sizes, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    if (Layout.step(sizes, xs) == 1 && Layout.step(sizes, ys) == 1) {
      run(x, xo, y, yo, Layout.count(sizes));
      return;
    }
    Walk walk = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    if (walk.count() < 2 * GRAIN) {
      copy(walk, x, y);
    } else {
      Walk[] parts = walk.parts(GRAIN);
      Team.run(parts.length, i -> copy(parts[i], x, y));
    }
  }

  private static void copy(Walk t, float[] x, float[] y) {
    t.whole();
    while (t.next()) {
      if (t.c1 == 1 && t.r0 == 1 && t.c0 != 1 && t.h >= 8) {
        Transpose.floats(x, t.o0, t.c0, y, t.o1, t.r1, t.h, t.w);
      } else if (t.w >= 16 && (t.c1 == 1 || t.c0 == 1)) {
        for (int r = 0; r < t.h; r++) {
          row(x, t.o0 + r * t.r0, t.c0, y, t.o1 + r * t.r1, t.c1, t.w);
        }
      } else {
        copy(t.h, t.w, x, t.o0, t.r0, t.c0, y, t.o1, t.r1, t.c1);
      }
    }
  }

  /** One of {@code from} and {@code to} is 1. */
  private static void row(float[] x, int i, int from, float[] y, int o, int to, int n) {
    if (to != 1) {
      Comb.scatter(x, i, y, o, to, n);
    } else if (from == 1) {
      System.arraycopy(x, i, y, o, n);
    } else if (from == 0) {
      Arrays.fill(y, o, o + n, x[i]);
    } else {
      Comb.gather(x, i, from, y, o, n);
    }
  }

  private static void copy(
      int h, int w, float[] x, int xo, int xr, int xc, float[] y, int yo, int yr, int yc) {
    for (int r = 0; r < h; r++) {
      for (int c = 0, i = xo + r * xr, o = yo + r * yr; c < w; c++, i += xc, o += yc) {
        y[o] = x[i];
      }
    }
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, float value, float[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, ys, null, null, null).from(yo, 0, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int o = t.o0 + r * t.r0;
        if (t.c0 == 1) {
          Arrays.fill(y, o, o + t.w, value);
        } else {
          for (int c = 0; c < t.w; c++) {
            y[o + c * t.c0] = value;
          }
        }
      }
    }
  }

  /** {@code y = x}. */
  public static void longs(int[] sizes, long[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    if (Layout.step(sizes, xs) == 1 && Layout.step(sizes, ys) == 1) {
      run(x, xo, y, yo, Layout.count(sizes));
      return;
    }
    Walk walk = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    if (walk.count() < 2 * GRAIN) {
      copy(walk, x, y);
    } else {
      Walk[] parts = walk.parts(GRAIN);
      Team.run(parts.length, i -> copy(parts[i], x, y));
    }
  }

  private static void copy(Walk t, long[] x, long[] y) {
    while (t.next()) {
      if (t.c0 == 1 && t.c1 == 1 && t.w >= 16) {
        for (int r = 0; r < t.h; r++) {
          System.arraycopy(x, t.o0 + r * t.r0, y, t.o1 + r * t.r1, t.w);
        }
      } else if (t.r0 == 1 && t.c1 == 1 && t.h >= 8) {
        Transpose.longs(x, t.o0, t.c0, y, t.o1, t.r1, t.h, t.w);
      } else if (t.r0 == 1 && t.h > 1) {
        copy(t.w, t.h, x, t.o0, t.c0, t.r0, y, t.o1, t.c1, t.r1);
      } else {
        copy(t.h, t.w, x, t.o0, t.r0, t.c0, y, t.o1, t.r1, t.c1);
      }
    }
  }

  private static void copy(
      int h, int w, long[] x, int xo, int xr, int xc, long[] y, int yo, int yr, int yc) {
    for (int r = 0; r < h; r++) {
      for (int c = 0, i = xo + r * xr, o = yo + r * yr; c < w; c++, i += xc, o += yc) {
        y[o] = x[i];
      }
    }
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, long value, long[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, ys, null, null, null).from(yo, 0, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int o = t.o0 + r * t.r0;
        if (t.c0 == 1) {
          Arrays.fill(y, o, o + t.w, value);
        } else {
          for (int c = 0; c < t.w; c++) {
            y[o + c * t.c0] = value;
          }
        }
      }
    }
  }

  /** {@code y = x}. */
  public static void booleans(
      int[] sizes, boolean[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    if (Layout.step(sizes, xs) == 1 && Layout.step(sizes, ys) == 1) {
      run(x, xo, y, yo, Layout.count(sizes));
      return;
    }
    Walk walk = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    if (walk.count() < 2 * GRAIN) {
      copy(walk, x, y);
    } else {
      Walk[] parts = walk.parts(GRAIN);
      Team.run(parts.length, i -> copy(parts[i], x, y));
    }
  }

  private static void copy(Walk t, boolean[] x, boolean[] y) {
    while (t.next()) {
      if (t.c0 == 1 && t.c1 == 1 && t.w >= 16) {
        for (int r = 0; r < t.h; r++) {
          System.arraycopy(x, t.o0 + r * t.r0, y, t.o1 + r * t.r1, t.w);
        }
      } else if (t.r0 == 1 && t.c1 == 1 && t.h >= 8) {
        Transpose.booleans(x, t.o0, t.c0, y, t.o1, t.r1, t.h, t.w);
      } else if (t.r0 == 1 && t.h > 1) {
        copy(t.w, t.h, x, t.o0, t.c0, t.r0, y, t.o1, t.c1, t.r1);
      } else {
        copy(t.h, t.w, x, t.o0, t.r0, t.c0, y, t.o1, t.r1, t.c1);
      }
    }
  }

  private static void copy(
      int h, int w, boolean[] x, int xo, int xr, int xc, boolean[] y, int yo, int yr, int yc) {
    for (int r = 0; r < h; r++) {
      for (int c = 0, i = xo + r * xr, o = yo + r * yr; c < w; c++, i += xc, o += yc) {
        y[o] = x[i];
      }
    }
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, boolean value, boolean[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, ys, null, null, null).from(yo, 0, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int o = t.o0 + r * t.r0;
        if (t.c0 == 1) {
          Arrays.fill(y, o, o + t.w, value);
        } else {
          for (int c = 0; c < t.w; c++) {
            y[o + c * t.c0] = value;
          }
        }
      }
    }
  }

  /** {@code y = (long) x}: cuts off the fraction, NaN becomes 0. */
  public static void floatsToLongs(
      int[] sizes, float[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int o = t.o1 + r * t.r1;
        for (int c = 0; c < t.w; c++, i += t.c0, o += t.c1) {
          y[o] = (long) x[i];
        }
      }
    }
  }

  /** {@code y = x != 0}; NaN is true. */
  public static void floatsToBooleans(
      int[] sizes, float[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int o = t.o1 + r * t.r1;
        for (int c = 0; c < t.w; c++, i += t.c0, o += t.c1) {
          y[o] = x[i] != 0f;
        }
      }
    }
  }

  /** {@code y = (float) x}, the nearest float. */
  public static void longsToFloats(
      int[] sizes, long[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int o = t.o1 + r * t.r1;
        for (int c = 0; c < t.w; c++, i += t.c0, o += t.c1) {
          y[o] = (float) x[i];
        }
      }
    }
  }

  /** {@code y = x != 0}. */
  public static void longsToBooleans(
      int[] sizes, long[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int o = t.o1 + r * t.r1;
        for (int c = 0; c < t.w; c++, i += t.c0, o += t.c1) {
          y[o] = x[i] != 0L;
        }
      }
    }
  }

  /** 1 for true, 0 for false. */
  public static void booleansToFloats(
      int[] sizes, boolean[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int o = t.o1 + r * t.r1;
        for (int c = 0; c < t.w; c++, i += t.c0, o += t.c1) {
          y[o] = x[i] ? 1f : 0f;
        }
      }
    }
  }

  /** 1 for true, 0 for false. */
  public static void booleansToLongs(
      int[] sizes, boolean[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    Walk t = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int o = t.o1 + r * t.r1;
        for (int c = 0; c < t.w; c++, i += t.c0, o += t.c1) {
          y[o] = x[i] ? 1L : 0L;
        }
      }
    }
  }
}
