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
      if (t.c1 == 1 && t.r0 == 1 && t.c0 > 1 && t.h >= 8) {
        Transpose.rows(x, t.o0, t.c0, y, t.o1, t.r1, t.h, t.w);
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

  /** {@code y = x}. */
  public static void longs(int[] sizes, long[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    Tiles plain =
        (h, w, i, ir, ic, o, or, oc) -> {
          for (int r = 0; r < h; r++) {
            for (int c = 0; c < w; c++) {
              y[o + r * or + c * oc] = x[i + r * ir + c * ic];
            }
          }
        };
    Tiles transposed = (h, w, i, ir, ic, o, or, oc) -> Transpose.longs(x, i, ic, y, o, or, h, w);
    copy(sizes, x, xo, xs, y, yo, ys, plain, transposed);
  }

  /** {@code y = x}. */
  public static void booleans(
      int[] sizes, boolean[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    Tiles plain =
        (h, w, i, ir, ic, o, or, oc) -> {
          for (int r = 0; r < h; r++) {
            for (int c = 0; c < w; c++) {
              y[o + r * or + c * oc] = x[i + r * ir + c * ic];
            }
          }
        };
    Tiles transposed = (h, w, i, ir, ic, o, or, oc) -> Transpose.booleans(x, i, ic, y, o, or, h, w);
    copy(sizes, x, xo, xs, y, yo, ys, plain, transposed);
  }

  /**
   * What is done to a tile of h rows and w columns: its first elements, and the distances of rows
   * and of columns, in the source and in the destination.
   */
  @FunctionalInterface
  private interface Tiles {
    void run(int h, int w, int i, int ir, int ic, int o, int or, int oc);
  }

  private static void copy(
      int[] sizes,
      Object x,
      int xo,
      int[] xs,
      Object y,
      int yo,
      int[] ys,
      Tiles plain,
      Tiles transposed) {
    if (Layout.step(sizes, xs) == 1 && Layout.step(sizes, ys) == 1) {
      run(x, xo, y, yo, Layout.count(sizes));
      return;
    }
    Walk walk = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    if (walk.count() < 2 * GRAIN) {
      copy(walk, x, y, plain, transposed);
    } else {
      Walk[] parts = walk.parts(GRAIN);
      Team.run(parts.length, i -> copy(parts[i], x, y, plain, transposed));
    }
  }

  private static void copy(Walk t, Object x, Object y, Tiles plain, Tiles transposed) {
    while (t.next()) {
      if (t.c0 == 1 && t.c1 == 1 && t.w >= 16) {
        for (int r = 0; r < t.h; r++) {
          System.arraycopy(x, t.o0 + r * t.r0, y, t.o1 + r * t.r1, t.w);
        }
      } else if (t.r0 == 1 && t.c1 == 1 && t.h >= 8) {
        transposed.run(t.h, t.w, t.o0, t.r0, t.c0, t.o1, t.r1, t.c1);
      } else if (t.r0 == 1 && t.h > 1) {
        plain.run(t.w, t.h, t.o0, t.c0, t.r0, t.o1, t.c1, t.r1);
      } else {
        plain.run(t.h, t.w, t.o0, t.r0, t.c0, t.o1, t.r1, t.c1);
      }
    }
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, float value, float[] y, int yo, int[] ys) {
    rows(
        sizes,
        yo,
        ys,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          if (oc == 1) {
            Arrays.fill(y, o, o + n, value);
          } else {
            for (int c = 0; c < n; c++) {
              y[o + c * oc] = value;
            }
          }
        });
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, long value, long[] y, int yo, int[] ys) {
    rows(
        sizes,
        yo,
        ys,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          if (oc == 1) {
            Arrays.fill(y, o, o + n, value);
          } else {
            for (int c = 0; c < n; c++) {
              y[o + c * oc] = value;
            }
          }
        });
  }

  /** Sets every element of {@code y} to {@code value}. */
  public static void fill(int[] sizes, boolean value, boolean[] y, int yo, int[] ys) {
    rows(
        sizes,
        yo,
        ys,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          if (oc == 1) {
            Arrays.fill(y, o, o + n, value);
          } else {
            for (int c = 0; c < n; c++) {
              y[o + c * oc] = value;
            }
          }
        });
  }

  /** {@code y = (long) x}: cuts off the fraction, NaN becomes 0. */
  public static void floatsToLongs(
      int[] sizes, float[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    rows(
        sizes,
        xo,
        xs,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          for (int c = 0; c < n; c++) {
            y[o + c * oc] = (long) x[i + c * ic];
          }
        });
  }

  /** {@code y = x != 0}; NaN is true. */
  public static void floatsToBooleans(
      int[] sizes, float[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    rows(
        sizes,
        xo,
        xs,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          for (int c = 0; c < n; c++) {
            y[o + c * oc] = x[i + c * ic] != 0f;
          }
        });
  }

  /** {@code y = (float) x}, the nearest float. */
  public static void longsToFloats(
      int[] sizes, long[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    rows(
        sizes,
        xo,
        xs,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          for (int c = 0; c < n; c++) {
            y[o + c * oc] = (float) x[i + c * ic];
          }
        });
  }

  /** {@code y = x != 0}. */
  public static void longsToBooleans(
      int[] sizes, long[] x, int xo, int[] xs, boolean[] y, int yo, int[] ys) {
    rows(
        sizes,
        xo,
        xs,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          for (int c = 0; c < n; c++) {
            y[o + c * oc] = x[i + c * ic] != 0L;
          }
        });
  }

  /** 1 for true, 0 for false. */
  public static void booleansToFloats(
      int[] sizes, boolean[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    rows(
        sizes,
        xo,
        xs,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          for (int c = 0; c < n; c++) {
            y[o + c * oc] = x[i + c * ic] ? 1f : 0f;
          }
        });
  }

  /** 1 for true, 0 for false. */
  public static void booleansToLongs(
      int[] sizes, boolean[] x, int xo, int[] xs, long[] y, int yo, int[] ys) {
    rows(
        sizes,
        xo,
        xs,
        yo,
        ys,
        (i, ic, o, oc, n) -> {
          for (int c = 0; c < n; c++) {
            y[o + c * oc] = x[i + c * ic] ? 1L : 0L;
          }
        });
  }

  /** What is done to n elements that lie ic apart from i on, and their results oc from o on. */
  @FunctionalInterface
  private interface Row {
    void run(int i, int ic, int o, int oc, int n);
  }

  private static void rows(int[] sizes, int xo, int[] xs, int yo, int[] ys, Row action) {
    Walk t = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        action.run(t.o0 + r * t.r0, t.c0, t.o1 + r * t.r1, t.c1, t.w);
      }
    }
  }
}
