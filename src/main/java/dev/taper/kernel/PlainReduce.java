package dev.taper.kernel;

import java.util.Arrays;

/**
 * Reductions of one block in plain Java, and the definition that every backend meets bit for bit.
 *
 * <p>A column takes its rows one after the other. In a row fewer than 32 elements are taken one
 * after the other; otherwise element {@code i} goes to lane {@code i mod 64}, each lane takes its
 * elements in order, and the upper half of the lanes is combined with the lower half until one is
 * left. A row is thus a matter of 64 columns, {@code 64} apart.
 */
final class PlainReduce {
  static final int LANES = 64;

  /** Elements of a row below which there are no lanes. */
  static final int SHORT = 32;

  /** Columns that one pass over the rows takes, each in a local variable. */
  static final int WIDE = 8;

  private static final float[] NO_MEANS = {};

  private PlainReduce() {}

  static float block(Fold fold, float[] x, int xo, int n, float mean) {
    if (n < SHORT) {
      return fold.steps(fold.identity, x, xo, n, 1, mean);
    }
    float[] lanes = new float[LANES];
    int rows = n / LANES;
    columnBlock(fold, x, xo, rows, LANES, LANES, laneMeans(fold, mean), 0, lanes, 0);
    return finish(fold, x, xo, rows * LANES, n, mean, lanes);
  }

