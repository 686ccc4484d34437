package dev.taper.kernel;

/**
 * Float functions whose vector forms ({@code VectorMath}) do the same operations in the same order
 * and so give the same bits.
 *
 * <p>All of them rely on a hardware fused multiply-add; a JVM without one is right but slow. Errors
 * are the largest that {@code AccuracyTest} finds at every 9973rd float, in units in the last
 * place.
 */
public final class FloatMath {
  /** Adding it rounds a float to an integer, which then stands in the low bits. */
  static final float ROUND = 0x1.8p23f;

  static final float LOG2_E = 0x1.715476p0f;

  /** With few bits, so that its products with small integers are exact. */
  static final float LN2_HIGH = 0x1.62e43p-1f;

  static final float LN2_LOW = -0x1.05c61p-29f;

  /** The same for an integer that, shifted left by 23, is a power of two. */
  static final float BIASED = ROUND + 127f;

  /** The integer of a power of two whose square is infinite. */
  static final int INFINITE_BITS = Float.floatToRawIntBits(BIASED + 65f);

  /** With so few bits that its products with integers up to 512 are exact. */
  static final float LN2_SHORT = 0x1.62e4p-1f;

  static final float LN2_REST = 0x1.7f7d1cp-20f;
  static final float HALF_LOG2_E = 0x1.715476p-1f;
  static final float LN4_HIGH = 0x1.62e4p0f;
  static final float LN4_LOW = 0x1.7f7d1cp-19f;

  /** Down from here eˣ is nearer to 0 than to the least subnormal. */
  static final float EXP_MIN = -104f;

  /** As BIASED for a power of two that is 2⁶⁴ times as large, and so never subnormal. */
  static final float RAISED = ROUND + 127f + 64f;

  static final float LOWER = 0x1p-64f;

  /** eʳ = 1 + r + E2 r² + … + E7 r⁷ to 1.5e-8 for |r| up to ln 2. */
  static final float E2 = 0x1.00000cp-1f;

  static final float E3 = 0x1.555512p-3f;
  static final float E4 = 0x1.5549dep-5f;
  static final float E5 = 0x1.112724p-7f;
  static final float E6 = 0x1.71c416p-10f;
  static final float E7 = 0x1.9baf6ep-13f;

  /** 2ʳ = 1 + X1 r + … + X7 r⁷ to 1.5e-8 for |r| up to 1. */
  static final float X1 = 0x1.62e432p-1f;

  static final float X2 = 0x1.ebfbfep-3f;
  static final float X3 = 0x1.c6af96p-5f;
  static final float X4 = 0x1.3b1ed6p-7f;
  static final float X5 = 0x1.5dc03ap-10f;
  static final float X6 = 0x1.484af8p-13f;
  static final float X7 = 0x1.f4326cp-17f;
  static final float EXP2_MIN = -150f;
  static final float EXP2_NONE = -254f;

  /** eʳ - 1 = r + M2 r² + … + M7 r⁷ to 7e-10 for |r| up to ln 2 / 2. */
  static final float M2 = 0.5f;

  static final float M3 = 0x1.555552p-3f;
  static final float M4 = 0x1.5554eep-5f;
  static final float M5 = 0x1.1115ecp-7f;
  static final float M6 = 0x1.6d45c8p-10f;
  static final float M7 = 0x1.9a1884p-13f;

  /** The same as BIASED for half the power of two. */
  static final float HALF_BIASED = ROUND + 126f;

  static final float EXPM1_MAX = 89f;

  /** Down from here eˣ - 1 is -1 to the last bit. */
  static final float EXPM1_MIN = -18f;

  /** Up to here log(1 + x) and eˣ - 1 are x to the last bit. */
  static final float TINY = 0x1p-25f;

  /** log(1 + f) = f - f² / 2 + f³ (L0 + L1 f + … + L7 f⁷) to 6e-9 between √½ and √2. */
  static final float L0 = 0x1.555554p-2f;

  static final float L1 = -0x1.000226p-2f;
  static final float L2 = 0x1.99a022p-3f;
  static final float L3 = -0x1.547292p-3f;
  static final float L4 = 0x1.22d88ep-3f;
  static final float L5 = -0x1.0d8138p-3f;
  static final float L6 = 0x1.0562ep-3f;
  static final float L7 = -0x1.38d9f2p-4f;

