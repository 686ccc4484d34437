package dev.taper.kernel;

/** The loops of {@link Softmax} in plain Java, and the definition of their bits. */
final class PlainSoftmax {
  /** Down from here {@code eᵈ} counts as 0; it is above the subnormal numbers, which are slow. */
  static final float LEAST = -87f;

  private PlainSoftmax() {}

  /**
   * {@code eᵈ} of {@code d <= 0} (NaN of NaN), within a unit in the last place; without what only
   * larger numbers and subnormal results need, other than {@link FloatMath#exp}.
   */
  static float exp(float d) {
    boolean none = d < LEAST;
    float c = none ? 0f : d;
    // No d·log₂e lies halfway between two integers, so the bias changes no rounding.
    float z = Math.fma(c, FloatMath.LOG2_E, FloatMath.BIASED);
    float k = z - FloatMath.BIASED;
    float p = FloatMath.expNarrow(c, k);
    float y = p * Float.intBitsToFloat(Float.floatToRawIntBits(z) << 23);
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

  /** {@link #logGradient} with the exponentials of {@code y}. */
  static void logGradientOf(
      float[] dy, int dyo, float[] y, int yo, float sum, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] = dy[dyo + i] - exp(y[yo + i]) * sum;
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
