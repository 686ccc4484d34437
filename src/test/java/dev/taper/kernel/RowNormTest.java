package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class RowNormTest {
  @Test
  @Tag("vector")
  void backendsAgreeBitForBit() {
    for (int n : new int[] {0, 1, 15, 16, 17, 31, 33, 64, 100, 127, 129, 257}) {
      float[] x = Samples.normal(n, 3, n);
      float[] dy = Samples.normal(n, 2, n + 1);
      float[] w = Samples.normal(n, 1, n + 2);
      float[] b = Samples.normal(n, 4, n + 3);
      float[][] plain = new float[4][n + 1];
      float[][] vector = new float[4][n + 1];
      PlainRowNorm.normalize(x, 3, 0.3f, 1.7f, w, 1, b, 4, plain[0], 1, n);
      VectorRowNorm.normalize(x, 3, 0.3f, 1.7f, w, 1, b, 4, vector[0], 1, n);
      float[] weight = Samples.normal(n, 0, n + 2);
      float[] sums = {0.3f, 0.7f};
      PlainRowNorm.prepare(dy, 2, weight, x, 3, 0.3f, 1.7f, plain[1], plain[2], 0, n);
      VectorRowNorm.prepare(dy, 2, weight, x, 3, 0.3f, 1.7f, vector[1], vector[2], n);
      PlainRowNorm.combine(dy, 2, weight, x, 3, 0.3f, 1.7f, sums, plain[3], 1, 0, n);
      VectorRowNorm.combine(dy, 2, weight, x, 3, 0.3f, 1.7f, sums, vector[3], 1, n);
      for (int i = 0; i < plain.length; i++) {
        assertArrayEquals(plain[i], vector[i]);
      }
    }
  }

  @Test
  void shortRowsHaveTheBitsOfEachAlone() {
    for (int n = 1; n <= 65; n++) {
      for (int rows : new int[] {1, 7, 8, 20}) {
        float[] x = Samples.normal(rows * n, 3, n);
        float[] w = Samples.normal(n, 2, n + 2);
        float[] b = Samples.normal(n, 4, n + 3);
        float[] y = new float[rows * n + 2];
        float[] means = new float[rows];
        float[] scales = new float[rows];
        RowNorm.forward(x, 3, rows, n, w, 2, b, 4, 1e-5, y, 1, means, scales);
        float[] expected = new float[rows * n + 2];
        for (int r = 0; r < rows; r++) {
          int at = r * n;
          float mean = PlainReduce.block(Fold.SUM, x, 3 + at, n, 0f) / n;
          float variance = PlainReduce.block(Fold.SUM_SQUARES, x, 3 + at, n, mean) / n;
          float scale = 1 / (float) Math.sqrt(variance + 1e-5f);
          assertEquals(mean, means[r]);
          assertEquals(scale, scales[r]);
          PlainRowNorm.normalize(x, 3 + at, mean, scale, w, 2, b, 4, expected, 1 + at, n);
        }
        assertArrayEquals(expected, y);
      }
    }
  }

  @Test
  @Tag("vector")
  void rowsAddUpAlike() {
    int most = 9;
    float[] means = Samples.normal(1 + most, 0, 1);
    float[] scales = Samples.normal(1 + most, 0, 2);
    for (int n : new int[] {0, 1, 3, 15, 16, 17, 31, 33, 64, 100, 127, 129, 257}) {
      float[] x = Samples.normal(most * n, 3, n);
      float[] dy = Samples.normal(most * n, 2, n + 1);
      float[][] plain = new float[2][n + 1];
      float[][] vector = new float[2][n + 1];
      for (int rows = 1; rows <= most; rows++) {
        PlainRowNorm.accumulate(dy, 2, x, 3, rows, n, means, scales, 1, plain[0], plain[1], 1, 0);
        VectorRowNorm.accumulate(dy, 2, x, 3, rows, n, means, scales, 1, vector[0], vector[1], 1);
        assertArrayEquals(plain[0], vector[0], rows + " of " + n);
        assertArrayEquals(plain[1], vector[1], rows + " of " + n);
      }
    }
  }

  @Test
  @Tag("vector")
  void sumsInRegistersAgreeBitForBit() {
    for (int n : new int[] {32, 33, 63, 64, 65, 100, 127, 128, 129, 257, 1000, 1024}) {
      int room = n + PlainReduce.LANES;
      float[] x = Arrays.copyOf(Samples.normal(n, 3, n), 3 + room);
      float[] dy = Arrays.copyOf(Samples.normal(n, 2, n + 1), 2 + room);
      float[] w = Arrays.copyOf(Samples.normal(n, 0, n + 2), room);
      boolean fit = VectorRowNorm.fit(dy, 2, x, 3, n);
      assertEquals(VectorLoops.BITS >= 256, fit, "the lanes are four vectors, or eight");
      if (!fit) {
        continue;
      }
      float[] g = new float[n];
      float[] h = new float[n];
      PlainRowNorm.prepare(dy, 2, w, x, 3, 0.3f, 1.7f, g, h, 0, n);
      float[] expected = {
        PlainReduce.block(Fold.SUM, g, 0, n, 0f) / n, Dot.plainBlock(g, 0, 1, h, 0, 1, n) / n
      };
      float[] sums = new float[RowNorm.SUMS];
      Arrays.fill(sums, Float.NaN);
      VectorRowNorm.sums(dy, 2, w, x, 3, 0.3f, 1.7f, sums, n);
      assertArrayEquals(expected, Arrays.copyOf(sums, 2));
    }
  }

  @Test
  void backwardInOnePassIsWhatItsPartsAre() {
    for (int[] size : new int[][] {{0, 5}, {1, 1}, {3, 33}, {70, 100}, {130, 64}, {300, 17}}) {
      int rows = size[0];
      int n = size[1];
      float[] x = Samples.normal(rows * n, 1, n);
      float[] dy = Samples.normal(rows * n, 2, n + 1);
      float[] w = Samples.normal(n, 3, n + 2);
      float[] means = new float[rows];
      float[] scales = new float[rows];
      float[] y = new float[rows * n];
      RowNorm.forward(x, 1, rows, n, w, 3, null, 0, 1e-5, y, 0, means, scales);
      float[] dx = new float[rows * n];
      float[] dw = new float[n];
      float[] db = new float[n];
      Arrays.fill(db, 77f);
      RowNorm.backward(dy, 2, x, 1, rows, n, w, 3, means, scales, dx, 0, dw, db);
      float[] alone = new float[rows * n];
      RowNorm.backward(dy, 2, x, 1, rows, n, w, 3, means, scales, alone, 0, null, null);
      assertArrayEquals(alone, dx);
      float[] toWeight = new float[n];
      RowNorm.weightBackward(dy, 2, x, 1, rows, n, means, scales, toWeight, 0);
      assertArrayEquals(toWeight, dw);
      float[] toBias = new float[n];
      Fold.SUM.columns(dy, 2, rows, n, n, null, 0, toBias, 0);
      assertArrayEquals(toBias, db);
    }
  }
}
