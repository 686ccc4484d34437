package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class KeepTest {
  private static final int[] SIZES = {0, 1, 15, 16, 17, 63, 64, 65, 127, 129, 257, 5000};

  private static long[] bits(int n) {
    return new Random(n).longs((n + 63) / 64).toArray();
  }

  @Test
  void multipliesByTheFactorOrByZero() {
    for (int n : SIZES) {
      long[] bits = bits(n);
      float[] x = Samples.normal(n, 3, n);
      if (n > 16) {
        x[3 + 7] = Float.POSITIVE_INFINITY;
        x[3 + 9] = Float.NaN;
      }
      float[] y = new float[n + 5];
      Keep.apply(bits, 1.25f, x, 3, y, 2, n);
      for (int i = 0; i < n; i++) {
        float factor = (bits[i / 64] >> (i % 64) & 1) == 1 ? 1.25f : 0f;
        assertEquals(x[3 + i] * factor, y[2 + i]);
      }
      assertEquals(0f, y[1]);
      assertEquals(0f, y[n + 2]);
    }
  }

  @Test
  @Tag("vector")
  void backendsAgreeBitForBit() {
    for (int n : SIZES) {
      float[] x = Samples.normal(n, 1, n);
      float[] a = new float[n];
      float[] b = new float[n];
      Keep.plain(bits(n), 0, 0, 3f, x, 1, a, 0, n);
      VectorKeep.apply(bits(n), 0, 3f, x, 1, b, 0, n);
      assertArrayEquals(a, b);
    }
  }

  @Test
  void bitsDoNotDependOnThreads() {
    int before = Team.threads();
    int n = 300_000;
    float[] x = Samples.normal(n, 0, 4);
    float[][] results = new float[2][n];
    try {
      for (int threads = 1; threads <= 2; threads++) {
        Team.threads(threads);
        Keep.apply(bits(n), 2f, x, 0, results[threads - 1], 0, n);
      }
    } finally {
      Team.threads(before);
    }
    assertArrayEquals(results[0], results[1]);
  }
}
