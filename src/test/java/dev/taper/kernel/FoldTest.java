package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns and (outer, reduce, inner), the two backends and any number of threads. */
@Tag("kernel")
class FoldTest {
  private static final int[][] PATTERNS = {
    {1, 1, 1},
    {3, 4, 5},
    {2, 130, 3},
    {7, 33, 1},
    {1, 1000, 64},
    {2, 257, 129},
    {5, 3, 700},
    {1, 300, 1030},
    {300, 500, 1},
    {2, 100_000, 1},
    {100_000, 2, 1},
    {1, 70_000, 2},
    {64, 40, 40},
    {0, 4, 5},
    {3, 0, 5},
    {3, 4, 0},
    {3, 0, 1},
    {0, 0, 0}
  };

  @ParameterizedTest
  @EnumSource(Fold.class)
  void patterns(Fold fold) {
    for (int[] p : PATTERNS) {
      int outer = p[0];
      int reduce = p[1];
      int inner = p[2];
      float[] x = data(fold, outer * reduce * inner, 3);
      float[] y = new float[4 + outer * inner + 4];
      Arrays.fill(y, 77f);
      fold.apply(x, 3, outer, reduce, inner, y, 4);
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          check(fold, x, 3 + o * reduce * inner + i, reduce, inner, y[4 + o * inner + i]);
        }
      }
      for (int c = 0; c < 4; c++) {
        assertEquals(77f, y[c]);
        assertEquals(77f, y[y.length - 1 - c]);
      }
    }
  }

  private static void check(Fold fold, float[] x, int xo, int n, int stride, float got) {
    double oracle = fold.identity;
    double magnitude = 0;
    for (int i = 0; i < n; i++) {
      double v = x[xo + i * stride];
      magnitude += fold == Fold.SUM_SQUARES ? v * v : Math.abs(v);
      oracle =
          switch (fold) {
            case SUM -> oracle + v;
            case SUM_ABS, SUM_SQUARES -> magnitude;
            case COUNT_NONZERO -> oracle + (v == 0 ? 0 : 1);
            case PROD -> oracle * v;
            case MAX -> Math.max(oracle, v);
            case MIN -> Math.min(oracle, v);
            case MAX_ABS -> Math.max(oracle, Math.abs(v));
          };
    }
    double bound =
        switch (fold) {
          case SUM, SUM_ABS, SUM_SQUARES -> Samples.columnBound(n) * magnitude;
          case PROD -> n * Samples.U * 1.1 * oracle;
          default -> 0;
        };
    if (bound == 0) {
      assertEquals((float) oracle, got, fold.toString());
    } else {
      assertEquals(oracle, got, bound, fold.toString());
    }
  }

  /** Numbers, with some zeros; near 1 for products. */
  private static float[] data(Fold fold, int n, int offset) {
    float[] x = Samples.normal(n, offset, n);
    for (int i = 0; i < n; i++) {
      if (fold == Fold.PROD) {
        x[offset + i] = 1 + x[offset + i] / 1024;
      } else if (i % 5 == 0) {
        x[offset + i] = 0f;
      }
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {131, 128})
  void deviationsOfColumnsAndRows(int n) {
    int rows = 301;
    float[] x = Samples.normal(rows * n, 0, 5);
    float[] means = Samples.normal(n, 2, 6);
    float[] y = new float[n];
    Reduce.sumSquaredDeviationsColumns(x, 0, rows, n, n, means, 2, y, 0);
    for (int j = 0; j < n; j++) {
      double oracle = 0;
      for (int r = 0; r < rows; r++) {
        oracle += Math.pow((double) x[r * n + j] - means[2 + j], 2);
      }
      assertEquals(oracle, y[j], (Samples.columnBound(rows) + 2 * Samples.U) * oracle);
    }
    float[] whole = new float[n];
    Reduce.sumSquaredDeviations(x, 0, 1, rows, n, means, 2, whole, 0);
    assertArrayEquals(y, whole);
    float[] rowwise = new float[rows];
    float[] rowMeans = Samples.normal(rows, 1, 8);
    Reduce.sumSquaredDeviations(x, 0, rows, n, 1, rowMeans, 1, rowwise, 0);
    for (int r = 0; r < rows; r++) {
      assertEquals(Reduce.sumSquaredDeviations(x, r * n, n, rowMeans[1 + r]), rowwise[r]);
    }
  }

  @Test
  void longColumnsArePairsOfBlocks() {
    int rows = 2 * Fold.ROWS + 5;
    int n = 2 * Fold.COLUMNS + 77;
    float[] x = Samples.normal(rows * n, 3, 9);
    float[] y = new float[n];
    Fold.SUM.apply(x, 3, 1, rows, n, y, 0);
    float[][] blocks = new float[3][n];
    for (int b = 0; b < 3; b++) {
      int some = Math.min(Fold.ROWS, rows - b * Fold.ROWS);
      int start = 3 + b * Fold.ROWS * n;
      PlainReduce.columnBlock(Fold.SUM, x, start, some, n, n, new float[0], 0, blocks[b], 0);
    }
    for (int j = 0; j < n; j++) {
      assertEquals(blocks[0][j] + blocks[1][j] + blocks[2][j], y[j], "column " + j);
    }
  }

  @Test
  void columnsOfAWiderMatrix() {
    int rows = 200;
    int stride = 97;
    float[] x = Samples.normal(rows * stride, 0, 1);
    for (int n : new int[] {0, 1, 7, 8, 31, 64, 65, 90}) {
      float[] packed = new float[rows * n];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(x, r * stride + 4, packed, r * n, n);
      }
      for (Fold fold : Fold.values()) {
        float[] expected = new float[n];
        fold.apply(packed, 0, 1, rows, n, expected, 0);
        float[] y = new float[n];
        fold.columns(x, 4, rows, stride, n, null, 0, y, 0);
        if (n != 1) {
          assertArrayEquals(expected, y, fold.toString());
        } else {
          // A lone column is a row of its own: other lanes, the same value.
          assertEquals(expected[0], y[0], 1e-4f * Math.abs(expected[0]) + 1e-4f, fold.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fold.class)
  @Tag("vector")
  void backendsAgreeBitForBit(Fold fold) {
    for (int n : Samples.SIZES) {
      int size = Math.min(n, Fold.BLOCK);
      for (int offset : new int[] {0, 3}) {
        float[] x = data(fold, size, offset);
        same(fold, x, offset, size);
        if (size > 0) {
          same(fold, Samples.infinite(size, offset), offset, size);
          x[offset + size / 2] = Float.NaN;
          same(fold, x, offset, size);
        }
      }
    }
  }

  private static void same(Fold fold, float[] x, int xo, int n) {
    // What lies behind the row may be read, but must not count.
    float[] followed = Arrays.copyOf(x, x.length + PlainReduce.LANES);
    Arrays.fill(followed, xo + n, followed.length, Float.NaN);
    float[] alone = Arrays.copyOf(x, xo + n);
    for (float mean : new float[] {0f, 0.3f}) {
      float expected = PlainReduce.block(fold, x, xo, n, mean);
      assertEquals(expected, VectorReduce.block(fold, alone, xo, n, mean), fold + " " + n);
      assertEquals(expected, VectorReduce.block(fold, followed, xo, n, mean), fold + " " + n);
    }
    float[] none = {};
    for (int columns : new int[] {1, 5, 16, 32, 33, 64, 100, 129, 257}) {
      int rows = Math.min(Fold.ROWS, n / columns);
      float[] means = Samples.normal(columns, 0, 3);
      for (float[] mean : new float[][] {none, means}) {
        float[] a = new float[columns];
        float[] b = new float[columns];
        PlainReduce.columnBlock(fold, x, xo, rows, columns, columns, mean, 0, a, 0);
        VectorColumns.reduce(fold, x, xo, rows, columns, columns, mean, 0, b, 0);
        assertArrayEquals(a, b, fold + " " + columns);
      }
    }
  }

  @Test
  @Tag("vector")
  void dotBackendsAgreeBitForBit() {
    for (int n : Samples.SIZES) {
      int size = Math.min(n, Fold.BLOCK);
      float[] a = Samples.normal(size, 1, n);
      float[] b = Samples.normal(size, 2, n + 1);
      float expected = Dot.plainBlock(a, 1, 1, b, 2, 1, size);
      assertEquals(expected, Dot.vectorBlock(a, 1, b, 2, size), "n " + n);
      float[] followed = Samples.normal(size + PlainReduce.LANES, 1, n);
      System.arraycopy(a, 0, followed, 0, 1 + size);
      float[] too = Arrays.copyOf(b, b.length + PlainReduce.LANES);
      assertEquals(expected, Dot.vectorBlock(followed, 1, too, 2, size), "n " + n);
    }
  }

  @ParameterizedTest
  @EnumSource(Fold.class)
  void rowsAreBlocks(Fold fold) {
    int rows = 19;
    for (int n : new int[] {1, 3, 15, 31, 32, 33, 63, 64, 65, 100, 127, 129, 257, 1000, 1024}) {
      float[] x = data(fold, rows * n, 1);
      float[] y = new float[rows];
      fold.apply(x, 1, rows, n, 1, y, 0);
      for (int r = 0; r < rows; r++) {
        assertEquals(PlainReduce.block(fold, x, 1 + r * n, n, 0f), y[r], fold + " " + n);
      }
    }
  }

  @Test
  void negativeZerosAddUpToZero() {
    for (int n : new int[] {33, 100, 640, 1000}) {
      float[] x = new float[n + PlainReduce.LANES];
      Arrays.fill(x, -0f);
      assertEquals(0f, Fold.SUM.row(x, 0, n, 0f), "n " + n);
      assertEquals(PlainReduce.block(Fold.SUM, x, 0, n, 0f), Fold.SUM.row(x, 0, n, 0f));
    }
  }

  @Test
  void bitsDoNotDependOnThreads() {
    int before = Team.threads();
    try {
      Team.threads(1);
      float[] alone = everything();
      for (int threads = 2; threads <= 4; threads++) {
        Team.threads(threads);
        assertArrayEquals(alone, everything());
      }
    } finally {
      Team.threads(before);
    }
  }

  private static float[] everything() {
    int n = 1_000_003;
    float[] x = Samples.normal(n, 0, 11);
    float[] z = Samples.normal(n, 0, 12);
    float[] y = new float[200_000];
    int at = 0;
    for (Fold fold : Fold.values()) {
      y[at++] = fold.row(x, 0, n, 0.1f);
      fold.apply(x, 0, 10, 100_000, 1, y, at);
      at += 10;
      fold.apply(x, 0, 1, 1000, 1000, y, at);
      at += 1000;
      fold.apply(x, 0, 1000, 100, 10, y, at);
      at += 10_000;
    }
    y[at++] = Reduce.dot(x, 0, z, 0, n);
    y[at++] = Reduce.sumPowers(x, 0, n, 1.5);
    y[at++] = Reduce.argmax(x, 0, n);
    Reduce.sumPowers(x, 0, 10, 100, 1000, 2.5, y, at);
    long[] index = new long[2000];
    ArgFold.ARGMIN.apply(x, 0, 2, 500, 1000, index, 0);
    for (int i = 0; i < index.length; i++) {
      y[190_000 + i] = index[i];
    }
    return y;
  }
}
