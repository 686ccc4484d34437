package dev.taper.kernel;

/**
 * Functions of the normal distribution and their vector forms' twins ({@code VectorGaussian}): the
 * same operations in the same order.
 */
public final class FloatGaussian {
  /** erf x = x / 4 + x (F0 + F1 q + … + F5 q⁵) / (G0 + … + G5 q⁵), q = x², to 3e-8. */
  static final float F0 = 0x1.8e901ep-1f;

  static final float F1 = 0x1.ee1498p-5f;
  static final float F2 = 0x1.60b2a8p-6f;
  static final float F3 = 0x1.77108p-14f;
  static final float F4 = -0x1.8d53p-17f;
  static final float F5 = -0x1.b60ddep-18f;
  static final float G0 = 0x1.c5bf8ap-1f;
  static final float G1 = 0x1.cae7a4p-2f;
  static final float G2 = 0x1.a41cd8p-4f;
  static final float G3 = 0x1.bbeab4p-7f;
  static final float G4 = 0x1.15949ep-10f;
  static final float G5 = 0x1.15ep-15f;

  /** From here on erf is 1 to the last bit. */
  static final float ERF_MAX = 3.925f;

  /**
   * erfc t = 2⁶⁴ e^(-t²) w (C0 + C1 y + … + C8 y⁸), y = w - 5/8, w = 1 / (1 + 3/8 t), to 1.5e-8;
   * the power of two is what {@code raisedExp} is off.
   */
  static final float C0 = 0x1.f545fcp-66f;

  static final float C1 = 0x1.b217cap-65f;
  static final float C2 = 0x1.08126ep-64f;
  static final float C3 = 0x1.a159f4p-65f;
  static final float C4 = 0x1.2b823ap-66f;
  static final float C5 = -0x1.fa618ep-68f;
  static final float C6 = -0x1.36a7a8p-67f;
  static final float C7 = 0x1.51028ep-70f;
  static final float C8 = 0x1.fb7adp-69f;
  static final float ERFC_SLOPE = 0x3p-3f;

  /** 1 - 5/8. */
  static final float ERFC_REST = 0x3p-3f;

  /** From here on erfc is nearer to 0 than to the least subnormal. */
  static final float ERFC_MAX = 10.1f;

  /** ½ erfc(t / √2) = e^(-t²/2) (½ + H1 t + … + H4 t⁴) / (1 + … + J5 t⁵) to 1e-8. */
  static final float H0 = 0.5f;

  static final float H1 = 0x1.c04d6cp-2f;
  static final float H2 = 0x1.766f0ap-3f;
  static final float H3 = 0x1.4ba8a8p-5f;
  static final float H4 = 0x1.0c1f72p-8f;
  static final float J1 = 0x1.ac68e4p0f;
  static final float J2 = 0x1.336dd2p0f;
  static final float J3 = 0x1.dfa14ap-2f;
  static final float J4 = 0x1.9fb3p-4f;
  static final float J5 = 0x1.5009c8p-7f;

  /**
   * -½ erfc(t / √2) = 2⁶⁴ e^(-t²/2) w (P0 + P1 y + … + P8 y⁸), y = w - 23/32, w = 1 / (1 + 69/256
   * t), to 2.5e-8.
   */
  static final float P0 = -0x1.2b7e2ap-66f;

  static final float P1 = -0x1.0f4aacp-65f;
  static final float P2 = -0x1.3ca08p-65f;
  static final float P3 = -0x1.ace6f4p-66f;
  static final float P4 = -0x1.34699p-68f;
  static final float P5 = 0x1.b4a6cap-68f;
  static final float P6 = 0x1.913d94p-69f;
  static final float P7 = -0x1.43dc58p-69f;
  static final float P8 = -0x1.de436ep-70f;
  static final float TAIL_SLOPE = 0x45p-8f;

  /** 1 - 23/32. */
  static final float TAIL_REST = 0x9p-5f;

  /** From here on the tail is nearer to 0 than to the least subnormal. */
  static final float TAIL_MAX = 14.4f;

