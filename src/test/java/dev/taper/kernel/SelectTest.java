package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The choice between integers, and between truth values, at every size, offset and stride. */
@Tag("kernel")
class SelectTest {
  private static final int[] SIZES = {
    0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 129, 257, 1030
  };
  private static final int OFFSET = 3;

  private static boolean[] truths(Random random, int n) {
    boolean[] x = new boolean[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextBoolean();
    }
    return x;
  }

  /** {@code (h, w)} of each, with these steps within a row and from row to row. */
  private static void check(int h, int w, int[] cs, int[] as, int[] bs, int[] ys) {
    Random random = new Random(31L * h + w);
    int n = 2 * OFFSET + 3 * Math.max(1, h) * Math.max(1, w);
    boolean[] c = truths(random, n);
    long[] a = random.longs(n).toArray();
    long[] b = random.longs(n).toArray();
    long[] y = random.longs(n).toArray();
    boolean[] p = truths(random, n);
    boolean[] q = truths(random, n);
    boolean[] z = truths(random, n);
    long[] expected = y.clone();
    boolean[] expectedTruths = z.clone();
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < w; j++) {
        int at = 1 + i * ys[0] + j * ys[1];
        boolean first = c[OFFSET + i * cs[0] + j * cs[1]];
        int left = 2 + i * as[0] + j * as[1];
        int right = OFFSET + i * bs[0] + j * bs[1];
        expected[at] = first ? a[left] : b[right];
        expectedTruths[at] = first ? p[left] : q[right];
      }
    }
    int[] sizes = {h, w};
    Select.where(sizes, c, OFFSET, cs, a, 2, as, b, OFFSET, bs, y, 1, ys);
    Select.where(sizes, c, OFFSET, cs, p, 2, as, q, OFFSET, bs, z, 1, ys);
    String what = "(" + h + ", " + w + ")";
    assertArrayEquals(expected, y, what);
    assertArrayEquals(expectedTruths, z, what);
  }

  private static void checkAll(int h, int w) {
    int[] rows = {w, 1};
    int[] gaps = {w + 2, 1};
    int[] columns = {1, Math.max(1, h)};
    int[] spread = {2 * w + 1, 2};
    int[] one = {0, 0};
    int[] row = {0, 1};
    int[] column = {1, 0};
    check(h, w, rows, rows, rows, rows);
    check(h, w, rows, one, rows, rows);
    check(h, w, rows, rows, one, rows);
    check(h, w, rows, one, one, rows);
    check(h, w, gaps, rows, gaps, gaps);
    check(h, w, row, column, rows, gaps);
    check(h, w, rows, columns, spread, rows);
    check(h, w, spread, rows, rows, columns);
    check(h, w, columns, columns, columns, columns);
  }

  @Test
  void allSizesAndStridesChoose() {
    for (int w : SIZES) {
      checkAll(1, w);
      checkAll(5, w);
    }
  }

  @Test
  void threadsChooseToo() {
    int before = Team.threads();
    try {
      for (int threads = 1; threads <= 2; threads++) {
        Team.threads(threads);
        checkAll(3, 70_001);
        checkAll(70_001, 2);
      }
    } finally {
      Team.threads(before);
    }
  }

  @Test
  void theResultMayBeTheSecondOperand() {
    Random random = new Random(9);
    boolean[] c = truths(random, 100);
    long[] a = random.longs(100).toArray();
    long[] b = random.longs(100).toArray();
    boolean[] p = truths(random, 100);
    boolean[] q = truths(random, 100);
    long[] expected = new long[100];
    boolean[] expectedTruths = new boolean[100];
    for (int i = 0; i < 100; i++) {
      expected[i] = c[i] ? a[i] : b[i];
      expectedTruths[i] = c[i] ? p[i] : q[i];
    }
    int[] sizes = {100};
    int[] one = {1};
    Select.where(sizes, c, 0, one, a, 0, one, b, 0, one, b, 0, one);
    Select.where(sizes, c, 0, one, p, 0, one, q, 0, one, q, 0, one);
    assertArrayEquals(expected, b);
    assertArrayEquals(expectedTruths, q);
  }
}
