package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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
    if (n < PlainReduce.SHORT) {
      return PlainReduce.block(fold, x, xo, n, mean);
    }
    return switch (fold) {
      case MAX -> max(x, xo, n);
      case MIN -> min(x, xo, n);
      case MAX_ABS -> maxAbs(x, xo, n);
      case SUM ->
          VectorLanes.fit(x, xo, n) ? VectorLanes.sum(x, xo, n) : byLanes(fold, x, xo, n, mean);
      case SUM_SQUARES ->
          VectorLanes.fit(x, xo, n)
              ? VectorLanes.sumSquares(x, xo, n, mean)
              : byLanes(fold, x, xo, n, mean);
      default -> byLanes(fold, x, xo, n, mean);
    };
  }

  private static float byLanes(Fold fold, float[] x, int xo, int n, float mean) {
    if (n < PlainReduce.LANES) {
      return PlainReduce.block(fold, x, xo, n, mean);
    }
    float[] lanes = new float[PlainReduce.LANES];
    int rows = n / PlainReduce.LANES;
    if (fold == Fold.SUM) {
      sum(x, xo, rows, lanes);
    } else if (fold == Fold.SUM_SQUARES) {
      sumSquares(x, xo, rows, mean, lanes);
    } else {
      VectorColumns.reduce(
          fold, x, xo, rows, PlainReduce.LANES, PlainReduce.LANES, NONE, 0, lanes, 0);
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
    int i = 0;
    // A loop for each: where ways meet, C2 boxes the vectors that come along them.
    if (fold == Fold.SUM) {
      for (; i <= n - WIDTH; i += WIDTH) {
        FloatVector part = FloatVector.fromArray(SPECIES, lanes, i);
        part.add(FloatVector.fromArray(SPECIES, x, xo + i)).intoArray(lanes, i);
      }
    } else if (fold == Fold.SUM_SQUARES) {
      for (; i <= n - WIDTH; i += WIDTH) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, xo + i).sub(mean);
        d.fma(d, FloatVector.fromArray(SPECIES, lanes, i)).intoArray(lanes, i);
      }
    }
    PlainReduce.rest(fold, x, xo + i, n - i, mean, lanes, i);
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

  static float max(float[] x, int xo, int n) {
    IntVector most = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    int last = xo + n - WIDTH;
    for (int p = xo; p < last; p += WIDTH) {
      IntVector i = FloatVector.fromArray(SPECIES, x, p).reinterpretAsInts();
      IntVector flip = i.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
      most = most.max(i.lanewise(VectorOperators.XOR, flip).sub(Fold.NANS));
    }
    IntVector i = FloatVector.fromArray(SPECIES, x, last).reinterpretAsInts();
    IntVector flip = i.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
    most = most.max(i.lanewise(VectorOperators.XOR, flip).sub(Fold.NANS));
    return Fold.unordered(most.reduceLanes(VectorOperators.MAX) + Fold.NANS);
  }

  static float min(float[] x, int xo, int n) {
    IntVector least = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    int last = xo + n - WIDTH;
    for (int p = xo; p < last; p += WIDTH) {
      IntVector i = FloatVector.fromArray(SPECIES, x, p).reinterpretAsInts();
      IntVector flip = i.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
      least = least.min(i.lanewise(VectorOperators.XOR, flip).add(Fold.NANS));
    }
    IntVector i = FloatVector.fromArray(SPECIES, x, last).reinterpretAsInts();
    IntVector flip = i.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
    least = least.min(i.lanewise(VectorOperators.XOR, flip).add(Fold.NANS));
    return Fold.unordered(least.reduceLanes(VectorOperators.MIN) - Fold.NANS);
  }

  private static float maxAbs(float[] x, int xo, int n) {
    IntVector most = IntVector.zero(INTS);
    int last = xo + n - WIDTH;
    for (int p = xo; p < last; p += WIDTH) {
      IntVector i = FloatVector.fromArray(SPECIES, x, p).reinterpretAsInts();
      most = most.max(i.and(MAGNITUDE));
    }
    IntVector i = FloatVector.fromArray(SPECIES, x, last).reinterpretAsInts();
    most = most.max(i.and(MAGNITUDE));
    return Float.intBitsToFloat(most.reduceLanes(VectorOperators.MAX));
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
}
