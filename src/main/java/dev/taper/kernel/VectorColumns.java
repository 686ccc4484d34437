package dev.taper.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions of neighbouring columns over the rows of one block with the Vector API, bit for bit
 * those of {@link PlainReduce}.
 */
final class VectorColumns {
  private static final VectorSpecies<Float> SPECIES = VectorReduce.SPECIES;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int WIDTH = VectorReduce.WIDTH;
  private static final int WIDE = 4 * WIDTH;
  private static final int MAGNITUDE = 0x7fffffff;

  /** Columns from which on sums go along the rows, eight at a time. */
  static final int LONG = 256;

  private VectorColumns() {}

  /** Reduces each of {@code n} columns; {@code means} may be empty. */
  static void reduce(
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
    int j = fold == Fold.SUM ? wideSums(x, xo, rows, stride, n, y, yo) : 0;
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
    for (; fold == Fold.SUM && j <= n - WIDTH; j += WIDTH) {
      narrowSum(x, xo + j, rows, stride, y, yo + j);
    }
    if (j < n) {
      PlainReduce.columnBlock(fold, x, xo + j, rows, stride, n - j, means, mo + j, y, yo + j);
    }
  }

  /** Sums of as many columns as go into eight vectors at a time; returns how many these are. */
  private static int wideSums(float[] x, int xo, int rows, int stride, int n, float[] y, int yo) {
    int j = 0;
    if (n >= LONG) {
      j = n & -WIDTH;
      longSums(x, xo, rows, stride, j, y, yo);
    }
    for (; j <= n - 2 * WIDE; j += 2 * WIDE) {
      wideSum(x, xo + j, rows, stride, y, yo + j);
    }
    return j;
  }

  /**
   * Sums of many columns, the sums in L1: along the rows the hardware reads ahead, down the columns
   * each row may be another page.
   */
  private static void longSums(float[] x, int xo, int rows, int stride, int n, float[] y, int yo) {
    Arrays.fill(y, yo, yo + n, 0f);
    int r = 0;
    for (; r <= rows - 8; r += 8) {
      int p = xo + r * stride;
      int q = p + 2 * stride;
      int s = q + 2 * stride;
      int t = s + 2 * stride;
      for (int j = 0; j < n; j += WIDTH) {
        FloatVector a = load(y, yo + j).add(load(x, p + j)).add(load(x, p + stride + j));
        a = a.add(load(x, q + j)).add(load(x, q + stride + j));
        a = a.add(load(x, s + j)).add(load(x, s + stride + j));
        a.add(load(x, t + j)).add(load(x, t + stride + j)).intoArray(y, yo + j);
      }
    }
    for (; r < rows; r++) {
      int p = xo + r * stride;
      for (int j = 0; j < n; j += WIDTH) {
        load(y, yo + j).add(load(x, p + j)).intoArray(y, yo + j);
      }
    }
  }

  /** Puts the sum of two rows of parts in place; returns how many columns are done. */
  static int add(float[] parts, int to, int a, int b, int n) {
    int j = 0;
    for (; j <= n - WIDTH; j += WIDTH) {
      load(parts, a + j).add(load(parts, b + j)).intoArray(parts, to + j);
    }
    return j;
  }

