package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where extremes are, longs and truth values, over (outer, reduce, inner). */
@Tag("kernel")
class OtherFoldsTest {
  private static final int[][] PATTERNS = {
    {1, 1, 1},
    {3, 4, 5},
    {7, 33, 1},
    {2, 257, 129},
    {3, 33, 17},
    {2, 64, 100},
    {5, 3, 700},
    {30, 5000, 1},
    {1, 200, 1030},
    {0, 4, 5},
    {3, 4, 0}
  };

  @Test
  void argExtremes() {
    SplittableRandom random = new SplittableRandom(3);
    for (int[] p : PATTERNS) {
      float[] x = new float[2 + p[0] * p[1] * p[2]];
      for (int i = 0; i < x.length; i++) {
        // Few distinct values, so that ties are common; now and then NaN, infinity or -0.
        int k = random.nextInt(1000);
        x[i] =
            k == 0 ? Float.NaN : k == 1 ? Float.POSITIVE_INFINITY : k % 7 == 0 ? -0f : k % 5 - 2f;
      }
      int results = p[0] * p[2];
      long[] max = new long[results + 2];
      long[] min = new long[results + 2];
      Arrays.fill(max, -7);
      Arrays.fill(min, -7);
      ArgFold.ARGMAX.apply(x, 2, p[0], p[1], p[2], max, 1);
      ArgFold.ARGMIN.apply(x, 2, p[0], p[1], p[2], min, 1);
      for (int s = 0; s < results; s++) {
        int at = 2 + s / p[2] * p[1] * p[2] + s % p[2];
        assertEquals(first(x, at, p[1], p[2], 1f), max[1 + s]);
        assertEquals(first(x, at, p[1], p[2], -1f), min[1 + s]);
      }
      assertEquals(-7, max[0]);
      assertEquals(-7, max[results + 1]);
      assertEquals(-7, min[0]);
      assertEquals(-7, min[results + 1]);
    }
  }

  private static int first(float[] x, int xo, int n, int stride, float sign) {
    int best = 0;
    for (int i = 0; i < n; i++) {
      float v = sign * x[xo + i * stride];
      if (Float.isNaN(v)) {
        return i;
      }
      if (v > sign * x[xo + best * stride]) {
        best = i;
      }
    }
    return best;
  }

  @Test
  void argExtremesOfColumnsOfAWiderMatrix() {
    float[] x = {9, 1, 5, 9, 9, 4, 5, 9, 9, 4, Float.NaN, 9};
    long[] y = new long[2];
    Reduce.argmaxColumns(x, 1, 3, 4, 2, y, 0);
    assertArrayEquals(new long[] {1, 2}, y);
    Reduce.argminColumns(x, 1, 3, 4, 2, y, 0);
    assertArrayEquals(new long[] {0, 2}, y);
  }

  @Test
  void longs() {
    SplittableRandom random = new SplittableRandom(4);
    int[][] patterns = Arrays.copyOf(PATTERNS, PATTERNS.length + 1);
    patterns[PATTERNS.length] = new int[] {3, 0, 5};
    for (int[] p : patterns) {
      long[] x = new long[2 + p[0] * p[1] * p[2]];
      Arrays.setAll(x, i -> random.nextLong());
      int results = p[0] * p[2];
      for (LongFold fold : LongFold.values()) {
        long[] y = new long[results + 2];
        Arrays.fill(y, -7);
        fold.apply(x, 2, p[0], p[1], p[2], y, 1);
        for (int s = 0; s < results; s++) {
          int at = 2 + s / p[2] * p[1] * p[2] + s % p[2];
          long expected =
              switch (fold) {
                case SUM -> 0;
                case PROD -> 1;
                case MAX -> Long.MIN_VALUE;
                case MIN -> Long.MAX_VALUE;
              };
          for (int r = 0; r < p[1]; r++) {
            long v = x[at + r * p[2]];
            expected =
                switch (fold) {
                  case SUM -> expected + v;
                  case PROD -> expected * v;
                  case MAX -> Math.max(expected, v);
                  case MIN -> Math.min(expected, v);
                };
          }
          assertEquals(expected, y[1 + s], fold.toString());
        }
        assertEquals(-7, y[0]);
        assertEquals(-7, y[results + 1]);
      }
    }
  }

  @Test
  void truthValues() {
    boolean[] x = {true, false, true, true, false, false, true, true};
    boolean[] y = new boolean[2];
    BooleanFold.ANY.apply(x, 0, 2, 4, 1, y, 0);
    assertArrayEquals(new boolean[] {true, true}, y);
    BooleanFold.ALL.apply(x, 0, 2, 4, 1, y, 0);
    assertArrayEquals(new boolean[] {false, false}, y);
    // Columns of the 3 by 2 matrix from the third element on: (1 1) (0 0) (1 1).
    BooleanFold.ANY.apply(x, 2, 1, 3, 2, y, 0);
    assertArrayEquals(new boolean[] {true, true}, y);
    BooleanFold.ALL.apply(x, 2, 1, 1, 2, y, 0);
    assertArrayEquals(new boolean[] {true, true}, y);
    BooleanFold.ANY.apply(x, 4, 1, 1, 2, y, 0);
    assertArrayEquals(new boolean[] {false, false}, y);
    BooleanFold.ALL.apply(x, 0, 1, 0, 2, y, 0);
    assertArrayEquals(new boolean[] {true, true}, y);
    BooleanFold.ANY.apply(x, 0, 1, 0, 2, y, 0);
    assertArrayEquals(new boolean[] {false, false}, y);
  }
}
