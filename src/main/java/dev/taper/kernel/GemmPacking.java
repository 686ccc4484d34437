package dev.taper.kernel;

/**
 * Copies blocks of strided matrices into the panels that the micro-kernels read.
 *
 * <p>A panel of width w holds w rows of A (or columns of B) side by side: element {@code [p][r]} at
 * {@code p·w + r}. The last panel is padded with zeros.
 */
final class GemmPacking {
  private GemmPacking() {}

  /** Elements that are copied together across rows, so that the lines being read stay in L1. */
  private static final int STRIP = 16;

  /**
   * Packs count vectors of length k, vector r at {@code x[xo + r·rs + p·ks]}, into panels of width
   * w from {@code y[yo]} on.
   */
  static void pack(int count, int k, float[] x, int xo, int rs, int ks, float[] y, int yo, int w) {
    for (int r = 0; r < count; r += w) {
      int width = Math.min(w, count - r);
      panel(width, k, x, xo + r * rs, rs, ks, y, yo + r * k, w, w);
    }
  }

  /** Copies one panel; elements from width to filled are zeros, and rows lie w apart. */
  static void panel(
      int width, int k, float[] x, int xo, int rs, int ks, float[] y, int yo, int filled, int w) {
    if (rs == 1) {
      copyRows(width, k, x, xo, ks, y, yo, w);
    } else if (ks == 1 && width >= 8) {
      for (int r = 0; r < width; r += 8) {
        // The last eight may overlap those before.
        int q = Math.min(r, width - 8);
        copy8(k, x, xo + q * rs, rs, y, yo + q, w);
      }
    } else if (ks == 1 && width == 3) {
      copy3(k, x, xo, rs, y, yo, w);
    } else {
      for (int r = 0; r < width; r++) {
        copyColumn(k, x, xo + r * rs, ks, y, yo + r, w);
      }
    }
    if (width < filled) {
      for (int p = 0; p < k; p++) {
        for (int r = width; r < filled; r++) {
          y[yo + p * w + r] = 0f;
        }
      }
    }
  }

  private static void copyRows(
      int width, int k, float[] x, int xo, int ks, float[] y, int yo, int w) {
    for (int p = 0; p < k; p++) {
      System.arraycopy(x, xo + p * ks, y, yo + p * w, width);
    }
  }

  /** Eight rows that run along k: C2 needs no check for the reads and two for the eight writes. */
  private static void copy8(int k, float[] x, int xo, int rs, float[] y, int yo, int w) {
    int x1 = xo + rs;
    int x2 = x1 + rs;
    int x3 = x2 + rs;
    int x4 = x3 + rs;
    int x5 = x4 + rs;
    int x6 = x5 + rs;
    int x7 = x6 + rs;
    int o = yo;
    for (int p = 0; p < k; p++) {
      y[o] = x[xo + p];
      y[o + 1] = x[x1 + p];
      y[o + 2] = x[x2 + p];
      y[o + 3] = x[x3 + p];
      y[o + 4] = x[x4 + p];
      y[o + 5] = x[x5 + p];
      y[o + 6] = x[x6 + p];
      y[o + 7] = x[x7 + p];
      o += w;
    }
  }

  private static void copy3(int k, float[] x, int xo, int rs, float[] y, int yo, int w) {
    int x1 = xo + rs;
    int x2 = x1 + rs;
    int o = yo;
    for (int p = 0; p < k; p++) {
      y[o] = x[xo + p];
      y[o + 1] = x[x1 + p];
      y[o + 2] = x[x2 + p];
      o += w;
    }
  }

  static void copyColumn(int n, float[] x, int xo, int xs, float[] y, int yo, int ys) {
    for (int p = 0; p < n; p++) {
      y[yo + p * ys] = x[xo + p * xs];
    }
  }

  /**
   * Copies k rows of n elements, row p at {@code x[xo + p·rs]} with stride cs, into {@code y[p]}.
   */
  static void rows(int k, int n, float[] x, int xo, int rs, int cs, float[][] y) {
    if (cs == 1) {
      for (int p = 0; p < k; p++) {
        System.arraycopy(x, xo + p * rs, y[p], 0, n);
      }
      return;
    }
    for (int j = 0; j < n; j += STRIP) {
      int strip = Math.min(STRIP, n - j);
      for (int p = 0; p < k; p++) {
        float[] row = y[p];
        for (int q = 0; q < strip; q++) {
          row[j + q] = x[xo + p * rs + (j + q) * cs];
        }
      }
    }
  }
}
