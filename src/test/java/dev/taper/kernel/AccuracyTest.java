package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The largest error of each function in units in the last place.
 *
 * <p>Every 9973rd float is tried; the system property {@code dev.taper.test.step} takes another
 * step, 1 for every float (minutes a function), and {@code dev.taper.test.report} prints what was
 * found: {@code ./mvnw test -Dtest=AccuracyTest -Ddev.taper.test.step=1
 * -Ddev.taper.test.report=true}.
 */
@Tag("kernel")
class AccuracyTest {
  private static final int STEP = Integer.getInteger("dev.taper.test.step", 9973);

  /**
   * A function, its value in double, and what is promised.
   *
   * @param bound of the error, where the result is a normal number, in its last place
   * @param least the same, where the result is subnormal, in that of the least subnormal
   */
  record Function(FloatUnary formula, DoubleUnaryOperator exact, double bound, double least) {}

  static final Map<String, Function> FUNCTIONS = new LinkedHashMap<>();

  static {
    put("exp", FloatMath::exp, StrictMath::exp, 1.5, 1);
    put("exp2", FloatMath::exp2, x -> StrictMath.pow(2, x), 1.6, 1);
    put("expm1", FloatMath::expm1, StrictMath::expm1, 1.5, 0);
    put("log", FloatMath::log, StrictMath::log, 0.9, 0);
    put("log2", FloatMath::log2, AccuracyTest::log2, 2, 0);
    put("log10", FloatMath::log10, StrictMath::log10, 2.5, 0);
    put("log1p", FloatMath::log1p, StrictMath::log1p, 1.6, 0);
    put("tanh", FloatMath::tanh, StrictMath::tanh, 1.2, 0);
    put("sigmoid", FloatMath::sigmoid, AccuracyTest::sigmoid, 2.3, 1);
    put("sin", FloatAngles::sin, StrictMath::sin, 2, 0);
    put("cos", FloatAngles::cos, StrictMath::cos, 2, 0);
    put("tan", FloatAngles::tan, StrictMath::tan, 4, 0);
    put("erf", FloatGaussian::erf, AccuracyTest::erf, 4, 1.5);
    put("erfc", FloatGaussian::erfc, AccuracyTest::erfc, 5, 2);
    put("gelu", FloatGaussian::gelu, AccuracyTest::gelu, 4, 1.5);
    put("geluTanh", FloatActivations::geluTanh, AccuracyTest::geluTanh, 3, 1);
    put("silu", FloatActivations::silu, x -> x * sigmoid(x), 3, 1);
    put("softplus", FloatActivations::softplus, x -> Math.max(x, 0) + log1pExp(x), 3, 1.5);
    put("logSigmoid", FloatActivations::logSigmoid, x -> Math.min(x, 0) - log1pExp(x), 3, 1.5);
  }

  private static void put(
      String name, FloatUnary formula, DoubleUnaryOperator exact, double bound, double least) {
    FUNCTIONS.put(name, new Function(formula, exact, bound, least));
  }

  static Stream<String> functions() {
    return FUNCTIONS.keySet().stream();
  }

  private static double log2(double x) {
    if (!(x > 0) || x > Double.MAX_VALUE) {
      return StrictMath.log(x);
    }
    int e = Math.getExponent(x);
    double m = Math.scalb(x, -e);
    boolean upper = m > 1.4142;
    return e + (upper ? 1 : 0) + StrictMath.log(upper ? m / 2 : m) / StrictMath.log(2);
  }

