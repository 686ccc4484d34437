package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Transposition of a matrix: eight columns at a time in plain Java, in registers once that is warm.
 */
final class Transpose implements Warmup.Subject {
  private static final Transpose FLOATS = new Transpose();

  /** Elements between rows of which few stay in L1 together. */
  private static final int FAR = 512;

  /** Smaller matrices are no work for registers. */
  private static final int LEAST = 4;

  /** Rows and columns of a trial: whole blocks and something left over, whatever their size. */
  private static final int TRIAL = 39;

  /** What is left over. */
  private static final int REST = 7;

  private final Warmup warmup = new Warmup(this);

  private Transpose() {}

  /** {@code y[yo + r * yr + c] = x[xo + c * xc + r]} for {@code h} rows and {@code w} columns. */
  static void floats(float[] x, int xo, int xc, float[] y, int yo, int yr, int h, int w) {
    if (h >= LEAST && w >= LEAST && FLOATS.warmup.ready((long) h * w)) {
      VectorTranspose.floats(x, xo, xc, y, yo, yr, h, w);
    } else {
      plain(x, xo, xc, y, yo, yr, h, w);
    }
  }

  /**
   * The same where the result may be large.
   *
   * <p>Half a cache line at a time goes to each of its rows. Rows so far apart share few sets of
   * L1, and their lines would be gone before the other half comes; so they are put together
   * elsewhere.
   */
  static void rows(float[] x, int xo, int xc, float[] y, int yo, int yr, int h, int w) {
    if (yr < FAR || byLines()) {
      floats(x, xo, xc, y, yo, yr, h, w);
      return;
    }
    Block block = Block.take();
    try {
      floats(x, xo, xc, block.y, 0, w, h, w);
      Block.scatter(block.y, y, yo, yr, 1, h, w);
    } finally {
      block.give();
    }
  }

  /** Whether blocks take whole cache lines, so that it matters where they begin. */
  static boolean byLines() {
    return FLOATS.warmup.ready(0) && VectorTranspose.LANES == Walk.LINE;
  }

  @Override
  public Warmup.@Nullable Trial trial() {
    float[] x = new float[TRIAL * TRIAL];
    float[] y = new float[TRIAL * Walk.WIDE];
    return new Warmup.Trial(
        () -> {
          plain(x, 0, TRIAL, y, 0, TRIAL, TRIAL, TRIAL);
          plain(x, 0, TRIAL, y, 0, TRIAL, TRIAL - REST, TRIAL - REST);
          plain(x, 0, TRIAL, y, 0, Walk.WIDE, TRIAL, TRIAL);
        },
        () -> {
          VectorTranspose.floats(x, 0, TRIAL, y, 0, TRIAL, TRIAL, TRIAL);
          VectorTranspose.floats(x, 0, TRIAL, y, 0, TRIAL, TRIAL - REST, TRIAL - REST);
          VectorTranspose.floats(x, 0, TRIAL, y, 0, Walk.WIDE, TRIAL, TRIAL);
        });
  }

  /** The same in plain Java. */
  static void plain(float[] x, int xo, int xc, float[] y, int yo, int yr, int h, int w) {
    int c = 0;
    for (; c + 8 <= w; c += 8) {
      eight(x, xo + c * xc, xc, y, yo + c, yr, h);
    }
    if (c + 4 <= w) {
      four(x, xo + c * xc, xc, y, yo + c, yr, h);
      c += 4;
    }
    for (; c < w; c++) {
      for (int r = 0, i = xo + c * xc, o = yo + c; r < h; r++, o += yr) {
        y[o] = x[i + r];
      }
    }
  }

