package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LongProductTest {
  private static Tensor numbers(int... sizes) {
    Shape shape = Shape.of(sizes);
    return Tensor.arange(shape.numel()).sub(3).view(sizes);
  }

  /** The product of matrices by the definition. */
  private static long[] naive(Tensor a, Tensor b) {
    int m = a.size(0);
    int k = a.size(1);
    int n = b.size(1);
    long[] x = a.contiguous().toLongArray();
    long[] y = b.contiguous().toLongArray();
    long[] z = new long[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < k; p++) {
          z[i * n + j] += x[i * k + p] * y[p * n + j];
        }
      }
    }
    return z;
  }

  @Test
  void matricesInEachLayout() {
    for (int n : new int[] {0, 1, 3, 17, 33}) {
      Tensor a = numbers(2, n);
      Tensor b = numbers(n, 5);
      long[] expected = naive(a, b);
      assertEquals(DType.INT64, a.mm(b).dtype());
      assertEquals(Shape.of(2, 5), a.mm(b).shape());
      assertArrayEquals(expected, a.mm(b).toLongArray());
      assertArrayEquals(expected, a.t().contiguous().t().mm(b).toLongArray());
      assertArrayEquals(expected, a.mm(b.t().contiguous().t()).toLongArray());
    }
    Tensor wide = numbers(4, 12).get("1:3, 1::2");
    Tensor tall = numbers(12, 3).get("::2");
    assertArrayEquals(naive(wide, tall), wide.mm(tall).toLongArray());
  }

  @Test
  void vectorsAndBatches() {
    Tensor v = Tensor.of(1L, 2L, 3L);
    assertEquals(14, v.dot(v).itemLong());
    assertEquals(Shape.of(), v.matmul(v).shape());
    assertArrayEquals(new long[] {-10, 8}, numbers(2, 3).mv(v).toLongArray());
    assertArrayEquals(new long[] {-10, 8}, numbers(2, 3).matmul(v).toLongArray());
    assertArrayEquals(new long[] {-2, 4}, v.matmul(numbers(3, 2)).toLongArray());
    Tensor a = numbers(2, 2, 3);
    Tensor b = numbers(2, 3, 4);
    Tensor c = a.bmm(b);
    assertEquals(Shape.of(2, 2, 4), c.shape());
    assertArrayEquals(
        naive(a.select(0, 1), b.select(0, 1)), c.select(0, 1).contiguous().toLongArray());
    assertArrayEquals(c.toLongArray(), a.matmul(b).toLongArray());
  }

  @Test
  void sumsWrapAround() {
    Tensor large = Tensor.of(Long.MAX_VALUE, 1L);
    assertEquals(Long.MIN_VALUE, large.dot(Tensor.of(1L, 1L)).itemLong());
  }

  @Test
  void addedToAnother() {
    Tensor a = numbers(2, 3);
    Tensor b = numbers(3, 2);
    Tensor row = Tensor.of(10L, 20L);
    assertArrayEquals(a.mm(b).add(row).toLongArray(), row.addmm(a, b).toLongArray());
    assertArrayEquals(
        a.mm(b).mul(-2).add(row.mul(3)).toLongArray(), row.addmm(a, b, 3, -2).toLongArray());
    assertArrayEquals(a.mm(b).toLongArray(), row.addmm(a, b, 0, 1).toLongArray());
    assertArrayEquals(new long[] {10, 20}, row.toLongArray());
  }
}
