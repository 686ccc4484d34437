package dev.taper.kernel;

/**
 * Activations made of eˣ, and their vector forms' twins ({@code VectorActivations}): the same
 * operations in the same order.
 */
public final class FloatActivations {
  /** log(1 + u) = u (1 + S1 u + … + S9 u⁹) to 5.3e-9 from 0 to 1. */
  static final float S1 = -0x1.ffffd2p-2f;

  static final float S2 = 0x1.554ddap-2f;
  static final float S3 = -0x1.ff2556p-3f;
  static final float S4 = 0x1.93556ap-3f;
  static final float S5 = -0x1.3a6746p-3f;
  static final float S6 = 0x1.b53caep-4f;
  static final float S7 = -0x1.d7f0e8p-5f;
  static final float S8 = 0x1.4a9412p-6f;
  static final float S9 = -0x1.b22f7ep-9f;

  /** 2 √(2/π), and that times 0.044715 and times 3 of that. */
  static final float TANH_SLOPE = 0x1.988454p0f;

  static final float TANH_CUBE = 0x1.2444f2p-4f;
  static final float TANH_SQUARE = 0x1.b6676bp-3f;

  /** The slope and the cube's factor, each in two parts of which the first has few bits. */
  static final float SLOPE_HIGH = 0x1.98846p0f;

  static final float SLOPE_LOW = -0x1.985794p-21f;
  static final float CUBE_HIGH = 0x1.24p-4f;
  static final float CUBE_LOW = 0x1.13ca94p-14f;

  /** Adding it rounds a float to a multiple of 2⁻⁹. */
  static final float COARSE = 0x1.8p14f;

  /** Down from here x times e to the negative slope is nearer to 0 than to the least subnormal. */
  static final float GATE_MIN = -109f;

  private FloatActivations() {}

  /** {@code x / (1 + e⁻ˣ)}; NaN at -Inf, as in torch. */
  public static float silu(float x) {
    return gated(x, -Math.abs(x), 0f);
  }

  /** {@code x} times the sigmoid of something of its sign and of the size {@code -(t + low)}. */
  private static float gated(float x, float t, float low) {
    float e = FloatMath.raisedExp(1f, t, low);
    e = t < GATE_MIN ? 0f : e;
    // Times x before it may become so small that it loses digits.
    float n = x < 0f ? e * x * FloatMath.LOWER : x;
    return n / Math.fma(e, FloatMath.LOWER, 1f);
  }

  /** The gradient of {@code silu} at {@code x}: {@code dy s (1 + x (1 - s))}, s the sigmoid. */
  public static float siluBackward(float dy, float x) {
    float s = FloatMath.sigmoid(x);
    return dy * s * Math.fma(x, 1f - s, 1f);
  }

  /** {@code log(1 + eˣ)}. */
  public static float softplus(float x) {
    float e = FloatMath.expDown(-Math.abs(x));
    return Math.fma(e, log1pByArgument(e), x < 0f ? 0f : x);
  }

  /** The gradient of {@code softplus} at {@code x}: {@code dy} times the sigmoid. */
  public static float softplusBackward(float dy, float x) {
    return dy * FloatMath.sigmoid(x);
  }

  /** {@code log(1 / (1 + e⁻ˣ))}. */
  public static float logSigmoid(float x) {
    float e = FloatMath.expDown(-Math.abs(x));
    return Math.fma(-e, log1pByArgument(e), x > 0f ? 0f : x);
  }

  /** {@code log(1 + u) / u} from 0 to 1. */
  private static float log1pByArgument(float u) {
    float u2 = u * u;
    float low = Math.fma(Math.fma(S3, u, S2), u2, Math.fma(S1, u, 1f));
    float high = Math.fma(Math.fma(S7, u, S6), u2, Math.fma(S5, u, S4));
    float u4 = u2 * u2;
    return Math.fma(Math.fma(Math.fma(S9, u, S8), u4, high), u4, low);
  }

  /** {@code x}, times {@code slope} where it is not positive. */
  public static float leakyRelu(float x, float slope) {
    return x > 0f ? x : x * slope;
  }

  /** {@code x}, and {@code alpha (eˣ - 1)} where it is not positive. */
  public static float elu(float x, float alpha) {
    return x > 0f ? x : alpha * FloatMath.expm1(x);
  }

  /** {@code ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))}; NaN at -Inf, as in torch. */
  public static float geluTanh(float x) {
    float t = -Math.abs(x);
    // The slope of what the exponential is taken of, in two parts, the first of them exact.
    float q = t * t;
    float coarse = q + COARSE - COARSE;
    float fine = q - coarse + Math.fma(t, t, -q);
    float high = Math.fma(coarse, CUBE_HIGH, SLOPE_HIGH);
    float low = Math.fma(fine, CUBE_HIGH, Math.fma(q, CUBE_LOW, SLOPE_LOW));
    float s = t * high;
    float rest = Math.fma(t, low, Math.fma(t, high, -s));
    return gated(x, s, rest);
  }

  /** The gradient of {@code geluTanh} at {@code x}. */
  public static float geluTanhBackward(float dy, float x) {
    float q = x * x;
    float s = FloatMath.sigmoid(x * Math.fma(q, TANH_CUBE, TANH_SLOPE));
    float slope = Math.fma(q, TANH_SQUARE, TANH_SLOPE);
    return dy * Math.fma(x * slope * (1f - s), s, s);
  }
}
