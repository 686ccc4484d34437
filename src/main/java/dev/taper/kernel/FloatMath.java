package dev.taper.kernel;

/** Float functions whose vector forms give the same bits. */
public final class FloatMath {
  private FloatMath() {}

  /** {@code eˣ}. */
  public static float exp(float x) {
    return (float) Math.exp(x);
  }

  /** The natural logarithm. */
  public static float log(float x) {
    return (float) Math.log(x);
  }

  /** The hyperbolic tangent. */
  public static float tanh(float x) {
    return (float) Math.tanh(x);
  }

  /** {@code 1 / (1 + e⁻ˣ)}. */
  public static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-(double) x)));
  }

  /** {@code x}, or 0 where it is negative; NaN and -0 stay. */
  public static float relu(float x) {
    return x < 0f ? 0f : x;
  }

  /** The larger of the two, NaN where one is NaN; {@code a} where both are zeros. */
  public static float maximum(float a, float b) {
    return a >= b ? a : a < b ? b : a + b;
  }

  /** The smaller of the two, NaN where one is NaN; {@code a} where both are zeros. */
  public static float minimum(float a, float b) {
    return a <= b ? a : a > b ? b : a + b;
  }

  /** {@code aᵇ} with C's special cases: 1 to anything and -1 to ±Inf are 1. */
  public static float pow(float a, float b) {
    if (a == 1f || (a == -1f && Float.isInfinite(b))) {
      return 1f;
    }
    return (float) Math.pow(a, b);
  }

  /** {@code log(1 + x)}. */
  public static float log1p(float x) {
    return (float) Math.log1p(x);
  }

  /** {@code eˣ - 1}. */
  public static float expm1(float x) {
    return (float) Math.expm1(x);
  }
}