  /** The sums of {@link #WIDE} short rows side by side: one alone would wait for each addition. */
  static void shortRows(float[] x, int xo, int n, float[] y, int yo) {
    float a = 0f;
    float b = 0f;
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    for (int p = xo; p < xo + n; p++) {
      a += x[p];
      b += x[p + n];
      c += x[p + 2 * n];
      d += x[p + 3 * n];
      e += x[p + 4 * n];
      f += x[p + 5 * n];
      g += x[p + 6 * n];
      h += x[p + 7 * n];
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  /** {@code Σ (x − mean)²} of {@link #WIDE} short rows, whose means are {@code ms} apart. */
  static void shortSquares(
      float[] x, int xo, int n, float[] means, int mo, int ms, float[] y, int yo) {
    float ma = means[mo];
    float mb = means[mo + ms];
    float mc = means[mo + 2 * ms];
    float md = means[mo + 3 * ms];
    float me = means[mo + 4 * ms];
    float mf = means[mo + 5 * ms];
    float mg = means[mo + 6 * ms];
    float mh = means[mo + 7 * ms];
    float a = 0f;
    float b = 0f;
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    for (int p = xo; p < xo + n; p++) {
      a = square(x[p] - ma, a);
      b = square(x[p + n] - mb, b);
      c = square(x[p + 2 * n] - mc, c);
      d = square(x[p + 3 * n] - md, d);
      e = square(x[p + 4 * n] - me, e);
      f = square(x[p + 5 * n] - mf, f);
      g = square(x[p + 6 * n] - mg, g);
      h = square(x[p + 7 * n] - mh, h);
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  /** The first index from {@code from} on of a number that is there, or of a NaN. */
  static int find(float[] x, int xo, int from, float wanted) {
    int i = from;
    if (Float.isNaN(wanted)) {
      while (!Float.isNaN(x[xo + i])) {
        i++;
      }
    } else {
      while (x[xo + i] != wanted) {
        i++;
      }
    }
    return i;
  }

  /** A mean for each lane, or an empty array where it is of no effect. */
  static float[] laneMeans(Fold fold, float mean) {
    if (fold != Fold.SUM_SQUARES || mean == 0f) {
      return NO_MEANS;
    }
    float[] means = new float[LANES];
    Arrays.fill(means, mean);
    return means;
  }

  /** Takes the elements from {@code from} on, fewer than 64, into the lanes; and combines these. */
  static float finish(Fold fold, float[] x, int xo, int from, int n, float mean, float[] lanes) {
    rest(fold, x, xo + from, n - from, mean, lanes, 0);
    return together(fold, lanes);
  }

  /** Takes {@code n} elements into the lanes from {@code first} on. */
  static void rest(Fold fold, float[] x, int xo, int n, float mean, float[] lanes, int first) {
    if (fold == Fold.SUM) {
      for (int i = 0; i < n; i++) {
        lanes[first + i] += x[xo + i];
      }
    } else if (fold == Fold.SUM_SQUARES) {
      for (int i = 0; i < n; i++) {
        float difference = x[xo + i] - mean;
        lanes[first + i] = Math.fma(difference, difference, lanes[first + i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        lanes[first + i] = fold.steps(lanes[first + i], x, xo + i, 1, 1, mean);
      }
    }
  }

  /** Combines the upper half of the lanes with the lower until one is left. */
  static float together(Fold fold, float[] lanes) {
    boolean adds = fold.adds();
    for (int width = LANES / 2; width > 0; width /= 2) {
      if (adds) {
        for (int lane = 0; lane < width; lane++) {
          lanes[lane] += lanes[lane + width];
        }
      } else {
        for (int lane = 0; lane < width; lane++) {
          lanes[lane] = fold.combine(lanes[lane], lanes[lane + width]);
        }
      }
    }
    return lanes[0];
  }

  /** Reduces each of {@code n} columns; {@code means} may be empty. */
  static void columnBlock(
      Fold fold,
      float[] x,
      int xo,
      int rows,
      int stride,
      int n,
      float[] means,
      int mo,
      float[] y,
      int yo) {
    int j = 0;
    for (; j <= n - WIDE; j += WIDE) {
      int from = xo + j;
      int to = yo + j;
      switch (fold) {
        case SUM -> sum(x, from, rows, stride, y, to);
        case SUM_ABS -> sumAbs(x, from, rows, stride, y, to);
        case SUM_SQUARES -> sumSquares(x, from, rows, stride, means, mo + j, y, to);
        case COUNT_NONZERO -> count(x, from, rows, stride, y, to);
        case PROD -> prod(x, from, rows, stride, y, to);
        case MAX -> max(x, from, rows, stride, y, to);
        case MIN -> min(x, from, rows, stride, y, to);
        case MAX_ABS -> maxAbs(x, from, rows, stride, y, to);
      }
    }
    for (; j < n; j++) {
      float mean = means.length == 0 ? 0f : means[mo + j];
      y[yo + j] = fold.steps(fold.identity, x, xo + j, rows, stride, mean);
    }
  }

  private static void sum(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    float a = 0f;
    float b = 0f;
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a += x[p];
      b += x[p + 1];
      c += x[p + 2];
      d += x[p + 3];
      e += x[p + 4];
      f += x[p + 5];
      g += x[p + 6];
      h += x[p + 7];
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  private static void sumAbs(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    float a = 0f;
    float b = 0f;
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a += Math.abs(x[p]);
      b += Math.abs(x[p + 1]);
      c += Math.abs(x[p + 2]);
      d += Math.abs(x[p + 3]);
      e += Math.abs(x[p + 4]);
      f += Math.abs(x[p + 5]);
      g += Math.abs(x[p + 6]);
      h += Math.abs(x[p + 7]);
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  private static void count(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    float a = 0f;
    float b = 0f;
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a += one(x[p]);
      b += one(x[p + 1]);
      c += one(x[p + 2]);
      d += one(x[p + 3]);
      e += one(x[p + 4]);
      f += one(x[p + 5]);
      g += one(x[p + 6]);
      h += one(x[p + 7]);
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  private static void prod(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    float a = 1f;
    float b = 1f;
    float c = 1f;
    float d = 1f;
    float e = 1f;
    float f = 1f;
    float g = 1f;
    float h = 1f;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a *= x[p];
      b *= x[p + 1];
      c *= x[p + 2];
      d *= x[p + 3];
      e *= x[p + 4];
      f *= x[p + 5];
      g *= x[p + 6];
      h *= x[p + 7];
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  private static void max(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    float a = Float.NEGATIVE_INFINITY;
    float b = Float.NEGATIVE_INFINITY;
    float c = Float.NEGATIVE_INFINITY;
    float d = Float.NEGATIVE_INFINITY;
    float e = Float.NEGATIVE_INFINITY;
    float f = Float.NEGATIVE_INFINITY;
    float g = Float.NEGATIVE_INFINITY;
    float h = Float.NEGATIVE_INFINITY;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = Math.max(a, x[p]);
      b = Math.max(b, x[p + 1]);
      c = Math.max(c, x[p + 2]);
      d = Math.max(d, x[p + 3]);
      e = Math.max(e, x[p + 4]);
      f = Math.max(f, x[p + 5]);
      g = Math.max(g, x[p + 6]);
      h = Math.max(h, x[p + 7]);
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  private static void min(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    float a = Float.POSITIVE_INFINITY;
    float b = Float.POSITIVE_INFINITY;
    float c = Float.POSITIVE_INFINITY;
    float d = Float.POSITIVE_INFINITY;
    float e = Float.POSITIVE_INFINITY;
    float f = Float.POSITIVE_INFINITY;
    float g = Float.POSITIVE_INFINITY;
    float h = Float.POSITIVE_INFINITY;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = Math.min(a, x[p]);
      b = Math.min(b, x[p + 1]);
      c = Math.min(c, x[p + 2]);
      d = Math.min(d, x[p + 3]);
      e = Math.min(e, x[p + 4]);
      f = Math.min(f, x[p + 5]);
      g = Math.min(g, x[p + 6]);
      h = Math.min(h, x[p + 7]);
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  private static void maxAbs(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    float a = 0f;
    float b = 0f;
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = Math.max(a, Math.abs(x[p]));
      b = Math.max(b, Math.abs(x[p + 1]));
      c = Math.max(c, Math.abs(x[p + 2]));
      d = Math.max(d, Math.abs(x[p + 3]));
      e = Math.max(e, Math.abs(x[p + 4]));
      f = Math.max(f, Math.abs(x[p + 5]));
      g = Math.max(g, Math.abs(x[p + 6]));
      h = Math.max(h, Math.abs(x[p + 7]));
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  private static void sumSquares(
      float[] x, int xo, int rows, int stride, float[] means, int mo, float[] y, int yo) {
    boolean centred = means.length > 0;
    float ma = centred ? means[mo] : 0f;
    float mb = centred ? means[mo + 1] : 0f;
    float mc = centred ? means[mo + 2] : 0f;
    float md = centred ? means[mo + 3] : 0f;
    float me = centred ? means[mo + 4] : 0f;
    float mf = centred ? means[mo + 5] : 0f;
    float mg = centred ? means[mo + 6] : 0f;
    float mh = centred ? means[mo + 7] : 0f;
    float a = 0f;
    float b = 0f;
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = square(x[p] - ma, a);
      b = square(x[p + 1] - mb, b);
      c = square(x[p + 2] - mc, c);
      d = square(x[p + 3] - md, d);
      e = square(x[p + 4] - me, e);
      f = square(x[p + 5] - mf, f);
      g = square(x[p + 6] - mg, g);
      h = square(x[p + 7] - mh, h);
    }
    store(a, b, c, d, e, f, g, h, y, yo);
  }

  private static void store(
      float a, float b, float c, float d, float e, float f, float g, float h, float[] y, int yo) {
    y[yo] = a;
    y[yo + 1] = b;
    y[yo + 2] = c;
    y[yo + 3] = d;
    y[yo + 4] = e;
    y[yo + 5] = f;
    y[yo + 6] = g;
    y[yo + 7] = h;
  }

  private static float square(float difference, float part) {
    return Math.fma(difference, difference, part);
  }

  private static float one(float v) {
    return v == 0f ? 0f : 1f;
  }
}
