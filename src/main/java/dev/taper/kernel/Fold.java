package dev.taper.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ways to bring many floats down to one.
 *
 * <p>Each result is defined by the number of elements alone, so that backend, vector width and
 * number of threads never change a bit: see {@link PlainReduce} for what happens inside a block;
 * the results of blocks are combined pairwise, neighbours first, in the order of their indices.
 */
public enum Fold {
  /** {@code Σ x}; 0 of none. */
  SUM(0f),
  /** {@code Σ |x|}; 0 of none. */
  SUM_ABS(0f),
  /** {@code Σ (x − mean)²}, the mean being 0 where none is given; 0 of none. */
  SUM_SQUARES(0f),
  /** The number of elements that are not zero, NaN counting as such; 0 of none. */
  COUNT_NONZERO(0f),
  /** {@code Π x}; 1 of none. */
  PROD(1f),
  /** The largest element, NaN if there is one, 0 above -0; {@code -∞} of none. */
  MAX(Float.NEGATIVE_INFINITY),
  /** The smallest element, NaN if there is one, -0 below 0; {@code +∞} of none. */
  MIN(Float.POSITIVE_INFINITY),
  /** The largest magnitude, NaN if there is one; 0 of none. */
  MAX_ABS(0f);

  /** Elements in a block of a row. */
  static final int BLOCK = 4096;

  /** Rows in a block of columns. */
  static final int ROWS = 128;

  /** Columns that one thread takes at a time. */
  static final int COLUMNS = 512;

  /** Elements below which a reduction stays in its thread: some tens of microseconds of work. */
  static final int PARALLEL = 131_072;

  /** Columns below which a sum of them is no work for vectors. */
  static final int NARROW = 16;

  /** Elements that a thread should get at a time. */
  static final int GRAIN = 32_768;

  /** The number of NaNs of either sign. */
  static final int NANS = 0x7fffff;

  static final float[] NO_MEANS = {};
  static final float[] ZERO = {0f};

  /** The result of no elements. */
  final float identity;

  /** Elements in a block below which plain Java is as fast. */
  private static final int WORTHWHILE = 64;

  /** Rows and columns are warmed apart: many a program has only one of them. */
  private final Warmup ofRows = new Warmup(() -> FoldTrial.rows(this));

  private final Warmup ofColumns = new Warmup(() -> FoldTrial.columns(this));

  Fold(float identity) {
    this.identity = identity;
  }

  /** Reduces a contiguous {@code (outer, reduce, inner)} to {@code (outer, inner)}. */
  public void apply(float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo) {
    apply(x, xo, outer, reduce, inner, null, 0, y, yo);
  }

  /** The same with a mean for each result, {@code (outer, inner)}; only SUM_SQUARES heeds it. */
  void apply(
      float[] x,
      int xo,
      int outer,
      int reduce,
      int inner,
      float @Nullable [] means,
      int mo,
      float[] y,
      int yo) {
    if (inner == 1) {
      float[] m = means == null ? ZERO : means;
      int first = means == null ? 0 : mo;
      int ms = means == null ? 0 : 1;
      if (!Grid.shares(outer, reduce)) {
        rows(x, xo, outer, reduce, m, first, ms, y, yo);
        return;
      }
      Grid.run(
          outer,
          reduce,
          (from, to) ->
              rows(
                  x,
                  xo + from * reduce,
                  to - from,
                  reduce,
                  m,
                  first + from * ms,
                  ms,
                  y,
                  yo + from));
    } else if (outer == 1 && inner > 1) {
      columns(x, xo, reduce, inner, inner, means, mo, y, yo);
    } else if (inner > 1) {
      Grid.run(
          outer,
          (long) reduce * inner,
          (from, to) -> {
            for (int o = from; o < to; o++) {
              int start = xo + o * reduce * inner;
              int at = o * inner;
              columns(x, start, reduce, inner, inner, means, mo + at, y, yo + at);
            }
          });
    }
  }

