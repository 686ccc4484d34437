package dev.taper.kernel;

/**
 * Functions of the normal distribution and their vector forms' twins ({@code VectorGaussian}): the
 * same operations in the same order.
 */
public final class FloatGaussian {
  /** erf x = (x + x q (F1 + … + F5 q⁴)) / (G0 + G1 q + … + G5 q⁵), q = x², to 3e-8. */
  static final float F1 = 0x1.60f8f8p-3f;

  static final float F2 = 0x1.8267cp-5f;
  static final float F3 = 0x1.c7a338p-9f;
  static final float F4 = 0x1.092a06p-12f;
  static final float F5 = 0x1.d6c888p-20f;
  static final float G0 = 0x1.c5bf8ap-1f;
  static final float G1 = 0x1.cae7a4p-2f;
  static final float G2 = 0x1.a41cd8p-4f;
  static final float G3 = 0x1.bbeab4p-7f;
  static final float G4 = 0x1.15949ep-10f;
  static final float G5 = 0x1.15ep-15f;

  /** Where the quotient is above 1 and, cut, exactly that; erf is 1 to the last bit from 3.92. */
  static final float ERF_MAX = 4.2f;

  /** erfc t = e^(-t²) (1 + C1 t + … + C4 t⁴) / (1 + D1 t + … + D5 t⁵) to 1.6e-8; negated. */
  static final float C0 = -1f;

  static final float C1 = -0x1.3cbdfcp0f;
  static final float C2 = -0x1.75ed84p-1f;
  static final float C3 = -0x1.d41f16p-3f;
  static final float C4 = -0x1.0b704p-5f;
  static final float D1 = 0x1.2ecdbcp1f;
  static final float D2 = 0x1.332884p1f;
  static final float D3 = 0x1.52ae26p0f;
  static final float D4 = 0x1.9ee39ap-2f;
  static final float D5 = 0x1.da0444p-5f;

  /** From here on erfc is nearer to 0 than to the least subnormal; NONE is as for exp. */
  static final float ERFC_MAX = 10.1f;

  static final float ERFC_NONE = 13.269f;

  /** ½ erfc(t / √2) = e^(-t²/2) (½ + H1 t + … + H4 t⁴) / (1 + … + J5 t⁵) to 1e-8; negated. */
  static final float H0 = -0.5f;

  static final float H1 = -0x1.c04d6cp-2f;
  static final float H2 = -0x1.766f0ap-3f;
  static final float H3 = -0x1.4ba8a8p-5f;
  static final float H4 = -0x1.0c1f72p-8f;
  static final float J1 = 0x1.ac68e4p0f;
  static final float J2 = 0x1.336dd2p0f;
  static final float J3 = 0x1.dfa14ap-2f;
  static final float J4 = 0x1.9fb3p-4f;
  static final float J5 = 0x1.5009c8p-7f;

  /** From here on the tail is nearer to 0 than to the least subnormal; NONE is as for exp. */
  static final float TAIL_MAX = 14.4f;

  static final float TAIL_NONE = 18.765f;

  /** {@code 1 / √(2π)}, the density at 0. */
  static final float DENSITY = 0x1.988454p-2f;

  private FloatGaussian() {}

  /** The error function, within 4 units in the last place. */
  public static float erf(float x) {
    float a = Math.abs(x);
    a = a > ERF_MAX ? ERF_MAX : a;
    float q = a * a;
    float n = Math.fma(F5, q, F4);
    n = Math.fma(n, q, F3);
    n = Math.fma(n, q, F2);
    n = Math.fma(n, q, F1);
    n = Math.fma(a * q, n, a);
    float d = Math.fma(G5, q, G4);
    d = Math.fma(d, q, G3);
    d = Math.fma(d, q, G2);
    d = Math.fma(d, q, G1);
    d = Math.fma(d, q, G0);
    float y = n / d;
    return Math.copySign(y > 1f ? 1f : y, x);
  }

  /** {@code 1 - erf(x)}, within 5 units in the last place. */
  public static float erfc(float x) {
    float t = Math.abs(x);
    t = t > ERFC_MAX ? ERFC_NONE : t;
    float n = Math.fma(C4, t, C3);
    n = Math.fma(n, t, C2);
    n = Math.fma(n, t, C1);
    n = Math.fma(n, t, C0);
    float d = Math.fma(D5, t, D4);
    d = Math.fma(d, t, D3);
    d = Math.fma(d, t, D2);
    d = Math.fma(d, t, D1);
    d = Math.fma(d, t, 1f);
    float y = decay(FloatMath.minusQuotient(n, d), t, t);
    return x < 0f ? 2f - y : y;
  }

  /** How much of the normal distribution lies above {@code t}, less e^(-t²/2) and negative. */
  private static float minusTail(float t) {
    float n = Math.fma(H4, t, H3);
    n = Math.fma(n, t, H2);
    n = Math.fma(n, t, H1);
    n = Math.fma(n, t, H0);
    float d = Math.fma(J5, t, J4);
    d = Math.fma(d, t, J3);
    d = Math.fma(d, t, J2);
    d = Math.fma(d, t, J1);
    d = Math.fma(d, t, 1f);
    return FloatMath.minusQuotient(n, d);
  }

  /** {@code x} times the normal distribution up to {@code x}; NaN at -Inf, as in torch. */
  public static float gelu(float x) {
    float t = Math.abs(x);
    t = t > TAIL_MAX ? TAIL_NONE : t;
    float h = decay(minusTail(t), 0.5f * t, t);
    return x * (x < 0f ? h : 1f - h);
  }

  /** The gradient of {@code gelu} at {@code x}: {@code dy (Φ(x) + x φ(x))}. */
  public static float geluBackward(float dy, float x) {
    float t = Math.abs(x);
    t = t > TAIL_MAX ? TAIL_NONE : t;
    float e = decay(1f, 0.5f * t, t);
    float h = minusTail(t) * e;
    float below = x < 0f ? h : 1f - h;
    return dy * Math.fma(x, e * DENSITY, below);
  }

  /** {@code w e^(-a b)} for a product from 0 to 176.1 whose rounding does not count. */
  static float decay(float w, float a, float b) {
    float s = -a * b;
    float z = Math.fma(s, FloatMath.HALF_LOG2_E, FloatMath.BIASED);
    float k = z - FloatMath.BIASED;
    float low = Math.fma(k, FloatMath.LN4_LOW, Math.fma(a, b, s));
    float p = FloatMath.expNear(Math.fma(k, -FloatMath.LN4_HIGH, s) - low);
    float two = Float.intBitsToFloat(Float.floatToRawIntBits(z) << 23);
    return w * p * two * two;
  }
}
