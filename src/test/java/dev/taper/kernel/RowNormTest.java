package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class RowNormTest {
  @Test
  void backendsAgreeBitForBit() {
    assumeTrue(Samples.VECTOR_API, "jdk.incubator.vector is not resolved");
    for (int n : new int[] {0, 1, 15, 16, 17, 31, 33, 64, 100, 127, 129, 257}) {
      float[] x = Samples.normal(n, 3, n);
      float[] dy = Samples.normal(n, 2, n + 1);
      float[] w = Samples.normal(n, 1, n + 2);
      float[] b = Samples.normal(n, 4, n + 3);
      float[][] plain = new float[5][n + 1];
      float[][] vector = new float[5][n + 1];
      RowNorm.normalize(x, 3, 0.3f, 1.7f, w, 1, b, 4, plain[0], 1, n);
      VectorRowNorm.normalize(x, 3, 0.3f, 1.7f, w, 1, b, 4, vector[0], 1, n);
      RowNorm.prepare(dy, 2, w, 1, x, 3, 0.3f, 1.7f, plain[1], plain[2], n);
      VectorRowNorm.prepare(dy, 2, w, 1, x, 3, 0.3f, 1.7f, vector[1], vector[2], n);
      RowNorm.combine(plain[1], plain[2], 0.3f, 0.7f, 1.7f, plain[3], 1, n);
      VectorRowNorm.combine(vector[1], vector[2], 0.3f, 0.7f, 1.7f, vector[3], 1, n);
      for (int i = 0; i < 2; i++) {
        RowNorm.accumulate(dy, 2, x, 3, 0.3f, 1.7f, plain[4], 1, n);
        VectorRowNorm.accumulate(dy, 2, x, 3, 0.3f, 1.7f, vector[4], 1, n);
      }
      for (int i = 0; i < plain.length; i++) {
        assertArrayEquals(plain[i], vector[i]);
      }
    }
  }
}
