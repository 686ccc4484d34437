package dev.taper.kernel;

import java.util.Arrays;

/**
 * The ways to find where the extreme of many floats is: its first index, or that of the first NaN;
 * 0 and -0 are equal. The number of elements must be positive.
 */
public enum ArgFold implements Warmup.Subject {
  /** Where the largest element is. */
  ARGMAX(Fold.MAX),
  /** Where the smallest element is. */
  ARGMIN(Fold.MIN);

  /** Columns, and elements, below which plain Java is as fast. */
  private static final int NARROW = 16;

  private static final int WORTHWHILE = 64;

  /** Elements of a trial, about. */
  private static final int TRIAL = 512;

  private final Fold extreme;
  private final Warmup warmup = new Warmup(this);

  ArgFold(Fold extreme) {
    this.extreme = extreme;
  }

  /** Reduces a contiguous {@code (outer, reduce, inner)} to indices {@code (outer, inner)}. */
  public void apply(float[] x, int xo, int outer, int reduce, int inner, long[] y, int yo) {
    if (inner == 1 && !Grid.shares(outer, reduce)) {
      rows(x, xo, outer, reduce, y, yo);
    } else if (inner == 1) {
      Grid.run(
          outer,
          reduce,
          (from, to) -> rows(x, xo + from * reduce, to - from, reduce, y, yo + from));
    } else if (outer == 1 && inner > 1 && inner <= Fold.COLUMNS) {
      columns(x, xo, reduce, inner, inner, y, yo);
    } else if (inner > 1) {
      int strips = (inner + Fold.COLUMNS - 1) / Fold.COLUMNS;
      Grid.run(
          outer * strips,
          (long) reduce * Math.min(inner, Fold.COLUMNS),
          (from, to) -> {
            for (int c = from; c < to; c++) {
              int o = c / strips;
              int j = c % strips * Fold.COLUMNS;
              int n = Math.min(Fold.COLUMNS, inner - j);
              columns(x, xo + o * reduce * inner + j, reduce, inner, n, y, yo + o * inner + j);
            }
          });
    }
  }

  private void rows(float[] x, int xo, int rows, int n, long[] y, int yo) {
    for (int r = 0; r < rows; r++) {
      y[yo + r] = row(x, xo + r * n, n);
    }
  }

  /** The same of integers. */
  public void apply(long[] x, int xo, int outer, int reduce, int inner, long[] y, int yo) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int start = xo + o * reduce * inner + i;
        int at = 0;
        for (int r = 1; r < reduce; r++) {
          int order = Long.compare(x[start + r * inner], x[start + at * inner]);
          if (this == ARGMAX ? order > 0 : order < 0) {
            at = r;
          }
        }
        y[yo + o * inner + i] = at;
      }
    }
  }

  /** The first index of the extreme: the extreme of each block, then a search in one block. */
  int row(float[] x, int xo, int n) {
    if (n < 1) {
      String name = this == ARGMAX ? "argmax" : "argmin";
      throw new IllegalArgumentException(name + ": " + n + " elements: need at least one");
    }
    if (n < PlainReduce.SHORT) {
      return shortRow(x, xo, n);
    }
    if (n <= Fold.BLOCK) {
      return extreme.find(x, xo, 0, n, extreme.row(x, xo, n, 0f));
    }
    float[] extremes = extreme.blocks(x, xo, n, 0f);
    int block = shortRow(extremes, 0, extremes.length);
    return extreme.find(x, xo, block * Fold.BLOCK, n, extremes[block]);
  }

  private int shortRow(float[] x, int xo, int n) {
    if (n >= NARROW && n < PlainReduce.SHORT && extreme.vector(n)) {
      float wanted = this == ARGMAX ? VectorReduce.max(x, xo, n) : VectorReduce.min(x, xo, n);
      return VectorArg.find(x, xo, 0, n, wanted);
    }
    int at = 0;
    float best = x[xo];
    for (int i = 1; i < n; i++) {
      // One comparison for most elements: NaNs too take the closer look.
      float v = x[xo + i];
      boolean worse = this == ARGMAX ? v <= best : v >= best;
      if (!worse && beats(v, best)) {
        best = v;
        at = i;
      }
    }
    return at;
  }

  private boolean beats(float v, float best) {
    boolean better = this == ARGMAX ? v > best : v < best;
    return better || (Float.isNaN(v) && !Float.isNaN(best));
  }

  void columns(float[] x, int xo, int rows, int stride, int n, long[] y, int yo) {
    float[] best = new float[n];
    int[] at = new int[n];
    System.arraycopy(x, xo, best, 0, n);
    boolean vector = n >= NARROW && rows * n >= WORTHWHILE && warmup.ready((long) rows * n);
    for (int r = 1; r < rows; r++) {
      int p = xo + r * stride;
      int done = 0;
      if (vector) {
        done =
            this == ARGMAX
                ? VectorArg.largest(x, p, r, n, best, at)
                : VectorArg.smallest(x, p, r, n, best, at);
      }
      row(x, p, r, done, n, best, at);
    }
    for (int j = 0; j < n; j++) {
      y[yo + j] = at[j];
    }
  }

  /** Holds columns {@code from} to {@code n} of one row against the best of those before it. */
  private void row(float[] x, int xo, int row, int from, int n, float[] best, int[] at) {
    for (int j = from; j < n; j++) {
      // Most elements change nothing; of the others, NaNs among them, a closer look decides.
      float v = x[xo + j];
      boolean worse = this == ARGMAX ? v <= best[j] : v >= best[j];
      if (!worse && beats(v, best[j])) {
        best[j] = v;
        at[j] = row;
      }
    }
  }

  /** Rows that rise, and fall, so that some elements change what is held. */
  @Override
  public Warmup.Trial trial() {
    int rows = 4;
    int n = TRIAL / rows + 5;
    float[] x = new float[rows * n];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 37;
    }
    float[] best = new float[n];
    int[] at = new int[n];
    return new Warmup.Trial(
        () -> {
          Arrays.fill(best, 18f);
          for (int r = 0; r < rows; r++) {
            row(x, r * n, r, 0, n, best, at);
          }
        },
        () -> {
          Arrays.fill(best, 18f);
          for (int r = 0; r < rows; r++) {
            int done =
                this == ARGMAX
                    ? VectorArg.largest(x, r * n, r, n, best, at)
                    : VectorArg.smallest(x, r * n, r, n, best, at);
            row(x, r * n, r, done, n, best, at);
          }
        });
  }
}
