package dev.taper.kernel;

/** The loops of {@link Softmax} in plain Java, and the definition of their bits. */
final class PlainSoftmax {
  /** Down from here {@code eᵈ} counts as 0; it is above the subnormal numbers, which are slow. */
  static final float LEAST = -87f;

  /** The bits of 1. */
  static final int ONE = 0x3f800000;

  /** eʳ = 1 + r + E2 r² + … + E6 r⁶ to 4e-9 for |r| up to ln 2 / 2. */
  static final float E2 = 0x1.fffffcp-2f;

  static final float E3 = 0x1.55549p-3f;
  static final float E4 = 0x1.5558a2p-5f;
  static final float E5 = 0x1.123ac8p-7f;
  static final float E6 = 0x1.6a5e04p-10f;

  private PlainSoftmax() {}

  /**
   * {@code eᵈ} of {@code d <= 0} (NaN of NaN), within a unit in the last place; without what only
   * larger numbers and subnormal results need, other than {@link FloatMath#exp}.
   */
  static float exp(float d) {
    boolean none = d < LEAST;
    float c = none ? 0f : d;
    float z = Math.fma(c, FloatMath.LOG2_E, FloatMath.ROUND);
    float k = z - FloatMath.ROUND;
    float r = Math.fma(k, -FloatMath.LN2_LOW, Math.fma(k, -FloatMath.LN2_HIGH, c));
    float p = Math.fma(E6, r, E5);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    float y = p * Float.intBitsToFloat((Float.floatToRawIntBits(z) << 23) + ONE);
    return none ? 0f : y;
  }

  static void exps(float[] x, int xo, float m, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = exp(x[xo + i] - m);
    }
  }

  static void scale(float[] y, int yo, float factor, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] *= factor;
    }
  }

  static void shift(float[] x, int xo, float m, float s, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] - m - s;
    }
  }

  static void gradient(
      float[] dy, int dyo, float[] y, int yo, float sum, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] = (dy[dyo + i] - sum) * y[yo + i];
    }
  }

  static void logGradient(
      float[] dy, int dyo, float[] e, int eo, float sum, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] = dy[dyo + i] - e[eo + i] * sum;
    }
  }

  // The same with numbers of their own for each of n neighbouring columns.

  static void subtract(float[] x, int xo, float[] m, int mo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] - m[mo + i];
    }
  }

  static void scale(float[] y, int yo, float[] factors, int fo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] *= factors[fo + i];
    }
  }

  static void gradient(
      float[] dy, int dyo, float[] y, int yo, float[] sums, int so, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] = (dy[dyo + i] - sums[so + i]) * y[yo + i];
    }
  }

  static void logGradient(
      float[] dy, int dyo, float[] e, int eo, float[] sums, int so, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] = dy[dyo + i] - e[eo + i] * sums[so + i];
    }
  }
}
