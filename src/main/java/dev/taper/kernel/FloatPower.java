package dev.taper.kernel;

/**
 * Powers, worked out in double, and their vector form's twin ({@code VectorPowerLoop}): the same
 * operations in the same order.
 */
public final class FloatPower {
  private static final float INF = Float.POSITIVE_INFINITY;

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

  /** What that gives for the least and the greatest power of two of a double. */
  static final long LEAST_BITS = Double.doubleToRawLongBits(BIASED - 1022);

  static final long MOST_BITS = Double.doubleToRawLongBits(BIASED + 1023);

  /** {@link FloatMath#SQRT_HALF_BITS} and {@link FloatMath#MANTISSA} of doubles. */
  static final long SQRT_HALF_BITS = 0x3fe6a09e60000000L;

  /** Floats from here on are even integers, and adding it rounds those below to even ones. */
  static final float EVEN = 0x1p24f;

  static final int EVEN_BITS = Float.floatToRawIntBits(EVEN);

  static final long MANTISSA = 0xfffffffffffffL;

  private FloatPower() {}

  /**
   * {@code aᵇ} with the special cases of C: 1 to anything and anything to 0 are 1, -1 to ±Inf is 1;
   * within 0.66 units in the last place.
   */
  public static float pow(float a, float b) {
    float y = (float) raised(log2(Math.abs(a)), b);
    boolean ordinary = a > 0f && a < INF && Math.abs(b) < INF;
    return ordinary ? y : special(a, b, y);
  }

  /** The binary logarithm of a number that is positive and finite. */
  static double log2(double x) {
    long bits = Double.doubleToRawLongBits(x) - SQRT_HALF_BITS;
    double k = (double) (bits >> 52);
    double f = Double.longBitsToDouble((bits & MANTISSA) + SQRT_HALF_BITS) - 1;
    double f2 = f * f;
    double f4 = f2 * f2;
    double low = Math.fma(Math.fma(A3, f, A2), f2, Math.fma(A1, f, A0));
    double middle = Math.fma(Math.fma(A7, f, A6), f2, Math.fma(A5, f, A4));
    double high = Math.fma(Math.fma(A11, f, A10), f2, Math.fma(A9, f, A8));
    double p = Math.fma(Math.fma(high, f4, middle), f4, low);
    return Math.fma(p, f, k);
  }

  /** 2 to {@code b} times {@code log}, which beyond all floats goes on to Inf and 0. */
  private static double raised(double log, double b) {
    double t = log * b;
    double z = t + BIASED;
    long bits = Math.min(Math.max(Double.doubleToRawLongBits(z), LEAST_BITS), MOST_BITS);
    double r = t - (z - BIASED);
    double r2 = r * r;
    double e = Math.fma(B6, r2, Math.fma(B5, r, B4));
    e = Math.fma(e, r2, Math.fma(B3, r, B2));
    e = Math.fma(e, r2, Math.fma(B1, r, B0));
    return e * Double.longBitsToDouble(bits << 52);
  }

  /** The same where {@code y}, worked out as for ordinary numbers, may be wrong. */
  private static float special(float a, float b, float y) {
    float x = Math.abs(a);
    float size = Math.abs(b);
    if (b == 0f || a == 1f || (x == 1f && size == INF)) {
      return 1f;
    }
    float p = y;
    if (x == 0f || !(x < INF) || !(size < INF)) {
      float t = b * (x < 1f ? -INF : x > 1f ? INF : x);
      p = t < 0f ? 0f : t;
    }
    return ofSign(a, b, p);
  }

  /** {@code y} with the sign of {@code a}, where the power is odd; NaN where it is none. */
  private static float ofSign(float a, float b, float y) {
    if (!(Float.floatToRawIntBits(a) < 0)) {
      return y;
    }
    float size = Math.min(Math.abs(b), EVEN);
    float off = Math.abs(size - (size + EVEN - EVEN));
    boolean undefined = a < 0f && a > -INF && off != 0f && off != 1f;
    return undefined ? Float.NaN : off == 1f ? -y : y;
  }
}
