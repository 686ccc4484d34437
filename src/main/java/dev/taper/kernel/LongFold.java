package dev.taper.kernel;

import java.util.Arrays;

/** The ways to bring many longs down to one; sums and products wrap around. */
public enum LongFold {
  /** {@code Σ x}; 0 of none. */
  SUM(0),
  /** {@code Π x}; 1 of none. */
  PROD(1),
  /** The largest element; {@link Long#MIN_VALUE} of none. */
  MAX(Long.MIN_VALUE),
  /** The smallest element; {@link Long#MAX_VALUE} of none. */
  MIN(Long.MAX_VALUE);

  private final long identity;

  LongFold(long identity) {
    this.identity = identity;
  }

  /** Reduces a contiguous {@code (outer, reduce, inner)} to {@code (outer, inner)}. */
  public void apply(long[] x, int xo, int outer, int reduce, int inner, long[] y, int yo) {
    Arrays.fill(y, yo, yo + outer * inner, identity);
    for (int o = 0; o < outer; o++) {
      for (int r = 0; r < reduce; r++) {
        fold(x, xo + (o * reduce + r) * inner, y, yo + o * inner, inner);
      }
    }
  }

  private void fold(long[] x, int xo, long[] y, int yo, int n) {
    switch (this) {
      case SUM -> {
        for (int i = 0; i < n; i++) {
          y[yo + i] += x[xo + i];
        }
      }
      case PROD -> {
        for (int i = 0; i < n; i++) {
          y[yo + i] *= x[xo + i];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          y[yo + i] = Math.max(y[yo + i], x[xo + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          y[yo + i] = Math.min(y[yo + i], x[xo + i]);
        }
      }
    }
  }
}
