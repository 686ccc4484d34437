package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions of one block with the Vector API, bit for bit those of {@link PlainReduce}.
 *
 * <p>Extremes are taken of integers in the order of the floats (see {@link Fold}), since a maximum
 * of float vectors costs a sequence of compares and blends.
 */
final class VectorReduce {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int WIDTH = SPECIES.length();
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int WIDE = 4 * WIDTH;
  private static final int MAGNITUDE = 0x7fffffff;
  private static final float[] NONE = {};

  private VectorReduce() {}

  static float block(Fold fold, float[] x, int xo, int n, float mean) {
    if (n < PlainReduce.LANES) {
      return PlainReduce.block(fold, x, xo, n, mean);
    }
    return switch (fold) {
      case MAX -> max(x, xo, n);
      case MIN -> min(x, xo, n);
      case MAX_ABS -> maxAbs(x, xo, n);
      default -> byLanes(fold, x, xo, n, mean);
    };
  }

  private static float byLanes(Fold fold, float[] x, int xo, int n, float mean) {
    float[] lanes = new float[PlainReduce.LANES];
    int rows = n / PlainReduce.LANES;
    if (fold == Fold.SUM) {
      sum(x, xo, rows, lanes);
    } else if (fold == Fold.SUM_SQUARES) {
      sumSquares(x, xo, rows, mean, lanes);
    } else {
      columnBlock(fold, x, xo, rows, PlainReduce.LANES, PlainReduce.LANES, NONE, 0, lanes, 0);
    }
    int from = rows * PlainReduce.LANES;
    if (from < n) {
      rest(fold, x, xo + from, n - from, mean, lanes);
    }
    return together(fold == Fold.PROD, lanes);
  }

  // These two are columns too, but with a stride that the compiler knows they are faster.