  /** Reduces rows of {@code n} neighbours, with means that are {@code ms} apart. */
  private void rows(
      float[] x, int xo, int rows, int n, float[] means, int mo, int ms, float[] y, int yo) {
    int r = 0;
    if (n > BLOCK) {
      for (; r < rows; r++) {
        y[yo + r] = row(x, xo + r * n, n, means[mo + r * ms]);
      }
    } else if (n >= PlainReduce.SHORT) {
      boolean vector = rows * n >= WORTHWHILE && ofRows.ready((long) rows * n);
      if (vector && rows > 1) {
        r = VectorLanes.wholeRows(this, x, xo, rows, n, means, mo, ms, y, yo);
      }
      for (; r < rows; r++) {
        float mean = means[mo + r * ms];
        y[yo + r] =
            vector
                ? VectorReduce.block(this, x, xo + r * n, n, mean)
                : PlainReduce.block(this, x, xo + r * n, n, mean);
      }
    } else {
      for (; this == SUM && r <= rows - PlainReduce.WIDE; r += PlainReduce.WIDE) {
        PlainReduce.shortRows(x, xo + r * n, n, y, yo + r);
      }
      for (; this == SUM_SQUARES && r <= rows - PlainReduce.WIDE; r += PlainReduce.WIDE) {
        PlainReduce.shortSquares(x, xo + r * n, n, means, mo + r * ms, ms, y, yo + r);
      }
      for (; r < rows; r++) {
        y[yo + r] = steps(identity, x, xo + r * n, n, 1, means[mo + r * ms]);
      }
    }
  }

  /** Reduces {@code n} neighbours. */
  float row(float[] x, int xo, int n, float mean) {
    if (n <= BLOCK) {
      return n >= WORTHWHILE && ofRows.ready(n)
          ? VectorReduce.block(this, x, xo, n, mean)
          : PlainReduce.block(this, x, xo, n, mean);
    }
    float[] parts = blocks(x, xo, n, mean);
    return pairwise(parts, parts.length);
  }

  /** The results of the blocks of {@code n} neighbours. */
  float[] blocks(float[] x, int xo, int n, float mean) {
    int whole = n / BLOCK;
    int left = n - whole * BLOCK;
    float[] parts = new float[left == 0 ? whole : whole + 1];
    float[] means = mean == 0f ? ZERO : new float[] {mean};
    Grid.run(
        whole,
        BLOCK,
        (from, to) -> rows(x, xo + from * BLOCK, to - from, BLOCK, means, 0, 0, parts, from));
    if (left > 0) {
      parts[whole] = row(x, xo + whole * BLOCK, left, mean);
    }
    return parts;
  }

  /** Whether vectors are to do {@code n} elements of a row that is too short for {@link #row}. */
  boolean vector(int n) {
    return ofRows.ready(n);
  }

  /**
   * The first index from {@code from} on of a result of this extreme, which is among {@code n}
   * elements.
   */
  int find(float[] x, int xo, int from, int n, float wanted) {
    return n - from >= WORTHWHILE && ofRows.ready(0)
        ? VectorArg.find(x, xo, from, n, wanted)
        : PlainReduce.find(x, xo, from, wanted);
  }

  /** Reduces each of {@code n} neighbouring columns over rows that are {@code stride} apart. */
  void columns(
      float[] x,
      int xo,
      int rows,
      int stride,
      int n,
      float @Nullable [] means,
      int mo,
      float[] y,
      int yo) {
    if (rows == 0) {
      Arrays.fill(y, yo, yo + n, identity);
      return;
    }
    float[] mean = means == null ? NO_MEANS : means;
    if (rows <= ROWS && n <= COLUMNS) {
      columnBlock(x, xo, rows, stride, n, mean, mo, y, yo);
      return;
    }
    int blocks = (rows + ROWS - 1) / ROWS;
    int strips = (n + COLUMNS - 1) / COLUMNS;
    float[] parts = blocks == 1 ? y : Pool.local().floats(blocks * n);
    int po = blocks == 1 ? yo : 0;
    Grid.run(
        blocks * strips,
        (long) Math.min(rows, ROWS) * Math.min(n, COLUMNS),
        (from, to) -> {
          for (int cell = from; cell < to; cell++) {
            int row = cell / strips * ROWS;
            int column = cell % strips * COLUMNS;
            columnBlock(
                x,
                xo + row * stride + column,
                Math.min(ROWS, rows - row),
                stride,
                Math.min(COLUMNS, n - column),
                mean,
                mo + column,
                parts,
                po + cell / strips * n + column);
          }
        });
    if (blocks > 1) {
      pairwiseRows(parts, blocks, n);
      System.arraycopy(parts, 0, y, yo, n);
      Pool.local().give(parts);
    }
  }

