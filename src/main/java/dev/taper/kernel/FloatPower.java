package dev.taper.kernel;

/**
 * Powers, worked out in double, and their vector form's twin ({@code VectorPowerLoop}): the same
 * operations in the same order.
 */
public final class FloatPower {
  /** log₂(1 + f) = f (A0 + A1 f + … + A11 f¹¹) to 1e-10 between √½ and √2. */
  static final double A0 = 0x1.71547652efa59p0;

  static final double A1 = -0x1.7154767bba4cap-1;
  static final double A2 = 0x1.ec709c0081efp-2;
  static final double A3 = -0x1.715435dcbe584p-2;
  static final double A4 = 0x1.277732e25fa31p-2;
  static final double A5 = -0x1.ec8d78fec01ecp-3;
  static final double A6 = 0x1.a615cbfccaeb6p-3;
  static final double A7 = -0x1.6eafd597c8e03p-3;
  static final double A8 = 0x1.45a23b53ee5a5p-3;
  static final double A9 = -0x1.4181c4cae4b0cp-3;
  static final double A10 = 0x1.3d28f9607670ep-3;
  static final double A11 = -0x1.61ac4ebf82fa8p-4;

  /** 2ʳ = B0 + B1 r + … + B6 r⁶ to 1.9e-9 for |r| up to ½. */
  static final double B0 = 0x1.000000026248ep0;

  static final double B1 = 0x1.62e430c82ad35p-1;
  static final double B2 = 0x1.ebfbdadb1f863p-3;
  static final double B3 = 0x1.c6aed45fc2c1p-5;
  static final double B4 = 0x1.3b2dbc5f594ccp-7;
  static final double B5 = 0x1.5f4597e960c1bp-10;
  static final double B6 = 0x1.41d3137df83aep-13;

  /** Adding it rounds a double to an integer, which, shifted left by 52, is its power of two. */
  static final double BIASED = 0x1.8p52 + 1023;

  /** Exponents beyond which a float is infinite and 0, and what gives that without rounding. */
  static final double MAX = 129;

  static final double ALL = 1024;
  static final double MIN = -151;
  static final double NONE = -1023;

  private FloatPower() {}

  /**
   * {@code aᵇ} with the special cases of C: 1 to anything and anything to 0 are 1, -1 to ±Inf is 1;
   * within 0.6 units in the last place.
   */
  public static float pow(float a, float b) {
    float x = Math.abs(a);
    boolean small = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(small ? x * 0x1p23f : x) - FloatMath.SQRT_HALF_BITS;
    float k = (float) (bits >> 23);
    k = small ? k - 23f : k;
    k = x == 0f ? Float.NEGATIVE_INFINITY : k;
    k = x < Float.POSITIVE_INFINITY ? k : x;
    float f = Float.intBitsToFloat((bits & FloatMath.MANTISSA) + FloatMath.SQRT_HALF_BITS) - 1f;
    float y = (float) raised(f, k, b);
    boolean one = b == 0f || a == 1f || (x == 1f && Math.abs(b) == Float.POSITIVE_INFINITY);
    y = one ? 1f : y;
    return ofSign(a, b, y);
  }

  /** 2 to {@code b} times the binary logarithm of {@code (1 + f) 2ᵏ}. */
  private static double raised(double f, double k, double b) {
    double p = Math.fma(A11, f, A10);
    p = Math.fma(p, f, A9);
    p = Math.fma(p, f, A8);
    p = Math.fma(p, f, A7);
    p = Math.fma(p, f, A6);
    p = Math.fma(p, f, A5);
    p = Math.fma(p, f, A4);
    p = Math.fma(p, f, A3);
    p = Math.fma(p, f, A2);
    p = Math.fma(p, f, A1);
    p = Math.fma(p, f, A0);
    double t = Math.fma(p, f, k) * b;
    t = t > MAX ? ALL : t;
    t = t < MIN ? NONE : t;
    double z = t + BIASED;
    double r = t - (z - BIASED);
    double e = Math.fma(B6, r, B5);
    e = Math.fma(e, r, B4);
    e = Math.fma(e, r, B3);
    e = Math.fma(e, r, B2);
    e = Math.fma(e, r, B1);
    e = Math.fma(e, r, B0);
    return e * Double.longBitsToDouble(Double.doubleToRawLongBits(z) << 52);
  }

  /** {@code y} with the sign of {@code a}, where the power is odd; NaN where it is none. */
  private static float ofSign(float a, float b, float y) {
    if (!(Float.floatToRawIntBits(a) < 0)) {
      return y;
    }
    float size = Math.abs(b);
    float half = 0.5f * size;
    boolean integer = size + FloatMath.WHOLE - FloatMath.WHOLE == size || size >= FloatMath.WHOLE;
    boolean whole = half + FloatMath.WHOLE - FloatMath.WHOLE == half || half >= FloatMath.WHOLE;
    boolean odd = integer && !whole;
    boolean undefined = a < 0f && a > Float.NEGATIVE_INFINITY && !integer;
    return undefined ? Float.NaN : odd ? -y : y;
  }
}