  /** log(1 + f) = f + f² (K0 + K1 f + … + K7 f⁷) to 3e-8 between √½ and √2. */
  static final float K0 = -0x1.fffffap-2f;

  static final float K1 = 0x1.5556f2p-2f;
  static final float K2 = -0x1.0004aep-2f;
  static final float K3 = 0x1.98d33p-3f;
  static final float K4 = -0x1.535ac6p-3f;
  static final float K5 = 0x1.317f18p-3f;
  static final float K6 = -0x1.250fdap-3f;
  static final float K7 = 0x1.65fda2p-4f;

  /** The whole of it, 0.05 units off. */
  static final float LN2 = LN2_HIGH;

  static final int SQRT_HALF_BITS = 0x3f3504f3;
  static final int MANTISSA = 0x7fffff;
  static final int FOUR_BITS = 0x40800000;
  static final float LOG10_2_HIGH = 0x1.344p-2f;
  static final float LOG10_2_LOW = 0x1.3509f8p-18f;
  static final float LOG10_E = 0x1.bcb7b2p-2f;

  /** tanh x = 5/32 x + x (T0 + T1 q + … + T4 q⁴) / (1 + U1 q + … + U4 q⁴), q = x², to 1.7e-8. */
  static final float TANH_PART = 0x5p-5f;

  static final float T0 = 0x1bp-5f;
  static final float T1 = 0x1.f4a34cp-5f;
  static final float T2 = -0x1.164c1ap-11f;
  static final float T3 = -0x1.04e9ep-15f;
  static final float T4 = -0x1.e6d946p-24f;
  static final float U1 = 0x1.deb632p-2f;
  static final float U2 = 0x1.aa8cap-6f;
  static final float U3 = 0x1.5fab4ap-12f;
  static final float U4 = 0x1.b6b9fep-21f;

  /**
   * A square: from 8.246 on tanh is taken for 1, at first 2.3 units off; before, none is beyond 1.
   */
  static final float TANH_MAX = 68f;

  /** eʳ = 1 + r + N2 r² + … + N6 r⁶ to 4e-9 for |r| up to ln 2 / 2. */
  static final float N2 = 0x1.fffffcp-2f;

  static final float N3 = 0x1.55549p-3f;
  static final float N4 = 0x1.5558a2p-5f;
  static final float N5 = 0x1.123ac8p-7f;
  static final float N6 = 0x1.6a5e04p-10f;

  /** From here on every float is an integer; adding it rounds smaller ones. */
  static final float WHOLE = 0x1p23f;

  private FloatMath() {}

  /** {@code eˣ}, within 1.6 units in the last place. */
  public static float exp(float x) {
    int z = Math.min(Float.floatToRawIntBits(Math.fma(x, HALF_LOG2_E, BIASED)), INFINITE_BITS);
    float k = Float.intBitsToFloat(z) - BIASED;
    float r = Math.fma(k, -LN4_LOW, Math.fma(k, -LN4_HIGH, x));
    float r2 = r * r;
    float p = Math.fma(Math.fma(E7, r, E6), r2, Math.fma(E5, r, E4));
    p = Math.fma(p, r2, Math.fma(E3, r, E2));
    float q = Math.fma(p, r2, r);
    // Two factors, since their product may be subnormal or infinite.
    float s = Float.intBitsToFloat(z << 23);
    return x < EXP_MIN ? 0f : Math.fma(s, q, s) * s;
  }

  /** {@code eʳ - 1} for {@code |r|} up to ln 2 / 2. */
  static float growth(float r) {
    float r2 = r * r;
    float p = Math.fma(N6, r2, Math.fma(N5, r, N4));
    p = Math.fma(p, r2, Math.fma(N3, r, N2));
    return Math.fma(p, r2, r);
  }