  /** A size whose tail is 0 even when it is multiplied by it. */
  static final int TAIL_BITS = Float.floatToRawIntBits(14.6f);

  /** {@code 1 / √(2π)}, the density at 0. */
  static final float DENSITY = 0x1.988454p-2f;

  private FloatGaussian() {}

  /** The error function, within 3.3 units in the last place. */
  public static float erf(float x) {
    float a = Math.abs(x);
    float q = a * a;
    float q2 = q * q;
    float n = Math.fma(Math.fma(F5, q, F4), q2, Math.fma(F3, q, F2));
    n = Math.fma(n, q2, Math.fma(F1, q, F0));
    float d = Math.fma(Math.fma(G5, q, G4), q2, Math.fma(G3, q, G2));
    d = Math.fma(d, q2, Math.fma(G1, q, G0));
    // A quarter of a is left out of the quotient, which is small then where a is large.
    float y = Math.fma(a, n / d, 0.25f * a);
    y = y > 1f ? 1f : y;
    return Math.copySign(a > ERF_MAX ? 1f : y, x);
  }

  /** {@code 1 - erf(x)}, within 4 units in the last place. */
  public static float erfc(float x) {
    float t = Math.abs(x);
    float w = 1f / Math.fma(ERFC_SLOPE, t, 1f);
    // From t w, which is small where t is; where it is large, errors of w go out against each
    // other.
    float y = Math.fma(t * w, -ERFC_SLOPE, ERFC_REST);
    float y2 = y * y;
    float p = Math.fma(Math.fma(C8, y, C7), y2, Math.fma(C6, y, C5));
    p = Math.fma(p, y2 * y2, Math.fma(Math.fma(C4, y, C3), y2, Math.fma(C2, y, C1)));
    p = Math.fma(p, y, C0);
    float e = FloatMath.raisedExp(p, w, t * -FloatMath.LOG2_E, -t, t, 0f);
    e = t > ERFC_MAX ? 0f : e;
    return x < 0f ? 2f - e : e;
  }

  /** The divisor 1 + … + J5 t⁵ without its 1; s = -t²/2. */
  private static float tailDivisor(float t, float s) {
    float d = Math.fma(Math.fma(4 * J5, t, 4 * J4), s, Math.fma(-2 * J3, t, -2 * J2));
    return Math.fma(d, s, J1 * t);
  }

  /** {@code x} times the normal distribution up to {@code x}; NaN at -Inf, as in torch. */
  public static float gelu(float x) {
    // The bits of sizes are in order; NaN comes back with the last sum.
    int size = Float.floatToRawIntBits(x) & Integer.MAX_VALUE;
    float t = Float.intBitsToFloat(Math.min(size, TAIL_BITS));
    float v = t / Math.fma(TAIL_SLOPE, t, 1f);
    float y = Math.fma(v, -TAIL_SLOPE, TAIL_REST);
    float y2 = y * y;
    float p = Math.fma(Math.fma(P8, y, P7), y2, Math.fma(P6, y, P5));
    p = Math.fma(p, y2 * y2, Math.fma(Math.fma(P4, y, P3), y2, Math.fma(P2, y, P1)));
    p = Math.fma(p, y, P0);
    float turns = t * (-0.5f * FloatMath.LOG2_E);
    return FloatMath.raisedExp(p, v, turns, t * -0.5f, t, x < 0f ? x * 0f : x);
  }

  /** The gradient of {@code gelu} at {@code x}: {@code dy (Φ(x) + x φ(x))}. */
  public static float geluBackward(float dy, float x) {
    float t = Math.abs(x);
    float half = t * -0.5f;
    float s = half * t;
    float n = Math.fma(4 * H4, s, -2 * H3 * t);
    n = Math.fma(s, n, Math.fma(-2 * H2, s, H1 * t)) + H0;
    float e = FloatMath.raisedExp(1f, s, Math.fma(half, t, -s)) * FloatMath.LOWER;
    e = t > TAIL_MAX ? 0f : e;
    float h = n / (tailDivisor(t, s) + 1f) * e;
    float below = x < 0f ? h : 1f - h;
    return dy * Math.fma(x, e * DENSITY, below);
  }
}
