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

  /** Rows that are added up together: each sum is read and written once for all of them. */
  private static final int GROUP = 8;

  private static final float[] NONE = {};

  /** What a trial leaves over behind whole vectors. */
  private static final int REST = 5;

  /** Two sums, and room for lanes behind them. */
  static final int SUMS = 2 + PlainReduce.LANES;

  private static final int TRIAL = 4 * WORTHWHILE + REST;
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
          if (n < WORTHWHILE) {
            shortRows(x, xo, from, to, n, w, ws, b, bs, (float) eps, y, yo, means, scales);
            return;
          }
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
              PlainRowNorm.normalize(x, xo + at, mean, scale, w, ws, b, bs, y, yo + at, n);
            }
          }
        });
  }

  /** Rows shorter than a few vectors, all of them to a call: a call each would cost more. */
  private static void shortRows(
      float[] x,
      int xo,
      int from,
      int to,
      int n,
      float[] w,
      int ws,
      float[] b,
      int bs,
      float eps,
      float[] y,
      int yo,
      float[] means,
      float[] scales) {
    shortMoments(x, xo, from, to, n, eps, means, scales);
    int elements = (to - from) * n;
    if (elements >= WORTHWHILE && WARMUP.ready((long) elements * COST)) {
      VectorRowNorm.normalizeRows(x, xo, from, to, n, means, scales, w, ws, b, bs, y, yo);
      return;
    }
    for (int r = from; r < to; r++) {
      int at = r * n;
      PlainRowNorm.normalize(x, xo + at, means[r], scales[r], w, ws, b, bs, y, yo + at, n);
    }
  }

  /** Means and scales of short rows: one alone would wait for each addition. */
  private static void shortMoments(
      float[] x, int xo, int from, int to, int n, float eps, float[] means, float[] scales) {
    int at = xo + from * n;
    Fold.SUM.apply(x, at, to - from, n, 1, means, from);
    for (int r = from; r < to; r++) {
      means[r] /= n;
    }
    Fold.SUM_SQUARES.apply(x, at, to - from, n, 1, means, from, scales, from);
    for (int r = from; r < to; r++) {
      scales[r] = 1 / (float) Math.sqrt(scales[r] / n + eps);
    }
  }

  /**
   * {@code dx = (g − Σg/n − h·Σ(g·h)/n)·scale} with {@code g = dy·weight}.
   *
   * @param dw where {@code Σ dy·h} over the rows goes, and {@code db} where {@code Σ dy} goes; null
   *     where only {@code dx} is wanted
   */
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
      int dxo,
      float @Nullable [] dw,
      float @Nullable [] db) {
    float[] w = padded(weight, wo, n);
    int blocks = (rows + Fold.ROWS - 1) / Fold.ROWS;
    float[] toWeight = dw == null ? NONE : new float[blocks * n];
    float[] toBias = dw == null ? NONE : new float[blocks * n];
    // Rows of one block add to the same sums, so one thread takes them all.
    int piece = dw == null ? 1 : Fold.ROWS;
    Grid.run(
        (rows + piece - 1) / piece,
        2L * n * COST * piece,
        (from, to) -> {
          int end = Math.min(rows, to * piece);
          boolean vector = vector(n);
          boolean fit = vector && VectorRowNorm.fit(dy, dyo + end * n - n, x, xo + end * n - n, n);
          float[] g = new float[fit ? 0 : n];
          float[] h = new float[fit ? 0 : n];
          float[] sums = new float[vector ? SUMS : 2];
          for (int r = from * piece; r < end; r++) {
            int i = dyo + r * n;
            int j = xo + r * n;
            int k = dxo + r * n;
            float m = means[r];
            float s = scales[r];
            if (vector) {
              vectorSums(dy, i, w, x, j, m, s, g, h, sums, n);
              VectorRowNorm.combine(dy, i, w, x, j, m, s, sums, dx, k, n);
            } else {
              PlainRowNorm.prepare(dy, i, w, x, j, m, s, g, h, 0, n);
              sums(g, h, sums, n);
              PlainRowNorm.combine(dy, i, w, x, j, m, s, sums, dx, k, 0, n);
            }
            // While the rows are at hand, some of them at a time.
            int count = r % GROUP + 1;
            if (dw != null && (count == GROUP || r == end - 1)) {
              int back = (count - 1) * n;
              int at = r / Fold.ROWS * n;
              accumulate(
                  vector,
                  dy,
                  i - back,
                  x,
                  j - back,
                  count,
                  n,
                  means,
                  scales,
                  r - count + 1,
                  toWeight,
                  toBias,
                  at);
            }
          }
        });
    if (dw != null && db != null) {
      Fold.SUM.columns(toWeight, 0, blocks, n, n, null, 0, dw, 0);
      Arrays.fill(db, 0, n, 0f);
      Fold.SUM.pairwiseRows(toBias, blocks, n);
      System.arraycopy(toBias, 0, db, 0, Math.min(n, toBias.length));
    }
  }

  private static void vectorSums(
      float[] dy,
      int dyo,
      float[] w,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] g,
      float[] h,
      float[] sums,
      int n) {
    if (VectorRowNorm.fit(dy, dyo, x, xo, n)) {
      VectorRowNorm.sums(dy, dyo, w, x, xo, mean, scale, sums, n);
    } else {
      VectorRowNorm.prepare(dy, dyo, w, x, xo, mean, scale, g, h, n);
      sums(g, h, sums, n);
    }
  }

  /** {@code Σ g / n} and {@code Σ g·h / n}. */
  private static void sums(float[] g, float[] h, float[] sums, int n) {
    sums[0] = Fold.SUM.row(g, 0, n, 0f) / n;
    sums[1] = Reduce.dot(g, 0, h, 0, n) / n;
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
    float[] toBias = new float[blocks * n];
    Grid.run(
        blocks,
        2L * Fold.ROWS * n,
        (from, to) -> {
          boolean vector = vector(n);
          for (int r = from * Fold.ROWS; r < Math.min(rows, to * Fold.ROWS); r += GROUP) {
            int count = Math.min(GROUP, rows - r);
            int at = r / Fold.ROWS * n;
            accumulate(
                vector,
                dy,
                dyo + r * n,
                x,
                xo + r * n,
                count,
                n,
                means,
                scales,
                r,
                parts,
                toBias,
                at);
          }
        });
    Fold.SUM.columns(parts, 0, blocks, n, n, null, 0, dw, dwo);
  }

  /** Adds {@code dy·h}, and {@code dy}, of some rows to sums. */
  private static void accumulate(
      boolean vector,
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
      int to) {
    if (vector) {
      VectorRowNorm.accumulate(dy, dyo, x, xo, rows, n, means, scales, first, toWeight, toBias, to);
    } else {
      PlainRowNorm.accumulate(
          dy, dyo, x, xo, rows, n, means, scales, first, toWeight, toBias, to, 0);
    }
  }

  private static boolean vector(int n) {
    return n >= WORTHWHILE && WARMUP.ready((long) n * COST);
  }

  private static float[] ones(int n) {
    float[] ones = new float[n];
    Arrays.fill(ones, 1f);
    return ones;
  }

  /** The weight from index 0 on, 1 where there is none, and behind it room to read 64 at a time. */
  private static float[] padded(float @Nullable [] weight, int wo, int n) {
    float[] w = new float[n + PlainReduce.LANES];
    if (weight == null) {
      Arrays.fill(w, 1f);
    } else {
      System.arraycopy(weight, wo, w, 0, n);
    }
    return w;
  }

  private static Warmup.Trial trial() {
    float[] x = new float[TRIAL + PlainReduce.LANES];
    float[] y = new float[TRIAL];
    float[] z = new float[TRIAL];
    float[] sums = new float[SUMS];
    return new Warmup.Trial(
        () -> {
          for (int n = WORTHWHILE; n <= TRIAL; n += TRIAL - WORTHWHILE) {
            PlainRowNorm.normalize(x, 0, 1f, 2f, x, 0, x, 0, y, 0, n);
            PlainRowNorm.normalize(x, 0, 1f, 2f, x, 0, x, 0, y, 0, WORTHWHILE);
            PlainRowNorm.prepare(x, 0, x, x, 0, 1f, 2f, y, z, 0, n);
            sums(y, z, sums, n);
            PlainRowNorm.combine(x, 0, x, x, 0, 1f, 2f, sums, y, 0, 0, n);
            PlainRowNorm.accumulate(x, 0, x, 0, 1, n, sums, sums, 0, y, z, 0, 0);
          }
        },
        () -> {
          for (int n = WORTHWHILE; n <= TRIAL; n += TRIAL - WORTHWHILE) {
            VectorRowNorm.normalize(x, 0, 1f, 2f, x, 0, x, 0, y, 0, n);
            VectorRowNorm.normalizeRows(x, 0, 0, 2, WORTHWHILE / 2, sums, sums, x, 0, x, 0, y, 0);
            VectorRowNorm.normalizeRows(x, 0, 0, 2, REST, sums, sums, x, 0, x, 0, y, 0);
            VectorRowNorm.prepare(x, 0, x, x, 0, 1f, 2f, y, z, n);
            vectorSums(x, 0, x, x, 0, 1f, 2f, y, z, sums, n);
            VectorRowNorm.combine(x, 0, x, x, 0, 1f, 2f, sums, y, 0, n);
            VectorRowNorm.accumulate(x, 0, x, 0, 1, n, sums, sums, 0, y, z, 0);
          }
        });
  }
}
