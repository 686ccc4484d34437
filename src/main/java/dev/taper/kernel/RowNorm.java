package dev.taper.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows brought to mean 0 and variance 1, and what that does to gradients; {@code h} is {@code (x −
 * mean)·scale}, the scale being {@code 1 / √(variance + eps)}.
 */
public final class RowNorm {
  /** What an element costs, where that of a sum is 1. */
  private static final int COST = 4;

  /** Elements of a row below which plain Java is as fast. */
  private static final int WORTHWHILE = 64;

  private static final int TRIAL = 4 * WORTHWHILE + 5;
  private static final Warmup WARMUP = new Warmup(RowNorm::trial);

  private RowNorm() {}

  /** {@code y = h·weight + bias}, and each row's mean and scale. */
  public static void forward(
      float[] x,
      int xo,
      int rows,
      int n,
      float @Nullable [] weight,
      int wo,
      float @Nullable [] bias,
      int bo,
      double eps,
      float[] y,
      int yo,
      float[] means,
      float[] scales) {
    float[] w = weight == null ? ones(n) : weight;
    float[] b = bias == null ? new float[n] : bias;
    int ws = weight == null ? 0 : wo;
    int bs = bias == null ? 0 : bo;
    Grid.run(
        rows,
        (long) n * COST,
        (from, to) -> {
          boolean vector = vector(n);
          for (int r = from; r < to; r++) {
            int at = r * n;
            float mean = Fold.SUM.row(x, xo + at, n, 0f) / n;
            float variance = Fold.SUM_SQUARES.row(x, xo + at, n, mean) / n;
            float scale = 1 / (float) Math.sqrt(variance + (float) eps);
            means[r] = mean;
            scales[r] = scale;
            if (vector) {
              VectorRowNorm.normalize(x, xo + at, mean, scale, w, ws, b, bs, y, yo + at, n);
            } else {
              normalize(x, xo + at, mean, scale, w, ws, b, bs, y, yo + at, n);
            }
          }
        });
  }

  /** {@code dx = (g − Σg/n − h·Σ(g·h)/n)·scale} with {@code g = dy·weight}. */
  public static void backward(
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      int rows,
      int n,
      float @Nullable [] weight,
      int wo,
      float[] means,
      float[] scales,
      float[] dx,
      int dxo) {
    float[] w = weight == null ? ones(n) : weight;
    int ws = weight == null ? 0 : wo;
    Grid.run(
        rows,
        2L * n * COST,
        (from, to) -> {
          boolean vector = vector(n);
          float[] g = new float[n];
          float[] h = new float[n];
          for (int r = from; r < to; r++) {
            int i = dyo + r * n;
            int j = xo + r * n;
            if (vector) {
              VectorRowNorm.prepare(dy, i, w, ws, x, j, means[r], scales[r], g, h, n);
            } else {
              prepare(dy, i, w, ws, x, j, means[r], scales[r], g, h, n);
            }
            float mean = Fold.SUM.row(g, 0, n, 0f) / n;
            float slope = Reduce.dot(g, 0, h, 0, n) / n;
            if (vector) {
              VectorRowNorm.combine(g, h, mean, slope, scales[r], dx, dxo + r * n, n);
            } else {
              combine(g, h, mean, slope, scales[r], dx, dxo + r * n, n);
            }
          }
        });
  }

  /** {@code dw = Σ dy·h} over the rows. */
  public static void weightBackward(
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      int rows,
      int n,
      float[] means,
      float[] scales,
      float[] dw,
      int dwo) {
    int blocks = (rows + Fold.ROWS - 1) / Fold.ROWS;
    float[] parts = new float[blocks * n];
    Grid.run(
        blocks,
        2L * Fold.ROWS * n,
        (from, to) -> {
          boolean vector = vector(n);
          for (int r = from * Fold.ROWS; r < Math.min(rows, to * Fold.ROWS); r++) {
            int at = r / Fold.ROWS * n;
            int i = dyo + r * n;
            int j = xo + r * n;
            if (vector) {
              VectorRowNorm.accumulate(dy, i, x, j, means[r], scales[r], parts, at, n);
            } else {
              accumulate(dy, i, x, j, means[r], scales[r], parts, at, n);
            }
          }
        });
    Fold.SUM.columns(parts, 0, blocks, n, n, null, 0, dw, dwo);
  }

  private static boolean vector(int n) {
    return n >= WORTHWHILE && WARMUP.ready((long) n * COST);
  }

  private static float[] ones(int n) {
    float[] ones = new float[n];
    Arrays.fill(ones, 1f);
    return ones;
  }

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
      int wo,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] g,
      float[] h,
      int n) {
    prepare(dy, dyo, w, wo, x, xo, mean, scale, g, h, 0, n);
  }

  static void prepare(
      float[] dy,
      int dyo,
      float[] w,
      int wo,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] g,
      float[] h,
      int from,
      int n) {
    for (int i = from; i < n; i++) {
      g[i] = dy[dyo + i] * w[wo + i];
      h[i] = (x[xo + i] - mean) * scale;
    }
  }

  static void combine(
      float[] g, float[] h, float mean, float slope, float scale, float[] dx, int dxo, int n) {
    combine(g, h, mean, slope, scale, dx, dxo, 0, n);
  }

  static void combine(
      float[] g,
      float[] h,
      float mean,
      float slope,
      float scale,
      float[] dx,
      int dxo,
      int from,
      int n) {
    for (int i = from; i < n; i++) {
      dx[dxo + i] = Math.fma(h[i], -slope, g[i] - mean) * scale;
    }
  }

  static void accumulate(
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] sums,
      int so,
      int n) {
    for (int i = 0; i < n; i++) {
      sums[so + i] = Math.fma(dy[dyo + i], (x[xo + i] - mean) * scale, sums[so + i]);
    }
  }

  private static Warmup.Trial trial() {
    float[] x = new float[TRIAL];
    float[] y = new float[TRIAL];
    float[] z = new float[TRIAL];
    return new Warmup.Trial(
        () -> {
          for (int n = WORTHWHILE; n <= TRIAL; n += TRIAL - WORTHWHILE) {
            normalize(x, 0, 1f, 2f, x, 0, x, 0, y, 0, n);
            prepare(x, 0, x, 0, x, 0, 1f, 2f, y, z, n);
            combine(x, x, 1f, 2f, 3f, y, 0, n);
            accumulate(x, 0, x, 0, 1f, 2f, y, 0, n);
          }
        },
        () -> {
          for (int n = WORTHWHILE; n <= TRIAL; n += TRIAL - WORTHWHILE) {
            VectorRowNorm.normalize(x, 0, 1f, 2f, x, 0, x, 0, y, 0, n);
            VectorRowNorm.prepare(x, 0, x, 0, x, 0, 1f, 2f, y, z, n);
            VectorRowNorm.combine(x, x, 1f, 2f, 3f, y, 0, n);
            VectorRowNorm.accumulate(x, 0, x, 0, 1f, 2f, y, 0, n);
          }
        });
  }
}