  private static void sum(float[] x, int xo, int rows, float[] lanes) {
    for (int s = 0; s < PlainReduce.LANES; s += WIDE) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      for (int r = 0, p = xo + s; r < rows; r++, p += PlainReduce.LANES) {
        a = a.add(FloatVector.fromArray(SPECIES, x, p));
        b = b.add(FloatVector.fromArray(SPECIES, x, p + WIDTH));
        c = c.add(FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH));
        d = d.add(FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH));
      }
      a.intoArray(lanes, s);
      b.intoArray(lanes, s + WIDTH);
      c.intoArray(lanes, s + 2 * WIDTH);
      d.intoArray(lanes, s + 3 * WIDTH);
    }
  }

  private static void sumSquares(float[] x, int xo, int rows, float mean, float[] lanes) {
    FloatVector m = FloatVector.broadcast(SPECIES, mean);
    for (int s = 0; s < PlainReduce.LANES; s += WIDE) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      for (int r = 0, p = xo + s; r < rows; r++, p += PlainReduce.LANES) {
        FloatVector da = FloatVector.fromArray(SPECIES, x, p).sub(m);
        a = da.fma(da, a);
        FloatVector db = FloatVector.fromArray(SPECIES, x, p + WIDTH).sub(m);
        b = db.fma(db, b);
        FloatVector dc = FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH).sub(m);
        c = dc.fma(dc, c);
        FloatVector dd = FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH).sub(m);
        d = dd.fma(dd, d);
      }
      a.intoArray(lanes, s);
      b.intoArray(lanes, s + WIDTH);
      c.intoArray(lanes, s + 2 * WIDTH);
      d.intoArray(lanes, s + 3 * WIDTH);
    }
  }

  /** Takes {@code n} elements, fewer than 64, into the lanes. */
  private static void rest(Fold fold, float[] x, int xo, int n, float mean, float[] lanes) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMask<Float> there = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, there);
      FloatVector part = FloatVector.fromArray(SPECIES, lanes, i);
      FloatVector next =
          switch (fold) {
            case SUM_ABS -> part.add(v.abs());
            case SUM_SQUARES -> v.sub(mean).fma(v.sub(mean), part);
            case COUNT_NONZERO -> part.add(1f, v.compare(VectorOperators.NE, 0f));
            case PROD -> part.mul(v);
            default -> part.add(v);
          };
      part.blend(next, there).intoArray(lanes, i);
    }
  }

  /** Combines the upper half of the lanes with the lower until one is left; uses them up. */
  static float together(boolean multiply, float[] lanes) {
    int half = PlainReduce.LANES / 2;
    for (; half >= WIDTH; half /= 2) {
      for (int i = 0; i < half; i += WIDTH) {
        FloatVector a = FloatVector.fromArray(SPECIES, lanes, i);
        FloatVector b = FloatVector.fromArray(SPECIES, lanes, i + half);
        (multiply ? a.mul(b) : a.add(b)).intoArray(lanes, i);
      }
    }
    for (; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] = multiply ? lanes[i] * lanes[i + half] : lanes[i] + lanes[i + half];
      }
    }
    return lanes[0];
  }

  // The order of the elements is nothing to an extreme, nor is meeting one twice: the last vector
  // may overlap those before it.

  private static float max(float[] x, int xo, int n) {
    IntVector most = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    int end = xo + n;
    for (int p = xo; p < end; p += WIDTH) {
      int at = Math.min(p, end - WIDTH);
      IntVector i = FloatVector.fromArray(SPECIES, x, at).reinterpretAsInts();
      IntVector flip = i.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
      most = most.max(i.lanewise(VectorOperators.XOR, flip).sub(Fold.NANS));
    }
    return Fold.unordered(most.reduceLanes(VectorOperators.MAX) + Fold.NANS);
  }

  private static float min(float[] x, int xo, int n) {
    IntVector least = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    int end = xo + n;
    for (int p = xo; p < end; p += WIDTH) {
      int at = Math.min(p, end - WIDTH);
      IntVector i = FloatVector.fromArray(SPECIES, x, at).reinterpretAsInts();
      IntVector flip = i.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
      least = least.min(i.lanewise(VectorOperators.XOR, flip).add(Fold.NANS));
    }
    return Fold.unordered(least.reduceLanes(VectorOperators.MIN) - Fold.NANS);
  }

  private static float maxAbs(float[] x, int xo, int n) {
    IntVector most = IntVector.zero(INTS);
    int end = xo + n;
    for (int p = xo; p < end; p += WIDTH) {
      int at = Math.min(p, end - WIDTH);
      IntVector i = FloatVector.fromArray(SPECIES, x, at).reinterpretAsInts();
      most = most.max(i.and(MAGNITUDE));
    }
    return Float.intBitsToFloat(most.reduceLanes(VectorOperators.MAX));
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
    if (j < n) {
      PlainReduce.columnBlock(fold, x, xo + j, rows, stride, n - j, means, mo + j, y, yo + j);
    }
  }

  /** {@code Σ a·b} of the first {@code rows} times 64 elements, by lanes. */
  static void dot(float[] a, int ao, float[] b, int bo, int rows, float[] lanes) {
    for (int s = 0; s < PlainReduce.LANES; s += WIDE) {
      FloatVector c = FloatVector.zero(SPECIES);
      FloatVector d = c;
      FloatVector e = c;
      FloatVector f = c;
      int p = ao + s;
      int q = bo + s;
      for (int r = 0; r < rows; r++) {
        c = FloatVector.fromArray(SPECIES, a, p).fma(FloatVector.fromArray(SPECIES, b, q), c);
        d =
            FloatVector.fromArray(SPECIES, a, p + WIDTH)
                .fma(FloatVector.fromArray(SPECIES, b, q + WIDTH), d);
        e =
            FloatVector.fromArray(SPECIES, a, p + 2 * WIDTH)
                .fma(FloatVector.fromArray(SPECIES, b, q + 2 * WIDTH), e);
        f =
            FloatVector.fromArray(SPECIES, a, p + 3 * WIDTH)
                .fma(FloatVector.fromArray(SPECIES, b, q + 3 * WIDTH), f);
        p += PlainReduce.LANES;
        q += PlainReduce.LANES;
      }
      c.intoArray(lanes, s);
      d.intoArray(lanes, s + WIDTH);
      e.intoArray(lanes, s + 2 * WIDTH);
      f.intoArray(lanes, s + 3 * WIDTH);
    }
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

  static FloatVector load(float[] x, int xo) {
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
