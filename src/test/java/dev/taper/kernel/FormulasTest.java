package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Formulas by name: exact enough, right at the edges, and the same bits in both forms.
 *
 * <p>Floats are sampled: every 9973rd, and all that are near a place where a formula changes its
 * way. The system property {@code dev.taper.test.step} takes another step: {@code ./mvnw test
 * -Dtest=FormulasTest -Ddev.taper.test.step=97}.
 */
@Tag("kernel")
class FormulasTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final Map<String, FloatUnary> UNARY = new LinkedHashMap<>();
  private static final Map<String, FloatBinary> BINARY = new LinkedHashMap<>();
  private static final Map<String, FloatCompare> COMPARE = new LinkedHashMap<>();

  static {
    UNARY.put("neg", x -> -x);
    UNARY.put("abs", Math::abs);
    UNARY.put("square", x -> x * x);
    UNARY.put("sqrt", x -> (float) Math.sqrt(x));
    UNARY.put("rsqrt", FloatMath::rsqrt);
    UNARY.put("reciprocal", x -> 1f / x);
    UNARY.put("relu", FloatMath::relu);
    UNARY.put("round", FloatMath::round);
    UNARY.put("floor", FloatMath::floor);
    UNARY.put("ceil", FloatMath::ceil);
    UNARY.put("trunc", FloatMath::trunc);
    AccuracyTest.FUNCTIONS.forEach((name, function) -> UNARY.put(name, function.formula()));
    BINARY.put("add", Float::sum);
    BINARY.put("sub", (a, b) -> a - b);
    BINARY.put("mul", (a, b) -> a * b);
    BINARY.put("div", (a, b) -> a / b);
    BINARY.put("maximum", FloatMath::maximum);
    BINARY.put("minimum", FloatMath::minimum);
    BINARY.put("reluBackward", FloatMath::reluBackward);
    BINARY.put("tanhBackward", FloatMath::tanhBackward);
    BINARY.put("sigmoidBackward", FloatMath::sigmoidBackward);
    BINARY.put("geluBackward", FloatGaussian::geluBackward);
    BINARY.put("geluTanhBackward", FloatActivations::geluTanhBackward);
    BINARY.put("siluBackward", FloatActivations::siluBackward);
    BINARY.put("softplusBackward", FloatActivations::softplusBackward);
    BINARY.put("leakyRelu", FloatActivations::leakyRelu);
    BINARY.put("elu", FloatActivations::elu);
    BINARY.put("pow", FloatPower::pow);
    COMPARE.put("lt", (a, b) -> a < b);
    COMPARE.put("le", (a, b) -> a <= b);
    COMPARE.put("gt", (a, b) -> a > b);
    COMPARE.put("ge", (a, b) -> a >= b);
    COMPARE.put("eq", (a, b) -> a == b);
    COMPARE.put("ne", (a, b) -> a != b);
  }

  /** The plain formula of a name. */
  static FloatUnary unary(String name) {
    return Objects.requireNonNull(UNARY.get(name));
  }

  private static final int BLOCK = 4096;
  private static final int STEP = Integer.getInteger("dev.taper.test.step", 9973);

  /** Where formulas change their ways, of either sign. */
  private static final float[] EDGES = {
    0f,
    Float.MIN_NORMAL,
    0x1p-12f,
    0.5f,
    Float.intBitsToFloat(FloatMath.SQRT_HALF_BITS),
    1f,
    3.92f,
    9.1f,
    22.5f,
    FloatGaussian.ERFC_MAX,
    FloatGaussian.TAIL_MAX,
    18f,
    88f,
    88.72284f,
    -FloatMath.EXP_MIN,
    FloatAngles.MAX,
    INF
  };

  /** The bits at which blocks of neighbours around the edges begin. */
  private static long[] edges() {
    long[] starts = new long[2 * EDGES.length];
    for (int i = 0; i < EDGES.length; i++) {
      int bits = Float.floatToIntBits(EDGES[i]);
      starts[2 * i] = (long) bits - BLOCK / 2;
      starts[2 * i + 1] = (long) (bits | Integer.MIN_VALUE) - BLOCK / 2;
    }
    return starts;
  }

  /** Fills {@code x} with the floats whose bits are {@code step} apart; returns the next bits. */
  private static long patterns(long bits, int step, float[] x) {
    for (int i = 0; i < x.length; i++, bits += step) {
      x[i] = Float.intBitsToFloat((int) bits);
    }
    return bits;
  }

  private static void sameBits(String name, float want, float got, float a, float b) {
    if (Float.floatToIntBits(want) != Float.floatToIntBits(got)) {
      throw new AssertionError(name + " of " + a + ", " + b + ": " + want + " and " + got);
    }
  }

  @Test
  @Tag("vector")
  void vectorFormsOfOneArgumentGiveTheSameBits() {
    float[] x = new float[BLOCK];
    float[] plain = new float[BLOCK];
    float[] vector = new float[BLOCK];
    UNARY.forEach(
        (name, f) -> {
          UnaryKernel kernel = Kernels.unary(name, f);
          UnaryLoop scalarLoop = kernel.plain();
          UnaryLoop vectorLoop = kernel.vector();
          assertTrue(vectorLoop.getClass().getName().contains(".Vector"), name);
          int step = AccuracyTest.FUNCTIONS.containsKey(name) ? STEP : 10 * STEP + 1;
          for (long bits = 0; bits < 1L << 32; ) {
            bits = patterns(bits, step, x);
            sameBits(name, scalarLoop, vectorLoop, x, plain, vector);
          }
          for (long start : edges()) {
            patterns(start, 1, x);
            sameBits(name, scalarLoop, vectorLoop, x, plain, vector);
          }
        });
  }

  private static void sameBits(
      String name, UnaryLoop f, UnaryLoop g, float[] x, float[] plain, float[] vector) {
    f.run(x, 0, plain, 0, BLOCK);
    g.run(x, 0, vector, 0, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      sameBits(name, plain[i], vector[i], x[i], 0f);
    }
  }

  @Test
  @Tag("vector")
  void vectorFormsOfTwoArgumentsGiveTheSameBits() {
    float[] a = new float[BLOCK];
    float[] b = new float[BLOCK];
    float[] plain = new float[BLOCK];
    float[] vector = new float[BLOCK];
    float[] special = {0f, -0f, 1f, -1f, INF, -INF, Float.NaN, Float.MIN_VALUE, 3e38f, 0.5f};
    BINARY.forEach(
        (name, f) -> {
          BinaryKernel kernel = Kernels.binary(name, f);
          BinaryLoop scalarLoop = kernel.plain();
          BinaryLoop vectorLoop = kernel.vector();
          assertTrue(vectorLoop.getClass().getName().contains(".Vector"), name);
          for (long bits = 0; bits < 1L << 32; ) {
            patterns(bits * 7 + 12345, 1_000_003, b);
            bits = patterns(bits, 10 * STEP + 1, a);
            for (int i = 0; i < special.length * special.length; i++) {
              a[i] = special[i / special.length];
              b[i] = special[i % special.length];
            }
            scalarLoop.run(a, 0, 1, b, 0, 1, plain, 0, BLOCK);
            vectorLoop.run(a, 0, 1, b, 0, 1, vector, 0, BLOCK);
            for (int i = 0; i < BLOCK; i++) {
              sameBits(name, plain[i], vector[i], a[i], b[i]);
            }
          }
          for (int i = 0; i < 100; i++) {
            vectorLoop.run(a, i, 0, b, 0, 1, vector, 0, 100);
            for (int j = 0; j < 100; j++) {
              sameBits(name, f.apply(a[i], b[j]), vector[j], a[i], b[j]);
            }
            vectorLoop.run(a, 0, 1, b, i, 0, vector, 0, 100);
            for (int j = 0; j < 100; j++) {
              sameBits(name, f.apply(a[j], b[i]), vector[j], a[j], b[i]);
            }
          }
        });
  }

  @Test
  @Tag("vector")
  void vectorComparisonsAgree() {
    float[] special = {0f, -0f, 1f, -1f, INF, -INF, Float.NaN, Float.MIN_VALUE, 3e38f, 0.5f};
    int n = special.length * special.length;
    float[] a = new float[n];
    float[] b = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = special[i / special.length];
      b[i] = special[i % special.length];
    }
    COMPARE.forEach(
        (name, f) -> {
          CompareLoop loop = Kernels.compare(name, f).vector();
          assertTrue(loop.getClass().getName().contains("VectorCompareLoop"), name);
          boolean[] both = new boolean[n];
          loop.run(a, 0, 1, b, 0, 1, both, 0, n);
          for (int i = 0; i < n; i++) {
            assertEquals(f.apply(a[i], b[i]), both[i], name + " of " + a[i] + ", " + b[i]);
          }
          for (int k = 0; k < n; k++) {
            boolean[] left = new boolean[n];
            boolean[] right = new boolean[n];
            loop.run(a, k, 0, b, 0, 1, left, 0, n);
            loop.run(a, 0, 1, b, k, 0, right, 0, n);
            for (int i = 0; i < n; i++) {
              assertEquals(f.apply(a[k], b[i]), left[i], name + " of " + a[k] + ", " + b[i]);
              assertEquals(f.apply(a[i], b[k]), right[i], name + " of " + a[i] + ", " + b[k]);
            }
          }
        });
  }

  private static void exactly(float want, float got) {
    assertEquals(Float.floatToIntBits(want), Float.floatToIntBits(got), () -> want + " " + got);
  }

  @Test
  void edgesAreExact() {
    exactly(INF, FloatMath.exp(INF));
    exactly(0f, FloatMath.exp(-INF));
    exactly(Float.NaN, FloatMath.exp(Float.NaN));
    exactly(1f, FloatMath.exp(0f));
    exactly(1f, FloatMath.exp(-0f));
    exactly(INF, FloatMath.exp(88.73f));
    assertTrue(FloatMath.exp(88.72f) < INF);
    exactly(0f, FloatMath.exp(-103.98f));
    exactly(Float.MIN_VALUE, FloatMath.exp(-103.97f));

    exactly(INF, FloatMath.log(INF));
    exactly(-INF, FloatMath.log(0f));
    exactly(-INF, FloatMath.log(-0f));
    exactly(0f, FloatMath.log(1f));
    exactly(Float.NaN, FloatMath.log(-1f));
    exactly(Float.NaN, FloatMath.log(-Float.MIN_VALUE));
    exactly(Float.NaN, FloatMath.log(-INF));
    exactly(Float.NaN, FloatMath.log(Float.NaN));
    exactly((float) StrictMath.log(Float.MIN_VALUE), FloatMath.log(Float.MIN_VALUE));

    exactly(0f, FloatMath.tanh(0f));
    exactly(-0f, FloatMath.tanh(-0f));
    exactly(1f, FloatMath.tanh(INF));
    exactly(-1f, FloatMath.tanh(-INF));
    exactly(Float.NaN, FloatMath.tanh(Float.NaN));
    exactly(-Float.MIN_VALUE, FloatMath.tanh(-Float.MIN_VALUE));

    exactly(0.5f, FloatMath.sigmoid(-0f));
    exactly(1f, FloatMath.sigmoid(INF));
    exactly(0f, FloatMath.sigmoid(-INF));
    exactly(Float.NaN, FloatMath.sigmoid(Float.NaN));
    exactly((float) StrictMath.exp(-100), FloatMath.sigmoid(-100f));

    exactly(-0f, FloatMath.relu(-0f));
    exactly(Float.NaN, FloatMath.relu(Float.NaN));
    exactly(Float.NaN, FloatMath.maximum(Float.NaN, 1f));
    exactly(Float.NaN, FloatMath.maximum(1f, Float.NaN));
    exactly(Float.NaN, FloatMath.minimum(1f, Float.NaN));
    exactly(Float.NaN, FloatMath.minimum(Float.NaN, INF));
    exactly(2f, FloatMath.maximum(1f, 2f));
    exactly(-2f, FloatMath.minimum(1f, -2f));
  }

  @Test
  void powerHasTheSpecialCasesOfC() {
    float[] numbers = {
      0f, 1f, 2f, 0.5f, 3f, 8f, 1e-40f, 1e30f, 0x1p24f, 0x1p23f + 1, 5e9f, 2.5f, INF, Float.NaN
    };
    for (float a : numbers) {
      for (float b : numbers) {
        power(a, b);
        power(-a, b);
        power(a, -b);
        power(-a, -b);
      }
    }
    exactly(1f, FloatPower.pow(1f, Float.NaN));
    exactly(1f, FloatPower.pow(-1f, INF));
    exactly(1f, FloatPower.pow(-1f, -INF));
  }

  /** As in double, where Java has other special cases only for bases of size 1. */
  private static void power(float a, float b) {
    boolean one = a == 1f || (a == -1f && Float.isInfinite(b));
    float want = one ? 1f : (float) StrictMath.pow(a, b);
    float got = FloatPower.pow(a, b);
    assertEquals(want, got, Float.isNaN(want) ? 1 : Math.ulp(want), () -> a + " to " + b);
    if (want == 0f) {
      exactly(want, got);
    }
  }

  @Test
  void smallArgumentsKeepTheirDigits() {
    exactly(1e-10f, FloatMath.log1p(1e-10f));
    exactly(1e-10f, FloatMath.expm1(1e-10f));
    assertEquals(StrictMath.log1p(0.3f), FloatMath.log1p(0.3f), Math.ulp(0.3f));
    exactly(-1f, FloatMath.expm1(-INF));
  }
}
