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
  final int[] list = new int[Select.LIST];
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

  /** Copies a strided tile to the start of {@code t}. */
  static void gather(float[] x, int xo, int rs, int cs, int h, int w, float[] t) {
    if (rs == 0 && h > 1) {
      gather(x, xo, 0, cs, 1, w, t);
      // Doubled again and again.
      int n = h * w;
      for (int done = w; done < n; done *= 2) {
        System.arraycopy(t, 0, t, done, Math.min(done, n - done));
      }
    } else if (cs == 1 && (rs == w || h == 1)) {
      System.arraycopy(x, xo, t, 0, h * w);
    } else if (cs == 1) {
      ShortRows.copy(x, xo, rs, t, 0, w, h, w);
    } else if (cs == 0) {
      for (int r = 0; r < h; r++) {
        Arrays.fill(t, r * w, r * w + w, x[xo + r * rs]);
      }
    } else if (rs == 1 && h >= 8) {
      Transpose.floats(x, xo, cs, t, 0, w, h, w);
    } else if (w == 1) {
      Comb.gather(x, xo, rs, t, 0, h);
    } else if (rs < cs && w < h) {
      for (int c = 0; c < w; c++) {
        for (int r = 0, i = xo + c * cs, o = c; r < h; r++, i += rs, o += w) {
          t[o] = x[i];
        }
      }
    } else {
      for (int r = 0; r < h; r++) {
        Comb.gather(x, xo + r * rs, cs, t, r * w, w);
      }
    }
  }

  /** Copies a strided tile to the start of {@code t}. */
  static void gather(boolean[] x, int xo, int rs, int cs, int h, int w, boolean[] t) {
    if (rs == 1 && cs > 1 && h >= 8) {
      Transpose.booleans(x, xo, cs, t, 0, w, h, w);
      return;
    }
    for (int r = 0; r < h; r++) {
      for (int c = 0, i = xo + r * rs; c < w; c++, i += cs) {
        t[r * w + c] = x[i];
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
    if (cs == 1 && (rs == w || h == 1)) {
      System.arraycopy(t, 0, y, yo, h * w);
    } else if (w == 1) {
      Comb.scatter(t, 0, y, yo, rs, h);
    } else if (cs == 1) {
      ShortRows.copy(t, 0, w, y, yo, rs, h, w);
    } else {
      for (int r = 0; r < h; r++) {
        Comb.scatter(t, r * w, y, yo + r * rs, cs, w);
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
