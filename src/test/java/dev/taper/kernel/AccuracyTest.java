package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
 * step. {@link AccuracySweep} tries every one and tells what it finds.
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
    put("exp", FloatMath::exp, 1.6, 1);
    put("exp2", FloatMath::exp2, 1.2, 1);
    put("expm1", FloatMath::expm1, 1.5, 0);
    put("log", FloatMath::log, 1.3, 0);
    put("log2", FloatMath::log2, 1.8, 0);
    put("log10", FloatMath::log10, 2, 0);
    put("log1p", FloatMath::log1p, 1.6, 0);
    put("tanh", FloatMath::tanh, 3.5, 0);
    put("sigmoid", FloatMath::sigmoid, 2.4, 1);
    put("sin", FloatAngles::sin, 2, 0);
    put("cos", FloatAngles::cos, 2, 0);
    put("tan", FloatAngles::tan, 4, 0);
    put("erf", FloatGaussian::erf, 3.3, 1.5);
    put("erfc", FloatGaussian::erfc, 4, 2);
    put("gelu", FloatGaussian::gelu, 4, 2);
    put("geluTanh", FloatActivations::geluTanh, 3, 2);
    put("silu", FloatActivations::silu, 3, 1.2);
    put("softplus", FloatActivations::softplus, 3, 1.5);
    put("logSigmoid", FloatActivations::logSigmoid, 3, 1.5);
  }

  private static void put(String name, FloatUnary formula, double bound, double least) {
    DoubleUnaryOperator exact = Objects.requireNonNull(Exact.FUNCTIONS.get(name));
    FUNCTIONS.put(name, new Function(formula, exact, bound, least));
  }

  static Stream<String> functions() {
    return FUNCTIONS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void errorsStayBelowWhatIsPromised(String name) {
    Function f = FUNCTIONS.get(name);
    AccuracySweep.Worst worst = new AccuracySweep.Worst();
    for (long bits = 0; bits < 1L << 32; bits += STEP) {
      float x = Float.intBitsToFloat((int) bits);
      worst.see(x, f.formula.apply(x), f.exact.applyAsDouble(x));
    }
    assertTrue(
        worst.normal() <= f.bound && worst.least() <= f.least && worst.wrong() == 0,
        () -> name + ": " + worst);
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