  private static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  private static double log1pExp(double x) {
    return StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static double geluTanh(double x) {
    return x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
  }

  private static double gelu(double x) {
    return x == Double.POSITIVE_INFINITY ? x : x * erfc(-x / Math.sqrt(2)) / 2;
  }

  private static double erf(double x) {
    double size = Math.abs(x);
    double y = size < 2 ? series(size) : size > 6 ? 1 : 1 - tail(size);
    return Double.isNaN(x) ? x : Math.copySign(y, x);
  }

  private static double erfc(double x) {
    return Double.isNaN(x) ? x : x > 30 ? 0 : x >= 2 ? tail(x) : 1 - erf(x);
  }

  /** erf by Kummer's series. */
  private static double series(double x) {
    double sum = x;
    double term = x;
    for (int n = 1; term > 1e-18 * sum; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  /** erfc by Laplace's continued fraction. */
  private static double tail(double x) {
    double f = 0;
    for (int k = 150; k > 0; k--) {
      f = k * 0.5 / (x + f);
    }
    return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / (x + f);
  }

  /** What was found of one function. */
  private static final class Worst {
    private double normal;
    private double least;
    private float at;

    void see(float x, float got, double want) {
      float nearest = (float) want;
      if (Float.isNaN(nearest) || Float.floatToIntBits(nearest) == Float.floatToIntBits(got)) {
        if (Float.isNaN(nearest) != Float.isNaN(got)) {
          at = x;
          normal = Double.POSITIVE_INFINITY;
        }
        return;
      }
      double error = Math.abs(got - want) / Math.ulp(nearest);
      if (Float.isInfinite(nearest)) {
        // The next below it is one unit off.
        error = Math.abs(got) == Float.MAX_VALUE && got * nearest > 0 ? 1 : Double.NaN;
      }
      error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
      boolean small = Math.abs(nearest) < Float.MIN_NORMAL;
      if (small && error > least) {
        least = error;
      } else if (!small && error > normal) {
        normal = error;
        at = x;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void errorsStayBelowWhatIsPromised(String name) {
    Function f = FUNCTIONS.get(name);
    Worst worst = new Worst();
    for (long bits = 0; bits < 1L << 32; bits += STEP) {
      float x = Float.intBitsToFloat((int) bits);
      worst.see(x, f.formula.apply(x), f.exact.applyAsDouble(x));
    }
    String found =
        "%s: %.3f at %s; %.3f of the least subnormal"
            .formatted(name, worst.normal, worst.at, worst.least);
    if (Boolean.getBoolean("dev.taper.test.report")) {
      System.Logger log = System.getLogger("dev.taper.test");
      log.log(System.Logger.Level.INFO, found);
    }
    assertTrue(worst.normal <= f.bound && worst.least <= f.least, found);
  }

  @Test
  void powersAreRightToTheLastBitButOne() {
    Random random = new Random(5);
    double worst = 0;
    for (int i = 0; i < 300_000; i++) {
      float a = Math.abs(Float.intBitsToFloat(random.nextInt()));
      float b = Float.intBitsToFloat((random.nextInt() & 0x83ffffff) | 0x3c000000);
      double want = StrictMath.pow(a, b);
      float nearest = (float) want;
      float got = FloatPower.pow(a, b);
      if (nearest == 0f || Float.isInfinite(nearest) || Float.isNaN(nearest)) {
        assertEquals(nearest, got, Float.MIN_VALUE, () -> a + " to " + b);
      } else {
        worst = Math.max(worst, Math.abs(got - want) / Math.ulp(nearest));
      }
    }
    assertTrue(worst < 0.65, "pow: " + worst);
  }

  @Test
  void anglesOfAnySizeAreReduced() {
    for (float x : new float[] {1e5f, 131072f, 131080f, 1e10f, 1e22f, 3e38f, -7e30f}) {
      assertEquals((float) StrictMath.sin(x), FloatAngles.sin(x), 1.2e-7, "sin of " + x);
      assertEquals((float) StrictMath.cos(x), FloatAngles.cos(x), 1.2e-7, "cos of " + x);
    }
    assertEquals(Float.NaN, FloatAngles.sin(Float.POSITIVE_INFINITY));
    assertEquals(-0f, FloatAngles.sin(-0f));
    assertEquals(-0f, FloatAngles.tan(-0f));
    assertEquals(1f, FloatAngles.cos(-0f));
  }

  @Test
  void specialValuesAreExact() {
    float inf = Float.POSITIVE_INFINITY;
    float least = Float.MIN_VALUE;
    assertEquals(1f, FloatMath.exp2(-0f));
    assertEquals(inf, FloatMath.exp2(128f));
    assertEquals(Float.MAX_EXPONENT, FloatMath.log2(FloatMath.exp2(Float.MAX_EXPONENT)));
    assertEquals(least, FloatMath.exp2(-149f));
    assertEquals(0f, FloatMath.exp2(-inf));
    assertEquals(-149f, FloatMath.log2(least));
    assertEquals(-inf, FloatMath.log2(0f));
    assertEquals(2f, FloatMath.log10(100f), Math.ulp(2f));
    assertEquals(-inf, FloatMath.log1p(-1f));
    assertEquals(inf, FloatMath.log1p(inf));
    assertEquals(Float.NaN, FloatMath.log1p(-1.5f));
    assertEquals(-0f, FloatMath.log1p(-0f));
    assertEquals(-least, FloatMath.log1p(-least));
    assertEquals(-1f, FloatMath.expm1(-inf));
    assertEquals(inf, FloatMath.expm1(inf));
    assertEquals(-0f, FloatMath.expm1(-0f));
    assertEquals(1f, FloatGaussian.erf(inf));
    assertEquals(-1f, FloatGaussian.erf(-inf));
    assertEquals(-0f, FloatGaussian.erf(-0f));
    assertEquals(2f, FloatGaussian.erfc(-inf));
    assertEquals(0f, FloatGaussian.erfc(inf));
    assertEquals(1f, FloatGaussian.erfc(0f));
    assertEquals(-2f, FloatMath.round(-2.5f));
    assertEquals(-0f, FloatMath.ceil(-0.5f));
    assertEquals(-1f, FloatMath.floor(-0.25f));
    assertEquals(8388609f, FloatMath.floor(8388609f));
    assertEquals(-inf, FloatMath.trunc(-inf));
  }
}
