package dev.taper.kernel;

/**
 * Softmax and its logarithm along the middle of a contiguous {@code (outer, reduce, inner)}, and
 * their gradients.
 *
 * <p>As in torch a slice of nothing but {@code -∞}, or one that holds {@code +∞} or NaN, gives NaN
 * where its quotient is undefined. {@code y} may be {@code x} (and {@code dx} be {@code dy}) at the
 * same offset.
 */
public final class Softmax {
  /** What an exponential costs in elements of cheap work. */
  private static final int COST = 16;

  private Softmax() {}

  /** {@code y = eˣ / Σ eˣ}. */
  public static void softmax(
      float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo) {
    forward(x, xo, outer, reduce, inner, y, yo, false);
  }

  /** {@code y = x − log Σ eˣ}. */
  public static void logSoftmax(
      float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo) {
    forward(x, xo, outer, reduce, inner, y, yo, true);
  }

  private static void forward(
      float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo, boolean log) {
    Grid.run(
        outer,
        (long) reduce * inner * COST,
        (from, to) -> {
          for (int o = from; o < to; o++) {
            int at = o * reduce * inner;
            for (int i = 0; i < inner; i++) {
              slice(x, xo + at + i, reduce, inner, y, yo + at + i, log);
            }
          }
        });
  }

  private static void slice(
      float[] x, int xo, int n, int stride, float[] y, int yo, boolean log) {
    float max = Float.NEGATIVE_INFINITY;
    for (int r = 0; r < n; r++) {
      max = Math.max(max, x[xo + r * stride]);
    }
    float sum = 0f;
    for (int r = 0; r < n; r++) {
      float e = exp(x[xo + r * stride] - max);
      sum += e;
      if (!log) {
        y[yo + r * stride] = e;
      }
    }
    float logSum = (float) Math.log(sum);
    for (int r = 0; r < n; r++) {
      int at = r * stride;
      y[yo + at] = log ? x[xo + at] - max - logSum : y[yo + at] / sum;
    }
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
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * reduce * inner + i;
        float sum = 0f;
        for (int r = 0; r < reduce; r++) {
          sum = Math.fma(dy[dyo + at + r * inner], y[yo + at + r * inner], sum);
        }
        for (int r = 0; r < reduce; r++) {
          int j = at + r * inner;
          dx[dxo + j] = (dy[dyo + j] - sum) * y[yo + j];
        }
      }
    }
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
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * reduce * inner + i;
        float sum = 0f;
        for (int r = 0; r < reduce; r++) {
          sum += dy[dyo + at + r * inner];
        }
        for (int r = 0; r < reduce; r++) {
          int j = at + r * inner;
          dx[dxo + j] = dy[dyo + j] - exp(y[yo + j]) * sum;
        }
      }
    }
  }

  private static float exp(float x) {
    return (float) Math.exp(x);
  }
}