  /** Eight columns: no more cache lines at a time than an L1 set holds, whatever the stride. */
  private static void eight(float[] x, int x0, int xc, float[] y, int yo, int yr, int h) {
    int x1 = x0 + xc;
    int x2 = x1 + xc;
    int x3 = x2 + xc;
    int x4 = x3 + xc;
    int x5 = x4 + xc;
    int x6 = x5 + xc;
    int x7 = x6 + xc;
    for (int r = 0, o = yo; r < h; r++, o += yr) {
      float v0 = x[x0 + r];
      float v1 = x[x1 + r];
      float v2 = x[x2 + r];
      float v3 = x[x3 + r];
      float v4 = x[x4 + r];
      float v5 = x[x5 + r];
      float v6 = x[x6 + r];
      float v7 = x[x7 + r];
      y[o] = v0;
      y[o + 1] = v1;
      y[o + 2] = v2;
      y[o + 3] = v3;
      y[o + 4] = v4;
      y[o + 5] = v5;
      y[o + 6] = v6;
      y[o + 7] = v7;
    }
  }

  private static void four(float[] x, int x0, int xc, float[] y, int yo, int yr, int h) {
    int x1 = x0 + xc;
    int x2 = x1 + xc;
    int x3 = x2 + xc;
    for (int r = 0, o = yo; r < h; r++, o += yr) {
      float v0 = x[x0 + r];
      float v1 = x[x1 + r];
      float v2 = x[x2 + r];
      float v3 = x[x3 + r];
      y[o] = v0;
      y[o + 1] = v1;
      y[o + 2] = v2;
      y[o + 3] = v3;
    }
  }

  /** The same for longs. */
  static void longs(long[] x, int xo, int xc, long[] y, int yo, int yr, int h, int w) {
    int c = 0;
    for (; c + 8 <= w; c += 8) {
      eight(x, xo + c * xc, xc, y, yo + c, yr, h);
    }
    for (; c < w; c++) {
      for (int r = 0, i = xo + c * xc, o = yo + c; r < h; r++, o += yr) {
        y[o] = x[i + r];
      }
    }
  }

  private static void eight(long[] x, int x0, int xc, long[] y, int yo, int yr, int h) {
    int x1 = x0 + xc;
    int x2 = x1 + xc;
    int x3 = x2 + xc;
    int x4 = x3 + xc;
    int x5 = x4 + xc;
    int x6 = x5 + xc;
    int x7 = x6 + xc;
    for (int r = 0, o = yo; r < h; r++, o += yr) {
      long v0 = x[x0 + r];
      long v1 = x[x1 + r];
      long v2 = x[x2 + r];
      long v3 = x[x3 + r];
      long v4 = x[x4 + r];
      long v5 = x[x5 + r];
      long v6 = x[x6 + r];
      long v7 = x[x7 + r];
      y[o] = v0;
      y[o + 1] = v1;
      y[o + 2] = v2;
      y[o + 3] = v3;
      y[o + 4] = v4;
      y[o + 5] = v5;
      y[o + 6] = v6;
      y[o + 7] = v7;
    }
  }

  /** The same for booleans. */
  static void booleans(boolean[] x, int xo, int xc, boolean[] y, int yo, int yr, int h, int w) {
    int c = 0;
    for (; c + 8 <= w; c += 8) {
      eight(x, xo + c * xc, xc, y, yo + c, yr, h);
    }
    for (; c < w; c++) {
      for (int r = 0, i = xo + c * xc, o = yo + c; r < h; r++, o += yr) {
        y[o] = x[i + r];
      }
    }
  }

  private static void eight(boolean[] x, int x0, int xc, boolean[] y, int yo, int yr, int h) {
    int x1 = x0 + xc;
    int x2 = x1 + xc;
    int x3 = x2 + xc;
    int x4 = x3 + xc;
    int x5 = x4 + xc;
    int x6 = x5 + xc;
    int x7 = x6 + xc;
    for (int r = 0, o = yo; r < h; r++, o += yr) {
      boolean v0 = x[x0 + r];
      boolean v1 = x[x1 + r];
      boolean v2 = x[x2 + r];
      boolean v3 = x[x3 + r];
      boolean v4 = x[x4 + r];
      boolean v5 = x[x5 + r];
      boolean v6 = x[x6 + r];
      boolean v7 = x[x7 + r];
      y[o] = v0;
      y[o + 1] = v1;
      y[o + 2] = v2;
      y[o + 3] = v3;
      y[o + 4] = v4;
      y[o + 5] = v5;
      y[o + 6] = v6;
      y[o + 7] = v7;
    }
  }
}
