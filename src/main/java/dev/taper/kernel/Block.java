package dev.taper.kernel;

import java.util.Arrays;

/**
 * A thread's scratch for one tile of each operand, and the copies in and out of it.
 *
 * <p>A formula that itself runs a kernel finds the thread's block taken and gets one of its own.
 */
final class Block {
  private static final ThreadLocal<Block> MINE = ThreadLocal.withInitial(Block::new);

  final float[] a = new float[Walk.TILE];
  final float[] b = new float[Walk.TILE];
  final float[] y = new float[Walk.TILE];
  final boolean[] mask = new boolean[Walk.TILE];
  private boolean taken;

  private Block() {}

  static Block take() {
    Block block = MINE.get();
    if (block.taken) {
      block = new Block();
    }
    block.taken = true;
    return block;
  }

  void give() {
    taken = false;
  }

  /** Whether {@code h} rows of {@code w} columns lie in memory as one run. */
  static boolean dense(int h, int w, int rs, int cs) {
    return (cs == 1 || w == 1) && (h == 1 || rs == w);
  }

  /** Whether {@code h} rows of {@code w} columns are all the same element. */
  static boolean scalar(int h, int w, int rs, int cs) {
    return (cs == 0 || w == 1) && (rs == 0 || h == 1);
  }

  /** Copies a strided tile to the start of {@code t}. */
  static void gather(float[] x, int xo, int rs, int cs, int h, int w, float[] t) {
    if (rs == 0 && h > 1) {
      gather(x, xo, 0, cs, 1, w, t);
      for (int r = 1; r < h; r++) {
        copy(t, 0, t, r * w, w);
      }
    } else if (cs == 1) {
      for (int r = 0; r < h; r++) {
        copy(x, xo + r * rs, t, r * w, w);
      }
    } else if (cs == 0) {
      for (int r = 0; r < h; r++) {
        Arrays.fill(t, r * w, r * w + w, x[xo + r * rs]);
      }
    } else if (rs == 1) {
      for (int c = 0; c < w; c++) {
        int from = xo + c * cs;
        for (int r = 0, to = c; r < h; r++, to += w) {
          t[to] = x[from + r];
        }
      }
    } else {
      for (int r = 0; r < h; r++) {
        for (int c = 0, to = r * w; c < w; c++) {
          t[to + c] = x[xo + r * rs + c * cs];
        }
      }
    }
  }

  private static void copy(float[] x, int xo, float[] y, int yo, int n) {
    if (n >= 16) {
      System.arraycopy(x, xo, y, yo, n);
    } else {
      for (int i = 0; i < n; i++) {
        y[yo + i] = x[xo + i];
      }
    }
  }

  /** Sets each element of a strided tile. */
  static void fill(float value, float[] y, int yo, int rs, int cs, int h, int w) {
    for (int r = 0; r < h; r++) {
      int at = yo + r * rs;
      if (cs == 1) {
        Arrays.fill(y, at, at + w, value);
      } else {
        for (int c = 0; c < w; c++) {
          y[at + c * cs] = value;
        }
      }
    }
  }

  /** Copies the start of {@code t} to a strided tile. */
  static void scatter(float[] t, float[] y, int yo, int rs, int cs, int h, int w) {
    for (int r = 0; r < h; r++) {
      if (cs == 1) {
        copy(t, r * w, y, yo + r * rs, w);
      } else {
        for (int c = 0; c < w; c++) {
          y[yo + r * rs + c * cs] = t[r * w + c];
        }
      }
    }
  }

  /** Copies the start of {@code t} to a strided tile. */
  static void scatter(boolean[] t, boolean[] y, int yo, int rs, int cs, int h, int w) {
    for (int r = 0; r < h; r++) {
      for (int c = 0; c < w; c++) {
        y[yo + r * rs + c * cs] = t[r * w + c];
      }
    }
  }
}
