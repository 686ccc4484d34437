package dev.taper.kernel;

import java.util.Arrays;

/** The ways to bring many truth values down to one. */
public enum BooleanFold {
  /** Whether one is true; false of none. */
  ANY,
  /** Whether all are true; true of none. */
  ALL;

  /** Reduces a contiguous {@code (outer, reduce, inner)} to {@code (outer, inner)}. */
  public void apply(boolean[] x, int xo, int outer, int reduce, int inner, boolean[] y, int yo) {
    boolean wanted = this == ANY;
    Arrays.fill(y, yo, yo + outer * inner, !wanted);
    for (int o = 0; o < outer; o++) {
      int at = yo + o * inner;
      for (int r = 0; r < reduce; r++) {
        int start = xo + (o * reduce + r) * inner;
        for (int i = 0; i < inner; i++) {
          if (x[start + i] == wanted) {
            y[at + i] = wanted;
          }
        }
      }
    }
  }
}
