package dev.taper.kernel;

/** The loops of {@link RowNorm} in plain Java. */
final class PlainRowNorm {
  private PlainRowNorm() {}

  static void normalize(
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float[] y,
      int yo,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma((x[xo + i] - mean) * scale, w[wo + i], b[bo + i]);
    }
  }

  static void prepare(
      float[] dy,
      int dyo,
      float[] w,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] g,
      float[] h,
      int from,
      int n) {
    for (int i = from; i < n; i++) {
      g[i] = dy[dyo + i] * w[i];
      h[i] = (x[xo + i] - mean) * scale;
    }
  }

  static void combine(
      float[] dy,
      int dyo,
      float[] w,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] sums,
      float[] dx,
      int dxo,
      int from,
      int n) {
    float middle = sums[0];
    float slope = -sums[1];
    for (int i = from; i < n; i++) {
      float h = (x[xo + i] - mean) * scale;
      dx[dxo + i] = Math.fma(h, slope, dy[dyo + i] * w[i] - middle) * scale;
    }
  }

  static void accumulate(
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      int rows,
      int n,
      float[] means,
      float[] scales,
      int first,
      float[] toWeight,
      float[] toBias,
      int to,
      int from) {
    for (int r = 0; r < rows; r++) {
      float mean = means[first + r];
      float scale = scales[first + r];
      int p = dyo + r * n;
      int q = xo + r * n;
      for (int i = from; i < n; i++) {
        float h = (x[q + i] - mean) * scale;
        toWeight[to + i] = Math.fma(dy[p + i], h, toWeight[to + i]);
        toBias[to + i] += dy[p + i];
      }
    }
  }
}