  /** {@code 2⁶⁴ eˣ} of an {@code x} from EXP_MIN to 0, or NaN; anything below. */
  static float raisedExp(float x) {
    float z = Math.fma(x, LOG2_E, RAISED);
    float k = z - RAISED;
    float q = growth(Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x)));
    float s = Float.intBitsToFloat(Float.floatToRawIntBits(z) << 23);
    return Math.fma(s, q, s);
  }

  /** {@code 2⁶⁴ w eˣ} of the sum {@code x + low}, whose second part is a small one. */
  static float raisedExp(float w, float x, float low) {
    float z = Math.fma(x, LOG2_E, RAISED);
    float k = z - RAISED;
    float q = growth(Math.fma(k, -LN2_HIGH, x) + Math.fma(k, -LN2_LOW, low));
    float s = w * Float.intBitsToFloat(Float.floatToRawIntBits(z) << 23);
    return Math.fma(s, q, s);
  }

  /** {@code 2⁶⁴ p w eˣ + addend} of {@code x = a b}, not rounded; {@code turns = a log₂ e}. */
  static float raisedExp(float p, float w, float turns, float a, float b, float addend) {
    float z = Math.fma(turns, b, RAISED);
    float k = z - RAISED;
    // The product is exact, and so is what is left of x but for one rounding, small as it is then.
    float q = growth(Math.fma(k, -LN2_REST, Math.fma(a, b, k * -LN2_SHORT)));
    float s = w * Float.intBitsToFloat(Float.floatToRawIntBits(z) << 23);
    // The product of p and eˣ is not rounded, and all but two steps are done when p is there.
    return Math.fma(p, s, Math.fma(p, s * q, addend));
  }

  /** {@code eˣ} of an {@code x} that is not above 0, or NaN. */
  static float expDown(float x) {
    return x < EXP_MIN ? 0f : raisedExp(x) * LOWER;
  }

  /** {@code 2ˣ}, within 1.1 units in the last place. */
  public static float exp2(float x) {
    float c = x < EXP2_MIN ? EXP2_NONE : x;
    int z = Math.min(Float.floatToRawIntBits(Math.fma(c, 0.5f, BIASED)), INFINITE_BITS);
    float r = Math.fma(Float.intBitsToFloat(z) - BIASED, -2f, c);
    float p = Math.fma(X7, r, X6);
    p = Math.fma(p, r, X5);
    p = Math.fma(p, r, X4);
    p = Math.fma(p, r, X3);
    p = Math.fma(p, r, X2);
    p = Math.fma(p, r, X1);
    p = Math.fma(p, r, 1f);
    float s = Float.intBitsToFloat(z << 23);
    return p * s * s;
  }

  /** {@code eˣ - 1}, within 1.5 units in the last place. */
  public static float expm1(float x) {
    float c = x > EXPM1_MAX ? EXPM1_MAX : x;
    c = c < EXPM1_MIN ? EXPM1_MIN : c;
    float z = Math.fma(c, LOG2_E, HALF_BIASED);
    float k = z - HALF_BIASED;
    float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, c));
    float p = Math.fma(M7, r, M6);
    p = Math.fma(p, r, M5);
    p = Math.fma(p, r, M4);
    p = Math.fma(p, r, M3);
    p = Math.fma(p, r, M2);
    p = Math.fma(r * r, p, r);
    float s = Float.intBitsToFloat(Float.floatToRawIntBits(z) << 23);
    float y = Math.fma(s, p, s - 0.5f);
    return Math.abs(x) < TINY ? x : y + y;
  }

  /** {@code log(1 + f)} for f from √½ - 1 to √2 - 1, with the small {@code addend} added. */
  private static float logNear(float f, float addend) {
    float f2 = f * f;
    float low = Math.fma(Math.fma(L3, f, L2), f2, Math.fma(L1, f, L0));
    float high = Math.fma(Math.fma(L7, f, L6), f2, Math.fma(L5, f, L4));
    float p = Math.fma(high, f2 * f2, low);
    return f + Math.fma(-0.5f, f2, Math.fma(f2 * f, p, addend));
  }

  /** What the logarithm {@code y} of {@code x} is at 0, below it, at infinity and for NaN. */
  private static float logEdges(float x, float y) {
    float r = x < Float.POSITIVE_INFINITY ? y : x;
    r = x == 0f ? Float.NEGATIVE_INFINITY : r;
    return x < 0f ? Float.NaN : r;
  }

  /** The natural logarithm, -Inf at 0, NaN below it; within 1.3 units in the last place. */
  public static float log(float x) {
    boolean small = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(small ? x * 0x1p23f : x) - SQRT_HALF_BITS;
    float k = (float) (bits >> 23);
    k = small ? k - 23f : k;
    // The edges go with the exponent, which is there long before the polynomial.
    k = logEdges(x, k);
    float f = Float.intBitsToFloat((bits & MANTISSA) + SQRT_HALF_BITS) - 1f;
    float f2 = f * f;
    float low = Math.fma(Math.fma(K3, f, K2), f2, Math.fma(K1, f, K0));
    float high = Math.fma(Math.fma(K7, f, K6), f2, Math.fma(K5, f, K4));
    float p = Math.fma(high, f2 * f2, low);
    return Math.fma(k, LN2, Math.fma(p, f2, f));
  }

  /** The logarithm to base 2, -Inf at 0, NaN below it; within 1.9 units in the last place. */
  public static float log2(float x) {
    boolean small = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(small ? x * 0x1p23f : x) - SQRT_HALF_BITS;
    float k = (float) (bits >> 23);
    k = small ? k - 23f : k;
    float f = Float.intBitsToFloat((bits & MANTISSA) + SQRT_HALF_BITS) - 1f;
    float y = logNear(f, 0f);
    return logEdges(x, Math.fma(y, LOG2_E, k));
  }

  /** The logarithm to base 10, -Inf at 0, NaN below it; within 1.9 units in the last place. */
  public static float log10(float x) {
    boolean small = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(small ? x * 0x1p23f : x) - SQRT_HALF_BITS;
    float k = (float) (bits >> 23);
    k = small ? k - 23f : k;
    float f = Float.intBitsToFloat((bits & MANTISSA) + SQRT_HALF_BITS) - 1f;
    float y = logNear(f, 0f);
    return logEdges(x, Math.fma(k, LOG10_2_HIGH, Math.fma(y, LOG10_E, k * LOG10_2_LOW)));
  }

  /** {@code log(1 + x)}, -Inf at -1, NaN below it; within 1.5 units in the last place. */
  public static float log1p(float x) {
    float s = 1f + x;
    int bits = Float.floatToRawIntBits(s) - SQRT_HALF_BITS;
    float k = (float) (bits >> 23);
    // (1 + x) / 2ᵏ - 1 without the rounding of 1 + x; a quarter, for 2⁻¹²⁸ is no normal number.
    float t = Float.intBitsToFloat(FOUR_BITS - (bits & ~MANTISSA));
    float f = Math.fma(0.25f * x, t, Math.fma(0.25f, t, -1f));
    float y = logNear(f, k * LN2_LOW);
    y = logEdges(s, Math.fma(k, LN2_HIGH, y));
    return Math.abs(x) < TINY ? x : y;
  }

  /** The hyperbolic tangent, within 3.5 units in the last place and never beyond 1. */
  public static float tanh(float x) {
    float q = x * x;
    float q2 = q * q;
    // What is added last is a rounding behind the rest, and so those before it hardly count.
    float n = Math.fma(Math.fma(T4, q, T3), q2, Math.fma(T2, q, T1));
    float d = Math.fma(Math.fma(U4, q, U3), q2, Math.fma(U2, q, U1));
    float w = Math.fma(n, q, T0) / Math.fma(d, q, 1f);
    float y = Math.fma(x, w, x * TANH_PART);
    return q > TANH_MAX ? Math.copySign(1f, x) : y;
  }

  /** {@code e} to what is left of {@code x} when {@code k} times ln 2 is taken away. */
  static float expNarrow(float x, float k) {
    float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
    float p = Math.fma(N6, r, N5);
    p = Math.fma(p, r, N4);
    p = Math.fma(p, r, N3);
    p = Math.fma(p, r, N2);
    p = Math.fma(p, r, 1f);
    return Math.fma(p, r, 1f);
  }

  /** {@code 1 / (1 + e⁻ˣ)}, within 2.4 units in the last place. */
  public static float sigmoid(float x) {
    float e = expDown(-Math.abs(x));
    return (x < 0f ? e : 1f) / (e + 1f);
  }

  /** The nearest integer, the even one of two; -0 from a negative number. */
  public static float round(float x) {
    float whole = Math.copySign(WHOLE, x);
    float y = x + whole - whole;
    return Math.abs(x) < WHOLE ? Math.copySign(y, x) : x;
  }

  /** The largest integer that is not more than {@code x}. */
  public static float floor(float x) {
    float y = round(x);
    return y > x ? y - 1f : y;
  }

  /** The smallest integer that is not less than {@code x}. */
  public static float ceil(float x) {
    float y = round(x);
    return Math.copySign(y < x ? y + 1f : y, x);
  }

  /** The integer part of {@code x}. */
  public static float trunc(float x) {
    return Math.copySign(floor(Math.abs(x)), x);
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
}
