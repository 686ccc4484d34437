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
  /** What an exponential costs in elements of cheap work. */
  private static final int COST = 8;

  /** Elements below which plain Java is as fast. */
  private static final int WORTHWHILE = 64;

  private static final int TRIAL = 4 * WORTHWHILE + 5;
  private static final Warmup EXPS = new Warmup(Softmax::expsTrial);
  private static final Warmup GRADIENT = new Warmup(Softmax::gradientTrial);

  private Softmax() {}

  /** Work on {@code n} neighbouring slices from {@code start} on. */
  @FunctionalInterface
  private interface Slices {
    void run(int start, int n);
  }

  private static Warmup.Trial expsTrial() {
    float[] x = new float[TRIAL];
    float[] y = new float[TRIAL];
    return new Warmup.Trial(
        () -> {
          plainExps(x, 0, x, 0, 0, y, 0, TRIAL);
          plainExps(x, 0, x, 0, 1, y, 0, TRIAL);
          plainExps(x, 0, x, 0, 1, y, 0, WORTHWHILE);
        },
        () -> {
          VectorSoftmax.exps(x, 0, x, 0, 0, y, 0, TRIAL);
          VectorSoftmax.exps(x, 0, x, 0, 1, y, 0, TRIAL);
          VectorSoftmax.exps(x, 0, x, 0, 1, y, 0, WORTHWHILE);
        });
  }

  private static Warmup.Trial gradientTrial() {
    float[] x = new float[TRIAL];
    float[] y = new float[TRIAL];
    return new Warmup.Trial(
        () -> {
          plainLogGradient(x, 0, x, 0, x, 0, 0, y, 0, TRIAL);
          plainLogGradient(x, 0, x, 0, x, 0, 1, y, 0, TRIAL);
          plainLogGradient(x, 0, x, 0, x, 0, 1, y, 0, WORTHWHILE);
        },
        () -> {
          VectorSoftmax.logGradient(x, 0, x, 0, x, 0, 0, y, 0, TRIAL);
          VectorSoftmax.logGradient(x, 0, x, 0, x, 0, 1, y, 0, TRIAL);
          VectorSoftmax.logGradient(x, 0, x, 0, x, 0, 1, y, 0, WORTHWHILE);
        });
  }

  /** {@code y = eˣ / Σ eˣ}. */
  public static void softmax(
      float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo) {
    slices(
        outer,
        reduce,
        inner,
        (at, n) -> {
          float[] sum = new float[n];
          float[] max = new float[n];
          exps(x, xo + at, reduce, inner, n, max, y, yo + at);
          fold(Fold.SUM, y, yo + at, reduce, inner, n, sum);
          if (inner == 1) {
            divide(y, yo + at, reduce, sum[0]);
            return;
          }
          for (int r = 0; r < reduce; r++) {
            int to = yo + at + r * inner;
            for (int j = 0; j < n; j++) {
              y[to + j] /= sum[j];
            }
          }
        });
  }

  /** {@code y = x − log Σ eˣ}. */
  public static void logSoftmax(
      float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo) {
    slices(
        outer,
        reduce,
        inner,
        (at, n) -> {
          float[] sum = new float[n];
          float[] max = new float[n];
          if (x == y) {
            logSums(x, xo + at, reduce, inner, n, max, sum);
          } else {
            exps(x, xo + at, reduce, inner, n, max, y, yo + at);
            fold(Fold.SUM, y, yo + at, reduce, inner, n, sum);
          }
          for (int j = 0; j < n; j++) {
            sum[j] = FloatMath.log(sum[j]);
          }
          if (inner == 1) {
            subtract(x, xo + at, reduce, max[0], sum[0], y, yo + at);
            return;
          }
          for (int r = 0; r < reduce; r++) {
            int from = xo + at + r * inner;
            int to = yo + at + r * inner;
            for (int j = 0; j < n; j++) {
              y[to + j] = x[from + j] - max[j] - sum[j];
            }
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
    slices(
        outer,
        reduce,
        inner,
        (at, n) -> {
          if (inner == 1) {
            float sum = Reduce.dot(dy, dyo + at, y, yo + at, reduce);
            for (int i = 0; i < reduce; i++) {
              dx[dxo + at + i] = (dy[dyo + at + i] - sum) * y[yo + at + i];
            }
            return;
          }
          float[] sum = new float[n];
          for (int j = 0; j < n; j++) {
            sum[j] = Reduce.dot(dy, dyo + at + j, inner, y, yo + at + j, inner, reduce);
          }
          for (int r = 0; r < reduce; r++) {
            int i = at + r * inner;
            for (int j = 0; j < n; j++) {
              dx[dxo + i + j] = (dy[dyo + i + j] - sum[j]) * y[yo + i + j];
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
    slices(
        outer,
        reduce,
        inner,
        (at, n) -> {
          float[] sum = new float[n];
          fold(Fold.SUM, dy, dyo + at, reduce, inner, n, sum);
          if (inner == 1) {
            logGradient(dy, dyo + at, y, yo + at, sum, 0, dx, dxo + at, reduce);
            return;
          }
          for (int r = 0; r < reduce; r++) {
            int i = at + r * inner;
            logGradient(dy, dyo + i, y, yo + i, sum, 1, dx, dxo + i, n);
          }
        });
  }

  /** Gives out rows one by one where slices are contiguous, strips of neighbours otherwise. */
  private static void slices(int outer, int reduce, int inner, Slices task) {
    if (reduce == 0 || inner == 0) {
      return;
    }
    int width = Math.min(inner, Fold.COLUMNS);
    int strips = (inner + width - 1) / width;
    Grid.run(
        outer * strips,
        (long) reduce * width * COST,
        (from, to) -> {
          for (int c = from; c < to; c++) {
            int j = c % strips * width;
            task.run(c / strips * reduce * inner + j, Math.min(width, inner - j));
          }
        });
  }

  private static void fold(Fold fold, float[] x, int xo, int reduce, int inner, int n, float[] y) {
    if (inner == 1) {
      y[0] = fold.row(x, xo, reduce, 0f);
    } else {
      fold.columns(x, xo, reduce, inner, n, null, 0, y, 0);
    }
  }

  /** {@code y = exp(x − max)}, and the {@code max} of each slice. */
  private static void exps(
      float[] x, int xo, int reduce, int inner, int n, float[] max, float[] y, int yo) {
    fold(Fold.MAX, x, xo, reduce, inner, n, max);
    if (inner == 1) {
      exps(x, xo, max, 0, y, yo, reduce);
      return;
    }
    for (int r = 0; r < reduce; r++) {
      exps(x, xo + r * inner, max, 1, y, yo + r * inner, n);
    }
  }

  /** The sums alone, where the destination's place is not free for the exponentials. */
  private static void logSums(
      float[] x, int xo, int reduce, int inner, int n, float[] max, float[] sum) {
    float[] e = new float[reduce * n];
    if (inner == 1) {
      exps(x, xo, reduce, 1, 1, max, e, 0);
      sum[0] = Fold.SUM.row(e, 0, reduce, 0f);
      return;
    }
    fold(Fold.MAX, x, xo, reduce, inner, n, max);
    for (int r = 0; r < reduce; r++) {
      exps(x, xo + r * inner, max, 1, e, r * n, n);
    }
    Fold.SUM.columns(e, 0, reduce, n, n, null, 0, sum, 0);
  }

  private static void divide(float[] y, int yo, int n, float sum) {
    for (int i = 0; i < n; i++) {
      y[yo + i] /= sum;
    }
  }

  private static void subtract(
      float[] x, int xo, int n, float max, float logSum, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] - max - logSum;
    }
  }

  private static void exps(float[] x, int xo, float[] m, int ms, float[] y, int yo, int n) {
    if (n >= WORTHWHILE && EXPS.ready((long) n * COST)) {
      VectorSoftmax.exps(x, xo, m, 0, ms, y, yo, n);
    } else {
      plainExps(x, xo, m, 0, ms, y, yo, n);
    }
  }

  /** {@code y = exp(x − m)}, the elements of {@code m} being {@code ms} apart. */
  static void plainExps(float[] x, int xo, float[] m, int mo, int ms, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatMath.exp(x[xo + i] - m[mo + i * ms]);
    }
  }

  private static void logGradient(
      float[] dy, int dyo, float[] y, int yo, float[] sum, int ss, float[] dx, int dxo, int n) {
    if (n >= WORTHWHILE && GRADIENT.ready((long) n * COST)) {
      VectorSoftmax.logGradient(dy, dyo, y, yo, sum, 0, ss, dx, dxo, n);
    } else {
      plainLogGradient(dy, dyo, y, yo, sum, 0, ss, dx, dxo, n);
    }
  }

  /** {@code dx = dy − eʸ·sum}, the elements of {@code sum} being {@code ss} apart. */
  static void plainLogGradient(
      float[] dy,
      int dyo,
      float[] y,
      int yo,
      float[] sum,
      int so,
      int ss,
      float[] dx,
      int dxo,
      int n) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] = dy[dyo + i] - FloatMath.exp(y[yo + i]) * sum[so + i * ss];
    }
  }
}