  private void columnBlock(
      float[] x, int xo, int rows, int stride, int n, float[] means, int mo, float[] y, int yo) {
    int least = this == SUM ? NARROW : PlainReduce.LANES;
    if (n >= least && rows * n >= WORTHWHILE && ofColumns.ready((long) rows * n)) {
      VectorColumns.reduce(this, x, xo, rows, stride, n, means, mo, y, yo);
    } else {
      PlainReduce.columnBlock(this, x, xo, rows, stride, n, means, mo, y, yo);
    }
  }

  /** Whether parts are combined by addition. */
  boolean adds() {
    return this == SUM || this == SUM_ABS || this == SUM_SQUARES || this == COUNT_NONZERO;
  }

  /** What two parts make together. */
  float combine(float a, float b) {
    return switch (this) {
      case SUM, SUM_ABS, SUM_SQUARES, COUNT_NONZERO -> a + b;
      case PROD -> a * b;
      case MAX, MAX_ABS -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  /** What {@code part} and {@code n} further elements make together, one after the other. */
  float steps(float part, float[] x, int xo, int n, int stride, float mean) {
    float y = part;
    int end = xo + n * stride;
    switch (this) {
      case SUM -> {
        for (int i = xo; i < end; i += stride) {
          y += x[i];
        }
      }
      case SUM_ABS -> {
        for (int i = xo; i < end; i += stride) {
          y += Math.abs(x[i]);
        }
      }
      case SUM_SQUARES -> {
        for (int i = xo; i < end; i += stride) {
          y = Math.fma(x[i] - mean, x[i] - mean, y);
        }
      }
      case COUNT_NONZERO -> {
        for (int i = xo; i < end; i += stride) {
          y += x[i] == 0f ? 0f : 1f;
        }
      }
      case PROD -> {
        for (int i = xo; i < end; i += stride) {
          y *= x[i];
        }
      }
      case MAX -> {
        int best = order(y) - NANS;
        for (int i = xo; i < end; i += stride) {
          best = Math.max(best, order(x[i]) - NANS);
        }
        y = unordered(best + NANS);
      }
      case MIN -> {
        int best = order(y) + NANS;
        for (int i = xo; i < end; i += stride) {
          best = Math.min(best, order(x[i]) + NANS);
        }
        y = unordered(best - NANS);
      }
      case MAX_ABS -> {
        int best = Float.floatToRawIntBits(y);
        for (int i = xo; i < end; i += stride) {
          best = Math.max(best, Float.floatToRawIntBits(x[i]) & Integer.MAX_VALUE);
        }
        y = Float.intBitsToFloat(best);
      }
    }
    return y;
  }

  /**
   * An integer in the order of the floats, -0 below 0. Read as an integer, a float's bits order the
   * positive numbers; flipping all bits but the sign orders the negative ones below them. A shift
   * by {@link #NANS} that wraps around then brings the NaNs of both signs to the winning end:
   * downwards for a maximum, upwards for a minimum.
   */
  private static int order(float v) {
    int i = Float.floatToRawIntBits(v);
    return i ^ ((i >> 31) >>> 1);
  }

  static float unordered(int i) {
    return Float.intBitsToFloat(i ^ ((i >> 31) >>> 1));
  }

  /** Combines neighbours until one is left; uses up {@code parts}. */
  float pairwise(float[] parts, int n) {
    pairwiseRows(parts, n, 1);
    return parts[0];
  }

  /** The same of rows of {@code n} parts. */
  void pairwiseRows(float[] parts, int rows, int n) {
    boolean vector = n >= WORTHWHILE && adds() && ofColumns.ready(0);
    for (int left = rows; left > 1; left = (left + 1) / 2) {
      for (int i = 0; i < left / 2; i++) {
        int a = 2 * i * n;
        int j = vector ? VectorColumns.add(parts, i * n, a, a + n, n) : 0;
        for (; j < n; j++) {
          parts[i * n + j] = combine(parts[a + j], parts[a + n + j]);
        }
      }
      if (left % 2 == 1) {
        System.arraycopy(parts, (left - 1) * n, parts, left / 2 * n, n);
      }
    }
  }
}
