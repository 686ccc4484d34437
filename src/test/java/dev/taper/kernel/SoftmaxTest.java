package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class SoftmaxTest {
  private static final int[][] PATTERNS = {
    {1, 1, 1},
    {3, 4, 5},
    {7, 33, 1},
    {2, 257, 129},
    {5, 3, 700},
    {300, 500, 1},
    {100, 10, 1},
    {1, 70_000, 1},
    {1, 300, 2},
    {0, 4, 5},
    {3, 0, 5},
    {3, 4, 0}
  };

  /**
   * A slice's allowance beside the oracle: its exponentials, its sum, and what the largest
   * exponent's rounding makes of them (differences up to 10 rounded at 2⁻²⁴ of their size).
   */
  private static double relative(int n) {
    return Samples.columnBound(n) + 16 * Samples.U;
  }

  @Test
  void forward() {
    for (int[] p : PATTERNS) {
      int size = p[0] * p[1] * p[2];
      float[] x = Samples.normal(size, 3, 17);
      float[] y = new float[size + 4];
      float[] log = new float[size + 4];
      Arrays.fill(y, 77f);
      Arrays.fill(log, 77f);
      Softmax.softmax(x, 3, p[0], p[1], p[2], y, 2);
      Softmax.logSoftmax(x, 3, p[0], p[1], p[2], log, 2);
      for (int s = 0; s < p[0] * p[2]; s++) {
        int at = s / Math.max(1, p[2]) * p[1] * p[2] + s % Math.max(1, p[2]);
        double sum = 0;
        for (int r = 0; r < p[1]; r++) {
          sum += Math.exp(x[3 + at + r * p[2]]);
        }
        for (int r = 0; r < p[1]; r++) {
          int i = at + r * p[2];
          double expected = Math.exp(x[3 + i]) / sum;
          assertEquals(expected, y[2 + i], relative(p[1]) * expected);
          double expectedLog = x[3 + i] - Math.log(sum);
          double bound = relative(p[1]) + 3 * Samples.U * (Math.abs(expectedLog) + 8);
          assertEquals(expectedLog, log[2 + i], bound);
        }
      }
      for (int i : new int[] {0, 1, size + 2, size + 3}) {
        assertEquals(77f, y[i]);
        assertEquals(77f, log[i]);
      }
      float[] inPlace = x.clone();
      Softmax.softmax(inPlace, 3, p[0], p[1], p[2], inPlace, 3);
      assertArrayEquals(
          Arrays.copyOfRange(y, 2, 2 + size), Arrays.copyOfRange(inPlace, 3, 3 + size));
      inPlace = x.clone();
      Softmax.logSoftmax(inPlace, 3, p[0], p[1], p[2], inPlace, 3);
      assertArrayEquals(
          Arrays.copyOfRange(log, 2, 2 + size), Arrays.copyOfRange(inPlace, 3, 3 + size));
    }
  }

  @Test
  void backward() {
    for (int[] p : PATTERNS) {
      int size = p[0] * p[1] * p[2];
      float[] dy = Samples.normal(size, 1, 18);
      float[] y = Samples.normal(size, 2, 19);
      Softmax.logSoftmax(y, 2, p[0], p[1], p[2], y, 2);
      float[] dx = new float[size + 3];
      float[] dxLog = new float[size + 3];
      Softmax.softmaxBackward(dy, 1, y, 2, p[0], p[1], p[2], dx, 3);
      Softmax.logSoftmaxBackward(dy, 1, y, 2, p[0], p[1], p[2], dxLog, 3);
      for (int s = 0; s < p[0] * p[2]; s++) {
        int at = s / Math.max(1, p[2]) * p[1] * p[2] + s % Math.max(1, p[2]);
        double products = 0;
        double sum = 0;
        double magnitude = 0;
        double total = 0;
        for (int r = 0; r < p[1]; r++) {
          int i = at + r * p[2];
          products += (double) dy[1 + i] * y[2 + i];
          magnitude += Math.abs((double) dy[1 + i] * y[2 + i]);
          sum += dy[1 + i];
          total += Math.abs(dy[1 + i]);
        }
        double bound = Samples.columnBound(p[1]) + 4 * Samples.U;
        for (int r = 0; r < p[1]; r++) {
          int i = at + r * p[2];
          double expected = (dy[1 + i] - products) * y[2 + i];
          double scale = (Math.abs(dy[1 + i]) + magnitude) * Math.abs(y[2 + i]);
          assertEquals(expected, dx[3 + i], bound * scale);
          double e = Math.exp(y[2 + i]);
          assertEquals(
              dy[1 + i] - e * sum, dxLog[3 + i], bound * (Math.abs(dy[1 + i]) + e * total));
        }
      }
      float[] inPlace = dy.clone();
      Softmax.logSoftmaxBackward(inPlace, 1, y, 2, p[0], p[1], p[2], inPlace, 1);
      assertArrayEquals(
          Arrays.copyOfRange(dxLog, 3, 3 + size), Arrays.copyOfRange(inPlace, 1, 1 + size));
    }
  }

  private static float[] rowsWithSome(int rows, int n) {
    float[] x = Samples.normal(rows * n, 3, 21 + n);
    x[3 + n / 2] = Float.NaN;
    x[3 + 2 * n] = Float.POSITIVE_INFINITY;
    x[3 + 4 * n - 1] = Float.NEGATIVE_INFINITY;
    Arrays.fill(x, 3 + 5 * n, 3 + 6 * n, Float.NEGATIVE_INFINITY);
    x[3 + 7 * n] = -500f;
    return x;
  }

  @Test
  void manyShortRowsHaveTheBitsOfEachAlone() {
    for (int n = 1; n <= 65; n += n < 34 ? 1 : 31) {
      for (int rows : new int[] {8, 15, 16, 17, 40, 300}) {
        float[] x = rowsWithSome(rows, n);
        float[][] y = new float[2][rows * n + 2];
        float[][] alone = new float[2][rows * n + 2];
        Softmax.softmax(x, 3, rows, n, 1, y[0], 1);
        Softmax.logSoftmax(x, 3, rows, n, 1, y[1], 1);
        for (int r = 0; r < rows; r++) {
          Softmax.softmax(x, 3 + r * n, 1, n, 1, alone[0], 1 + r * n);
          Softmax.logSoftmax(x, 3 + r * n, 1, n, 1, alone[1], 1 + r * n);
        }
        assertArrayEquals(alone[0], y[0]);
        assertArrayEquals(alone[1], y[1]);
      }
    }
  }

  @Test
  void lossesOfManyShortRowsHaveTheBitsOfEachAlone() {
    for (int n = 1; n <= 65; n += n < 34 ? 3 : 31) {
      for (int rows : new int[] {8, 16, 40}) {
        for (double smoothing : new double[] {0, 0.1}) {
          float[] x = rowsWithSome(rows, n);
          float[] dy = Samples.normal(rows, 0, n);
          int[] targets = new int[rows];
          float[] weights = new float[rows];
          for (int r = 0; r < rows; r++) {
            targets[r] = r == 9 ? -1 : r * n + r % n;
            weights[r] = 1f + r;
          }
          CrossEntropy all = CrossEntropy.of(n, targets, weights, null, smoothing);
          float[] loss = new float[rows + 1];
          float[] dx = new float[rows * n + 2];
          all.forward(x, 3, loss, 1);
          all.backward(dy, 0, x, 3, dx, 2);
          float[] aloneLoss = new float[rows + 1];
          float[] aloneDx = new float[rows * n + 2];
          for (int r = 0; r < rows; r++) {
            int[] target = {r == 9 ? -1 : r % n};
            float[] weight = {weights[r]};
            CrossEntropy one = CrossEntropy.of(n, target, weight, null, smoothing);
            one.forward(x, 3 + r * n, aloneLoss, 1 + r);
            one.backward(dy, r, x, 3 + r * n, aloneDx, 2 + r * n);
          }
          assertArrayEquals(aloneLoss, loss);
          assertArrayEquals(aloneDx, dx);
        }
      }
    }
  }

  @Test
  void largeNumbersDoNotOverflow() {
    float[] x = {1e4f, 1e4f, -1e4f, Float.NEGATIVE_INFINITY};
    float[] y = new float[4];
    Softmax.softmax(x, 0, 1, 4, 1, y, 0);
    assertArrayEquals(new float[] {0.5f, 0.5f, 0f, 0f}, y);
    Softmax.logSoftmax(x, 0, 1, 4, 1, y, 0);
    assertArrayEquals(
        new float[] {-0.6931472f, -0.6931472f, -20000.693f, Float.NEGATIVE_INFINITY}, y, 1e-6f);
  }

  @Test
  void undefinedSlicesAreNaN() {
    float inf = Float.POSITIVE_INFINITY;
    float[][] slices = {{-inf, -inf, -inf}, {inf, 0f, -inf}, {1f, Float.NaN, 2f}};
    for (float[] x : slices) {
      for (int inner : new int[] {1, 3}) {
        float[] wide = inner == 1 ? x : Samples.spread(x, 0, 3, 3);
        float[] y = new float[wide.length];
        float[] log = new float[wide.length];
        Softmax.softmax(wide, 0, 1, 3, inner, y, 0);
        Softmax.logSoftmax(wide, 0, 1, 3, inner, log, 0);
        for (int r = 0; r < 3; r++) {
          assertTrue(Float.isNaN(y[r * inner]));
          assertTrue(Float.isNaN(log[r * inner]));
        }
      }
    }
  }

  @Test
  @Tag("vector")
  void backendsAgreeBitForBit() {
    for (int n : new int[] {0, 1, 15, 16, 17, 100, 1000, 4097}) {
      float[] x = Samples.normal(n, 1, n);
      float[] dy = Samples.normal(n, 2, n + 1);
      float[] m = Samples.normal(n + 1, 0, n + 2);
      if (n > 20) {
        x[1 + 3] = Float.NEGATIVE_INFINITY;
        x[1 + 7] = Float.NaN;
        x[1 + 9] = -100f;
      }
      float[] a = new float[n];
      float[] b = new float[n];
      PlainSoftmax.exps(x, 1, 5f, a, 0, n);
      VectorSoftmax.exps(x, 1, 5f, b, 0, n);
      assertArrayEquals(a, b);
      PlainSoftmax.scale(a, 0, 0.3f, n);
      VectorSoftmax.scale(b, 0, 0.3f, n);
      assertArrayEquals(a, b);
      PlainSoftmax.shift(x, 1, 0.3f, 0.7f, a, 0, n);
      VectorSoftmax.shift(x, 1, 0.3f, 0.7f, b, 0, n);
      assertArrayEquals(a, b);
      PlainSoftmax.gradient(dy, 2, x, 1, 0.3f, a, 0, n);
      VectorSoftmax.gradient(dy, 2, x, 1, 0.3f, b, 0, n);
      assertArrayEquals(a, b);
      PlainSoftmax.logGradientOf(dy, 2, x, 1, 0.3f, a, 0, n);
      VectorExps.logGradient(dy, 2, x, 1, 0.3f, b, 0, n);
      assertArrayEquals(a, b);
      PlainSoftmax.subtract(x, 1, m, 0, a, 0, n);
      VectorSoftmax.subtract(x, 1, m, 0, b, 0, n);
      assertArrayEquals(a, b);
      PlainSoftmax.scale(a, 0, m, 0, n);
      VectorSoftmax.scale(b, 0, m, 0, n);
      assertArrayEquals(a, b);
      PlainSoftmax.gradient(dy, 2, x, 1, m, 0, a, 0, n);
      VectorSoftmax.gradient(dy, 2, x, 1, m, 0, b, 0, n);
      assertArrayEquals(a, b);
      PlainSoftmax.logGradient(dy, 2, x, 1, m, 0, a, 0, n);
      VectorSoftmax.logGradient(dy, 2, x, 1, m, 0, b, 0, n);
      assertArrayEquals(a, b);
    }
  }

  @Test
  @Tag("vector")
  void sumsOfExponentialsAgreeBitForBit() {
    for (int n : new int[] {64, 65, 79, 80, 100, 127, 128, 129, 257, 1000, 4095, 4096}) {
      for (int kind = 0; kind < 3; kind++) {
        float[] x = Samples.normal(n, 3, n);
        if (kind > 0) {
          x[3 + n - 1] = Float.NEGATIVE_INFINITY;
          x[3 + 7] = kind > 1 ? Float.NaN : -100f;
        }
        float[] e = new float[n];
        PlainSoftmax.exps(x, 3, 4f, e, 0, n);
        float expected = PlainReduce.block(Fold.SUM, e, 0, n, 0f);
        float[] room = new float[PlainReduce.LANES];
        assertEquals(expected, VectorExps.sum(x, 3, 4f, n, room), "n " + n);
      }
    }
  }

  /** What lies below the least exponent, and so far below that the polynomial overflows. */
  @Test
  @Tag("vector")
  void vectorsOfExponentialsHaveThePlainBits() {
    int step = 509;
    int n = 4096;
    float[] x = new float[n];
    float[] a = new float[n];
    float[] b = new float[n];
    int from = Float.floatToRawIntBits(-0f);
    int to = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);
    for (long bits = from; bits <= to; bits += (long) n * step) {
      for (int i = 0; i < n; i++) {
        x[i] = Float.intBitsToFloat((int) Math.min(to, bits + (long) i * step));
      }
      PlainSoftmax.exps(x, 0, 0f, a, 0, n);
      VectorSoftmax.exps(x, 0, 0f, b, 0, n);
      assertArrayEquals(a, b);
    }
  }

  @Test
  void loopsWithExponentialsAreTooLargeToBeInlined() throws IOException {
    Map<String, Set<String>> loops =
        Map.of("VectorSoftmax", Set.of("exps"), "VectorExps", Set.of("sum", "logGradient"));
    for (var entry : loops.entrySet()) {
      int found = 0;
      for (MethodModel method : methods(entry.getKey())) {
        if (entry.getValue().contains(method.methodName().stringValue())) {
          found++;
          CodeAttribute code = method.findAttribute(Attributes.code()).orElseThrow();
          assertTrue(code.codeLength() > VectorSoftmax.INLINED, method + " " + code.codeLength());
        }
      }
      assertEquals(entry.getValue().size(), found);
    }
  }

  private static List<MethodModel> methods(String name) throws IOException {
    try (InputStream in = Softmax.class.getResourceAsStream(name + ".class")) {
      return ClassFile.of().parse(Objects.requireNonNull(in).readAllBytes()).methods();
    }
  }

  /** Every negative float in steps, beside double precision; what is too small counts as 0. */
  @Test
  void exponentialsOfNonPositiveNumbers() {
    int from = Float.floatToRawIntBits(-0f);
    int to = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);
    for (long bits = from; bits <= to; bits += 997) {
      float d = Float.intBitsToFloat((int) bits);
      double expected = Math.exp(d);
      if (d < PlainSoftmax.LEAST) {
        assertEquals(0f, PlainSoftmax.exp(d));
      } else {
        assertEquals(expected, PlainSoftmax.exp(d), 2 * Samples.U * expected);
      }
    }
    assertEquals(1f, PlainSoftmax.exp(0f));
    assertTrue(Float.isNaN(PlainSoftmax.exp(Float.NaN)));
  }

  @Test
  void bitsDoNotDependOnThreads() {
    int before = Team.threads();
    float[] x = Samples.normal(300_000, 0, 4);
    try {
      for (int[] p : new int[][] {{1000, 300, 1}, {1, 100, 3000}, {3, 1000, 100}}) {
        float[][] results = new float[2][300_000];
        for (int threads = 1; threads <= 2; threads++) {
          Team.threads(threads);
          Softmax.logSoftmax(x, 0, p[0], p[1], p[2], results[threads - 1], 0);
        }
        assertArrayEquals(results[0], results[1]);
      }
    } finally {
      Team.threads(before);
    }
  }
}
