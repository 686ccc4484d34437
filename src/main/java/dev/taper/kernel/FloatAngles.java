package dev.taper.kernel;

/**
 * Functions of angles, and their vector forms' twins ({@code VectorAngles}): the same operations in
 * the same order.
 */
public final class FloatAngles {
  /** Above it multiples of π/2 are no longer taken away in three exact steps. */
  static final float MAX = 0x1p17f;

  static final float TWO_BY_PI = 0x1.45f306p-1f;

  /** A quarter of a turn in three parts, all positive, so that -0 stays -0. */
  static final float QUARTER_HIGH = 0x1.921fb4p0f;

  static final float QUARTER_LOW = 0x1.4442dp-24f;
  static final float QUARTER_LEAST = 0x1.84698ap-48f;

  /** sin r = r + r³ (S0 + S1 r² + S2 r⁴) to 4e-9 for |r| up to π/4. */
  static final float S0 = -0x1.555546p-3f;

  static final float S1 = 0x1.110778p-7f;
  static final float S2 = -0x1.9953e2p-13f;

  /** cos r = 1 - r²/2 + r⁴ (C0 + C1 r² + C2 r⁴) to 1.2e-10 for |r| up to π/4. */
  static final float C0 = 0x1.55554ap-5f;

  static final float C1 = -0x1.6c0c2ap-10f;
  static final float C2 = 0x1.99e904p-16f;

  private FloatAngles() {}

  /** The sine of radians, of any size. */
  public static float sin(float x) {
    if (!(Math.abs(x) <= MAX)) {
      return (float) StrictMath.sin(x);
    }
    float z = Math.fma(x, TWO_BY_PI, FloatMath.ROUND);
    int quarter = Float.floatToRawIntBits(z);
    float r = reduced(x, z - FloatMath.ROUND);
    return signed((quarter & 1) == 0 ? sinNear(r) : cosNear(r), quarter << 30);
  }

  /** The cosine of radians, of any size. */
  public static float cos(float x) {
    if (!(Math.abs(x) <= MAX)) {
      return (float) StrictMath.cos(x);
    }
    float z = Math.fma(x, TWO_BY_PI, FloatMath.ROUND);
    int quarter = Float.floatToRawIntBits(z);
    float r = reduced(x, z - FloatMath.ROUND);
    return signed((quarter & 1) == 0 ? cosNear(r) : sinNear(r), (quarter + 1) << 30);
  }

  /** The tangent of radians, of any size. */
  public static float tan(float x) {
    if (!(Math.abs(x) <= MAX)) {
      return (float) StrictMath.tan(x);
    }
    float z = Math.fma(x, TWO_BY_PI, FloatMath.ROUND);
    int quarter = Float.floatToRawIntBits(z);
    float r = reduced(x, z - FloatMath.ROUND);
    float s = sinNear(r);
    float c = cosNear(r);
    boolean even = (quarter & 1) == 0;
    return signed((even ? s : c) / (even ? c : s), quarter << 31);
  }

  /** {@code x} less {@code k} quarters of a turn. */
  private static float reduced(float x, float k) {
    float r = Math.fma(k, -QUARTER_HIGH, x);
    r = Math.fma(k, -QUARTER_LOW, r);
    return Math.fma(k, -QUARTER_LEAST, r);
  }

  private static float sinNear(float r) {
    float q = r * r;
    float p = Math.fma(S2, q, S1);
    p = Math.fma(p, q, S0);
    return Math.fma(p, q, 1f) * r;
  }

  private static float cosNear(float r) {
    float q = r * r;
    float p = Math.fma(C2, q, C1);
    p = Math.fma(p, q, C0);
    p = Math.fma(p, q, -0.5f);
    return Math.fma(p, q, 1f);
  }

  /** {@code y}, negated where the topmost bit of {@code sign} is set. */
  private static float signed(float y, int sign) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ (sign & Integer.MIN_VALUE));
  }
}