  private static void wideSum(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.add(load(x, p));
      b = b.add(load(x, p + WIDTH));
      c = c.add(load(x, p + 2 * WIDTH));
      d = d.add(load(x, p + 3 * WIDTH));
      e = e.add(load(x, p + WIDE));
      f = f.add(load(x, p + WIDE + WIDTH));
      g = g.add(load(x, p + WIDE + 2 * WIDTH));
      h = h.add(load(x, p + WIDE + 3 * WIDTH));
    }
    store(a, b, c, d, y, yo);
    store(e, f, g, h, y, yo + WIDE);
  }

  private static void narrowSum(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    FloatVector a = FloatVector.zero(SPECIES);
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.add(load(x, p));
    }
    a.intoArray(y, yo);
  }

  private static void sum(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.add(load(x, p));
      b = b.add(load(x, p + WIDTH));
      c = c.add(load(x, p + 2 * WIDTH));
      d = d.add(load(x, p + 3 * WIDTH));
    }
    store(a, b, c, d, y, yo);
  }

  private static void sumAbs(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.add(load(x, p).abs());
      b = b.add(load(x, p + WIDTH).abs());
      c = c.add(load(x, p + 2 * WIDTH).abs());
      d = d.add(load(x, p + 3 * WIDTH).abs());
    }
    store(a, b, c, d, y, yo);
  }

  private static void sumSquares(
      float[] x, int xo, int rows, int stride, float[] means, int mo, float[] y, int yo) {
    boolean centred = means.length > 0;
    FloatVector none = FloatVector.zero(SPECIES);
    FloatVector ma = centred ? load(means, mo) : none;
    FloatVector mb = centred ? load(means, mo + WIDTH) : none;
    FloatVector mc = centred ? load(means, mo + 2 * WIDTH) : none;
    FloatVector md = centred ? load(means, mo + 3 * WIDTH) : none;
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = square(load(x, p).sub(ma), a);
      b = square(load(x, p + WIDTH).sub(mb), b);
      c = square(load(x, p + 2 * WIDTH).sub(mc), c);
      d = square(load(x, p + 3 * WIDTH).sub(md), d);
    }
    store(a, b, c, d, y, yo);
  }

  private static void count(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.add(ones(load(x, p)));
      b = b.add(ones(load(x, p + WIDTH)));
      c = c.add(ones(load(x, p + 2 * WIDTH)));
      d = d.add(ones(load(x, p + 3 * WIDTH)));
    }
    store(a, b, c, d, y, yo);
  }

  private static void prod(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    FloatVector a = FloatVector.broadcast(SPECIES, 1f);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.mul(load(x, p));
      b = b.mul(load(x, p + WIDTH));
      c = c.mul(load(x, p + 2 * WIDTH));
      d = d.mul(load(x, p + 3 * WIDTH));
    }
    store(a, b, c, d, y, yo);
  }

  private static void max(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    IntVector a = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.max(order(load(x, p)).sub(Fold.NANS));
      b = b.max(order(load(x, p + WIDTH)).sub(Fold.NANS));
      c = c.max(order(load(x, p + 2 * WIDTH)).sub(Fold.NANS));
      d = d.max(order(load(x, p + 3 * WIDTH)).sub(Fold.NANS));
    }
    store(
        unordered(a.add(Fold.NANS)),
        unordered(b.add(Fold.NANS)),
        unordered(c.add(Fold.NANS)),
        unordered(d.add(Fold.NANS)),
        y,
        yo);
  }

  private static void min(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    IntVector a = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.min(order(load(x, p)).add(Fold.NANS));
      b = b.min(order(load(x, p + WIDTH)).add(Fold.NANS));
      c = c.min(order(load(x, p + 2 * WIDTH)).add(Fold.NANS));
      d = d.min(order(load(x, p + 3 * WIDTH)).add(Fold.NANS));
    }
    store(
        unordered(a.sub(Fold.NANS)),
        unordered(b.sub(Fold.NANS)),
        unordered(c.sub(Fold.NANS)),
        unordered(d.sub(Fold.NANS)),
        y,
        yo);
  }

  private static void maxAbs(float[] x, int xo, int rows, int stride, float[] y, int yo) {
    IntVector a = IntVector.zero(INTS);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (int r = 0, p = xo; r < rows; r++, p += stride) {
      a = a.max(magnitude(load(x, p)));
      b = b.max(magnitude(load(x, p + WIDTH)));
      c = c.max(magnitude(load(x, p + 2 * WIDTH)));
      d = d.max(magnitude(load(x, p + 3 * WIDTH)));
    }
    store(floats(a), floats(b), floats(c), floats(d), y, yo);
  }

  private static IntVector magnitude(FloatVector v) {
    return v.reinterpretAsInts().and(MAGNITUDE);
  }

  private static FloatVector load(float[] x, int xo) {
    return FloatVector.fromArray(SPECIES, x, xo);
  }

  private static void store(
      FloatVector a, FloatVector b, FloatVector c, FloatVector d, float[] y, int yo) {
    a.intoArray(y, yo);
    b.intoArray(y, yo + WIDTH);
    c.intoArray(y, yo + 2 * WIDTH);
    d.intoArray(y, yo + 3 * WIDTH);
  }

  private static FloatVector square(FloatVector difference, FloatVector part) {
    return difference.fma(difference, part);
  }

  /** 0 where {@code v} is zero, 1 elsewhere. */
  private static FloatVector ones(FloatVector v) {
    return FloatVector.broadcast(SPECIES, 1f).blend(0f, v.compare(VectorOperators.EQ, 0f));
  }

  /** Integers in the order of the floats; its own inverse but for the type. */
  private static IntVector order(FloatVector v) {
    return order(v.reinterpretAsInts());
  }

  private static IntVector order(IntVector i) {
    IntVector sign = i.lanewise(VectorOperators.ASHR, 31);
    return i.lanewise(VectorOperators.XOR, sign.lanewise(VectorOperators.LSHR, 1));
  }

  private static FloatVector unordered(IntVector i) {
    return floats(order(i));
  }

  private static FloatVector floats(IntVector i) {
    return i.reinterpretAsFloats();
  }
}
