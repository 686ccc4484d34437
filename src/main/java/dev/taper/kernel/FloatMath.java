package dev.taper.kernel;

/**
 * Float functions whose vector forms ({@code VectorMath}) do the same operations in the same order
 * and so give the same bits.
 *
 * <p>All of them rely on a hardware fused multiply-add; a JVM without one is right but slow.
 */
public final class FloatMath {
  /** Adding it rounds a float to an integer, which then stands in the low bits. */
  static final float ROUND = 0x1.8p23f;

  static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
  static final float LOG2_E = 0x1.715476p0f;
  static final float LN2_HIGH = 0x1.62e43p-1f;
  static final float LN2_LOW = -0x1.05c61p-29f;

  /** From here on eˣ is infinite, which the scaling by two factors gives by itself. */
  static final float EXP_MAX = 89f;

  /** Down from here eˣ is nearer to 0 than to the least subnormal. */
  static final float EXP_MIN = -104f;

  /** eʳ = 1 + r + E2 r² + … + E6 r⁶ to 4e-9 for |r| up to ln 2 / 2. */
  static final float E2 = 0x1.fffffcp-2f;

  static final float E3 = 0x1.55549p-3f;
  static final float E4 = 0x1.5558a2p-5f;
  static final float E5 = 0x1.123ac8p-7f;
  static final float E6 = 0x1.6a5e04p-10f;

  /** log(1 + f) = f - f² / 2 + f³ (L0 + L1 f + … + L7 f⁷) to 6e-9 between √½ and √2. */
  static final float L0 = 0x1.555554p-2f;

  static final float L1 = -0x1.000226p-2f;
  static final float L2 = 0x1.99a022p-3f;
  static final float L3 = -0x1.547292p-3f;
  static final float L4 = 0x1.22d88ep-3f;
  static final float L5 = -0x1.0d8138p-3f;
  static final float L6 = 0x1.0562ep-3f;
  static final float L7 = -0x1.38d9f2p-4f;
  static final int SQRT_HALF_BITS = 0x3f3504f3;

  /** tanh x = x + x³ (T0 + T1 x² + … + T4 x⁸) to 5e-9 up to TANH_SMALL. */
  static final float T0 = -0x1.555532p-2f;

  static final float T1 = 0x1.110704p-3f;
  static final float T2 = -0x1.b838a0p-5f;
  static final float T3 = 0x1.5211c4p-6f;
  static final float T4 = -0x1.758facp-8f;
  static final float TANH_SMALL = 0.625f;

  /** From here on tanh is 1 to the last bit. */
  static final float TANH_MAX = 10f;

  private FloatMath() {}

  /** {@code eˣ}, within 0.90 units in the last place (over all floats). */
  public static float exp(float x) {
    // A product that underflows to 0 would be 20 times as slow, and softmax is full of exp(-Inf).
    boolean none = x < EXP_MIN;
    float c = x > EXP_MAX ? EXP_MAX : x;
    c = none ? 0f : c;
    float z = Math.fma(c, LOG2_E, ROUND);
    float p = expReduced(c, z - ROUND);
    int n = Float.floatToRawIntBits(z) - ROUND_BITS;
    int half = n >> 1;
    float y = p * powerOfTwo(half) * powerOfTwo(n - half);
    return none ? 0f : y;
  }

  /** {@code e} to what is left of {@code x} when {@code k} times ln 2 is taken away. */
  private static float expReduced(float x, float k) {
    float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
    float p = Math.fma(E6, r, E5);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, 1f);
    return Math.fma(p, r, 1f);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }

  /**
   * The natural logarithm, -Inf at 0, NaN below it; within 0.86 units in the last place (all
   * floats).
   */
  public static float log(float x) {
    boolean small = x < Float.MIN_NORMAL;
    float s = small ? x * 0x1p23f : x;
    int bits = Float.floatToRawIntBits(s) - SQRT_HALF_BITS;
    float k = Float.intBitsToFloat((bits >> 23) + ROUND_BITS) - ROUND;
    k = small ? k - 23f : k;
    float f = Float.intBitsToFloat((bits & 0x7fffff) + SQRT_HALF_BITS) - 1f;
    float p = Math.fma(L7, f, L6);
    p = Math.fma(p, f, L5);
    p = Math.fma(p, f, L4);
    p = Math.fma(p, f, L3);
    p = Math.fma(p, f, L2);
    p = Math.fma(p, f, L1);
    p = Math.fma(p, f, L0);
    float f2 = f * f;
    float y = Math.fma(k, LN2_LOW, f2 * f * p);
    y = Math.fma(-0.5f, f2, y);
    float r = Math.fma(k, LN2_HIGH, f + y);
    r = x < Float.POSITIVE_INFINITY ? r : x;
    r = x == 0f ? Float.NEGATIVE_INFINITY : r;
    return x < 0f ? Float.NaN : r;
  }

  /** The hyperbolic tangent, within 1.37 units in the last place (over all floats). */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float q = a * a;
    float p = Math.fma(T4, q, T3);
    p = Math.fma(p, q, T2);
    p = Math.fma(p, q, T1);
    p = Math.fma(p, q, T0);
    float near = Math.fma(a * q, p, a);
    float c = a > TANH_MAX ? TANH_MAX : a;
    c = c + c;
    float z = Math.fma(c, LOG2_E, ROUND);
    float e = expReduced(c, z - ROUND);
    e = e * powerOfTwo(Float.floatToRawIntBits(z) - ROUND_BITS);
    float far = 1f - 2f / (e + 1f);
    return Math.copySign(a < TANH_SMALL ? near : far, x);
  }

  /** {@code 1 / (1 + e⁻ˣ)}, within 2.4 units in the last place (over every 97th float). */
  public static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x < 0f ? e : 1f) / (e + 1f);
  }

  /** {@code 1 / √x}, both steps rounded. */
  public static float rsqrt(float x) {
    return 1f / (float) Math.sqrt(x);
  }

  /** {@code x}, or 0 where it is negative; NaN and -0 stay. */
  public static float relu(float x) {
    return x < 0f ? 0f : x;
  }

  /** The gradient of {@code relu} at {@code x}: {@code dy}, or 0 where {@code x <= 0}. */
  public static float reluBackward(float dy, float x) {
    return x <= 0f ? 0f : dy;
  }

  /** The gradient of {@code y = tanh(x)}: {@code dy (1 - y²)}. */
  public static float tanhBackward(float dy, float y) {
    return dy * (1f - y * y);
  }

  /** The gradient of {@code y = sigmoid(x)}: {@code dy (1 - y) y}. */
  public static float sigmoidBackward(float dy, float y) {
    return dy * (1f - y) * y;
  }

  /** The larger of the two, NaN where one is NaN; {@code a} where both are zeros. */
  public static float maximum(float a, float b) {
    return a >= b ? a : a < b ? b : a + b;
  }

  /** The smaller of the two, NaN where one is NaN; {@code a} where both are zeros. */
  public static float minimum(float a, float b) {
    return a <= b ? a : a > b ? b : a + b;
  }

  /** {@code aᵇ} with C's special cases: 1 to anything and -1 to ±Inf are 1; no vector form. */
  public static float pow(float a, float b) {
    if (a == 1f || (a == -1f && Float.isInfinite(b))) {
      return 1f;
    }
    return (float) Math.pow(a, b);
  }

  /** {@code log(1 + x)}; no vector form. */
  public static float log1p(float x) {
    return (float) Math.log1p(x);
  }

  /** {@code eˣ - 1}; no vector form. */
  public static float expm1(float x) {
    return (float) Math.expm1(x);
  }
}
