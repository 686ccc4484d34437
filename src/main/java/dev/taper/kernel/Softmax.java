package dev.taper.kernel;

/**
 * Softmax and its logarithm along the middle of a contiguous {@code (outer, reduce, inner)}, and
 * their gradients.
 *
 * <p>The largest element is taken off first, so nothing overflows. As in torch a slice of nothing
 * but {@code -∞}, or one that holds {@code +∞} or NaN, is NaN throughout, {@code -∞} beside {@code
 * +∞} included. The destination may be a source at the same offset.
 */
public final class Softmax {
  private Softmax() {}

  /** {@code y = eˣ / Σ eˣ}. */
  public static void softmax(
      float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo) {
    if (inner == 1) {
      SoftmaxRows.run(
          outer, reduce, (at, rows) -> SoftmaxRows.softmax(x, xo + at, rows, reduce, y, yo + at));
      return;
    }
    strips(
        outer,
        reduce,
        inner,
        (at, n) -> {
          float[] max = new float[n];
          float[] sum = new float[n];
          Fold.MAX.columns(x, xo + at, reduce, inner, n, null, 0, max, 0);
          boolean vector = SoftmaxRows.vector(reduce * n);
          for (int i = at; i < at + reduce * inner; i += inner) {
            subtract(vector, x, xo + i, max, y, yo + i, n);
            SoftmaxRows.exps(y, yo + i, 0f, y, yo + i, n);
          }
          Fold.SUM.columns(y, yo + at, reduce, inner, n, null, 0, sum, 0);
          for (int j = 0; j < n; j++) {
            sum[j] = 1 / sum[j];
          }
          for (int i = at; i < at + reduce * inner; i += inner) {
            if (vector) {
              VectorSoftmax.scale(y, yo + i, sum, 0, n);
            } else {
              PlainSoftmax.scale(y, yo + i, sum, 0, n);
            }
          }
        });
  }

  /** {@code y = x − log Σ eˣ}. */
  public static void logSoftmax(
      float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo) {
    if (inner == 1) {
      SoftmaxRows.run(
          outer,
          reduce,
          (at, rows) -> SoftmaxRows.logSoftmax(x, xo + at, rows, reduce, y, yo + at));
      return;
    }
    strips(
        outer,
        reduce,
        inner,
        (at, n) -> {
          float[] max = new float[n];
          float[] sum = new float[n];
          Fold.MAX.columns(x, xo + at, reduce, inner, n, null, 0, max, 0);
          boolean vector = SoftmaxRows.vector(reduce * n);
          float[] exps = new float[reduce * n];
          for (int r = 0; r < reduce; r++) {
            int i = at + r * inner;
            subtract(vector, x, xo + i, max, y, yo + i, n);
            SoftmaxRows.exps(y, yo + i, 0f, exps, r * n, n);
          }
          Fold.SUM.columns(exps, 0, reduce, n, n, null, 0, sum, 0);
          for (int j = 0; j < n; j++) {
            sum[j] = FloatMath.log(sum[j]);
          }
          for (int i = at; i < at + reduce * inner; i += inner) {
            subtract(vector, y, yo + i, sum, y, yo + i, n);
          }
        });
  }

  /** {@code dx = (dy − Σ dy·y)·y}. */
  public static void softmaxBackward(
      float[] dy,
      int dyo,
      float[] y,
      int yo,
      int outer,
      int reduce,
      int inner,
      float[] dx,
      int dxo) {
    if (inner == 1) {
      SoftmaxRows.run(
          outer,
          reduce,
          (at, rows) -> SoftmaxRows.gradient(dy, dyo + at, y, yo + at, rows, reduce, dx, dxo + at));
      return;
    }
    strips(
        outer,
        reduce,
        inner,
        (at, n) -> {
          float[] sum = new float[n];
          for (int j = 0; j < n; j++) {
            sum[j] = Reduce.dot(dy, dyo + at + j, inner, y, yo + at + j, inner, reduce);
          }
          boolean vector = SoftmaxRows.vector(reduce * n);
          for (int i = at; i < at + reduce * inner; i += inner) {
            if (vector) {
              VectorSoftmax.gradient(dy, dyo + i, y, yo + i, sum, 0, dx, dxo + i, n);
            } else {
              PlainSoftmax.gradient(dy, dyo + i, y, yo + i, sum, 0, dx, dxo + i, n);
            }
          }
        });
  }

  /** {@code dx = dy − eʸ·Σ dy}. */
  public static void logSoftmaxBackward(
      float[] dy,
      int dyo,
      float[] y,
      int yo,
      int outer,
      int reduce,
      int inner,
      float[] dx,
      int dxo) {
    if (inner == 1) {
      SoftmaxRows.run(
          outer,
          reduce,
          (at, rows) ->
              SoftmaxRows.logGradient(dy, dyo + at, y, yo + at, rows, reduce, dx, dxo + at));
      return;
    }
    strips(
        outer,
        reduce,
        inner,
        (at, n) -> {
          float[] sum = new float[n];
          float[] e = new float[n];
          Fold.SUM.columns(dy, dyo + at, reduce, inner, n, null, 0, sum, 0);
          boolean vector = SoftmaxRows.vector(reduce * n);
          for (int i = at; i < at + reduce * inner; i += inner) {
            SoftmaxRows.exps(y, yo + i, 0f, e, 0, n);
            if (vector) {
              VectorSoftmax.logGradient(dy, dyo + i, e, 0, sum, 0, dx, dxo + i, n);
            } else {
              PlainSoftmax.logGradient(dy, dyo + i, e, 0, sum, 0, dx, dxo + i, n);
            }
          }
        });
  }

  /** {@code y = x − m} with an {@code m} for each column. */
  private static void subtract(
      boolean vector, float[] x, int xo, float[] m, float[] y, int yo, int n) {
    if (vector) {
      VectorSoftmax.subtract(x, xo, m, 0, y, yo, n);
    } else {
      PlainSoftmax.subtract(x, xo, m, 0, y, yo, n);
    }
  }

  /** Gives out strips of neighbouring slices. */
  private static void strips(int outer, int reduce, int inner, SoftmaxRows.Task task) {
    if (reduce == 0 || inner == 0) {
      return;
    }
    int width = Math.min(inner, Fold.COLUMNS);
    int strips = (inner + width - 1) / width;
    Grid.run(
        outer * strips,
        (long) reduce * width * SoftmaxRows.COST,
        (from, to) -> {
          for (int c = from; c < to; c++) {
            int j = c % strips * width;
            task.run(c / strips * reduce * inner + j, Math.min(width, inner - j));
          }
        });
  }
}
