package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows against double precision; NaN around the data would show a read outside of it. */
@Tag("kernel")
class ReduceTest {
  private static final int OFFSET = 5;

  static int[] sizes() {
    return Samples.SIZES;
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void sums(int n) {
    float[] x = Samples.normal(n, OFFSET, n + 1);
    double[] oracle = new double[4];
    float mean = 0.25f;
    for (int i = 0; i < n; i++) {
      double v = x[OFFSET + i];
      oracle[0] += v;
      oracle[1] += Math.abs(v);
      oracle[2] += v * v;
      oracle[3] += (v - mean) * (v - mean);
    }
    double bound = Samples.bound(n);
    assertEquals(oracle[0], Reduce.sum(x, OFFSET, n), bound * oracle[1]);
    assertEquals(oracle[1], Reduce.sumAbs(x, OFFSET, n), bound * oracle[1]);
    assertEquals(oracle[2], Reduce.sumSquares(x, OFFSET, n), bound * oracle[2]);
    // Two more roundings: the difference is rounded, and its square doubles that.
    float deviations = Reduce.sumSquaredDeviations(x, OFFSET, n, mean);
    assertEquals(oracle[3], deviations, (bound + 2 * Samples.U) * oracle[3]);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void extremes(int n) {
    float[] x = Samples.normal(n, OFFSET, n + 2);
    float[] row = Arrays.copyOfRange(x, OFFSET, OFFSET + n);
    Arrays.sort(row);
    float max = n == 0 ? Float.NEGATIVE_INFINITY : row[n - 1];
    float min = n == 0 ? Float.POSITIVE_INFINITY : row[0];
    assertEquals(max, Reduce.max(x, OFFSET, n));
    assertEquals(min, Reduce.min(x, OFFSET, n));
    assertEquals(n == 0 ? 0f : Math.max(max, -min), Reduce.maxAbs(x, OFFSET, n));
    if (n > 0) {
      assertEquals(max, x[OFFSET + Reduce.argmax(x, OFFSET, n)]);
      assertEquals(min, x[OFFSET + Reduce.argmin(x, OFFSET, n)]);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void product(int n) {
    float[] x = Samples.normal(n, OFFSET, n + 3);
    double oracle = 1;
    for (int i = 0; i < n; i++) {
      x[OFFSET + i] = 1 + x[OFFSET + i] / 1024;
      oracle *= x[OFFSET + i];
    }
    assertEquals(oracle, Reduce.prod(x, OFFSET, n), n * Samples.U * 1.1 * oracle);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void powers(int n) {
    float[] x = Samples.normal(n, OFFSET, n + 4);
    for (int i = 0; i < n; i += 3) {
      x[OFFSET + i] = i % 2 == 0 ? 0f : -0f;
    }
    double cubes = 0;
    int count = 0;
    for (int i = 0; i < n; i++) {
      cubes += Math.pow(Math.abs(x[OFFSET + i]), 3);
      count += x[OFFSET + i] != 0f ? 1 : 0;
    }
    assertEquals(cubes, Reduce.sumPowers(x, OFFSET, n, 3), Samples.bound(n) * cubes);
    assertEquals(count, Reduce.sumPowers(x, OFFSET, n, 0));
    assertEquals(count, Reduce.countNonzero(x, OFFSET, n));
    assertEquals(Reduce.sumAbs(x, OFFSET, n), Reduce.sumPowers(x, OFFSET, n, 1));
    assertEquals(Reduce.sumSquares(x, OFFSET, n), Reduce.sumPowers(x, OFFSET, n, 2));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void dot(int n) {
    float[] a = Samples.normal(n, OFFSET, n + 5);
    float[] b = Samples.normal(n, 2, n + 6);
    double oracle = 0;
    double magnitude = 0;
    for (int i = 0; i < n; i++) {
      double product = (double) a[OFFSET + i] * b[2 + i];
      oracle += product;
      magnitude += Math.abs(product);
    }
    float dense = Reduce.dot(a, OFFSET, b, 2, n);
    assertEquals(oracle, dense, Samples.bound(n) * magnitude);
    float[] wideA = Samples.spread(a, OFFSET, n, 3);
    float[] wideB = Samples.spread(b, 2, n, 2);
    assertEquals(dense, Reduce.dot(wideA, 0, 3, wideB, 0, 2, n));
    assertEquals(dense, Reduce.dot(a, OFFSET, 1, wideB, 0, 2, n));
  }

  @Test
  void nothing() {
    float[] x = {};
    assertEquals(0f, Reduce.sum(x, 0, 0));
    assertEquals(1f, Reduce.prod(x, 0, 0));
    assertEquals(0f, Reduce.maxAbs(x, 0, 0));
    assertEquals(0f, Reduce.dot(x, 0, x, 0, 0));
    assertEquals(
        "argmax: 0 elements: need at least one",
        assertThrows(IllegalArgumentException.class, () -> Reduce.argmax(x, 0, 0)).getMessage());
    assertEquals(
        "argmin: 0 elements: need at least one",
        assertThrows(IllegalArgumentException.class, () -> Reduce.argmin(x, 0, 0)).getMessage());
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void nanWins(int n) {
    for (int at : Samples.places(n)) {
      for (int bits : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xff800001}) {
        float[] x = Samples.infinite(n, 3);
        x[3 + at] = Float.intBitsToFloat(bits);
        assertTrue(Float.isNaN(Reduce.max(x, 3, n)), "max " + at);
        assertTrue(Float.isNaN(Reduce.min(x, 3, n)), "min " + at);
        assertTrue(Float.isNaN(Reduce.maxAbs(x, 3, n)), "maxAbs " + at);
        assertTrue(Float.isNaN(Reduce.sum(x, 3, n)), "sum " + at);
        assertTrue(Float.isNaN(Reduce.prod(x, 3, n)), "prod " + at);
        assertEquals(at, Reduce.argmax(x, 3, n));
        assertEquals(at, Reduce.argmin(x, 3, n));
        x[3 + n - 1] = Float.NaN;
        assertEquals(at, Reduce.argmax(x, 3, n));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void infinities(int n) {
    for (int at : Samples.places(n)) {
      float[] x = Samples.normal(n, 3, 9);
      x[3 + at] = Float.POSITIVE_INFINITY;
      assertEquals(Float.POSITIVE_INFINITY, Reduce.max(x, 3, n));
      assertEquals(Float.POSITIVE_INFINITY, Reduce.sum(x, 3, n));
      assertEquals(at, Reduce.argmax(x, 3, n));
      x[3 + at] = Float.NEGATIVE_INFINITY;
      assertEquals(Float.NEGATIVE_INFINITY, Reduce.min(x, 3, n));
      assertEquals(Float.POSITIVE_INFINITY, Reduce.maxAbs(x, 3, n));
      assertEquals(at, Reduce.argmin(x, 3, n));
      Arrays.fill(x, 3, 3 + n, Float.NEGATIVE_INFINITY);
      assertEquals(Float.NEGATIVE_INFINITY, Reduce.max(x, 3, n));
      assertEquals(0, Reduce.argmax(x, 3, n));
      Arrays.fill(x, 3, 3 + n, Float.POSITIVE_INFINITY);
      assertEquals(Float.POSITIVE_INFINITY, Reduce.min(x, 3, n));
      assertEquals(0, Reduce.argmin(x, 3, n));
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void zeros(int n) {
    for (int at : Samples.places(n)) {
      float[] x = new float[n + 3];
      Arrays.fill(x, -0f);
      assertEquals(-0f, Reduce.max(x, 3, n));
      x[3 + at] = 0f;
      assertEquals(0f, Reduce.max(x, 3, n));
      assertEquals(n == 1 ? 0f : -0f, Reduce.min(x, 3, n));
      assertEquals(0f, Reduce.maxAbs(x, 3, n));
      // The two zeros are equal: the first of them is the extreme.
      assertEquals(0, Reduce.argmax(x, 3, n));
      assertEquals(0, Reduce.argmin(x, 3, n));
    }
  }

  @Test
  void theFirstOfEqualExtremesIsFound() {
    SplittableRandom random = new SplittableRandom(7);
    for (int n : new int[] {2, 40, 5000, 20_000, 300_000}) {
      float[] x = new float[n];
      for (int round = 0; round < 20; round++) {
        int a = random.nextInt(n);
        int b = random.nextInt(n);
        Arrays.fill(x, 0f);
        x[a] = 1f;
        x[b] = 1f;
        assertEquals(Math.min(a, b), Reduce.argmax(x, 0, n));
        x[a] = -1f;
        x[b] = -1f;
        assertEquals(Math.min(a, b), Reduce.argmin(x, 0, n));
      }
    }
  }

  @Test
  void aLongSumKeepsItsDigits() {
    int n = 1 << 22;
    float[] x = new float[n];
    Arrays.fill(x, 0.1f);
    assertEquals((double) 0.1f * n, Reduce.sum(x, 0, n), 0.1 * n * 4e-6);
  }
}
