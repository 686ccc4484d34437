package dev.taper;

/**
 * The Box–Muller transform in single precision as PyTorch's x86 kernels compute it: 16 uniforms
 * become 16 normals, the first 8 of them give the radii and the last 8 the angles.
 *
 * <p>Logarithm, sine and cosine are Cephes' polynomials in fused multiply-adds. The uniforms come
 * as the integers u·2²⁴, so that exponents, quadrants and signs are integer arithmetic, which C2
 * vectorises, and every float below is the one that the textbook order of operations yields.
 */
final class NormalPairs {
  /** Uniforms that make one group. */
  static final int GROUP = 16;

  /** Uniforms that one call takes at most. */
  static final int CAPACITY = 1024;

  private static final int HALF = GROUP / 2;
  private static final int LOW_24 = 0xffffff;
  private static final int ONE = 1 << 24;

  /** √½ in single precision, in units of 2⁻²⁵. */
  private static final int SQRT_HALF = 0x16a09e6;

  private static final float TWO_PI = (float) (2 * Math.PI);

  private final int[] first = new int[CAPACITY / 2];
  private final int[] second = new int[CAPACITY / 2];
  private final float[] radius = new float[CAPACITY / 2];
  private final float[] sine = new float[CAPACITY / 2];
  private final float[] cosine = new float[CAPACITY / 2];

  /** Writes {@code n} normals, a multiple of 16, made of the low 24 bits of {@code words}. */
  void transform(int[] words, float[] y, int offset, int n, float mean, float std) {
    int pairs = n / 2;
    for (int i = 0; i < pairs; i += HALF) {
      System.arraycopy(words, 2 * i, first, i, HALF);
      System.arraycopy(words, 2 * i + HALF, second, i, HALF);
    }
    radii(first, radius, pairs);
    angles(second, sine, cosine, pairs);
    scale(radius, sine, cosine, pairs, mean, std);
    for (int i = 0; i < pairs; i += HALF) {
      System.arraycopy(cosine, i, y, offset + 2 * i, HALF);
      System.arraycopy(sine, i, y, offset + 2 * i + HALF, HALF);
    }
  }

  /** {@code √(-2 log(1 - u))}. */
  private static void radii(int[] words, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      // 1 - u = m·2ᵉ with m = k·2⁻²⁵ in [½, 1), then moved into [√½, √2).
      int k = ONE - (words[i] & LOW_24);
      int shift = Integer.numberOfLeadingZeros(k) - 7;
      k <<= shift;
      int small = (k - SQRT_HALF) >>> 31;
      float e = (float) (1 - shift - small);
      float m = ((k << small) - (ONE << 1)) * 0x1p-25f;
      float z = m * m;
      float p = 7.0376836292E-2f;
      p = Math.fma(p, m, -1.1514610310E-1f);
      p = Math.fma(p, m, 1.1676998740E-1f);
      p = Math.fma(p, m, -1.2420140846E-1f);
      p = Math.fma(p, m, 1.4249322787E-1f);
      p = Math.fma(p, m, -1.6668057665E-1f);
      p = Math.fma(p, m, 2.0000714765E-1f);
      p = Math.fma(p, m, -2.4999993993E-1f);
      p = Math.fma(p, m, 3.3333331174E-1f);
      p = m * p;
      p = Math.fma(p, z, e * -2.12194440e-4f);
      p = Math.fma(-z, 0.5f, p);
      float log = Math.fma(e, 0.693359375f, m + p);
      y[i] = (float) Math.sqrt(-2 * log);
    }
  }

  /** {@code sin(2πu)} and {@code cos(2πu)}. */
  private static void angles(int[] words, float[] sine, float[] cosine, int n) {
    for (int i = 0; i < n; i++) {
      float angle = TWO_PI * ((words[i] & LOW_24) * 0x1p-24f);
      int octant = ((int) (angle * 1.27323954473516f) + 1) & ~1;
      float turn = (float) octant;
      float x = Math.fma(turn, -0.78515625f, angle);
      x = Math.fma(turn, -2.4187564849853515625e-4f, x);
      x = Math.fma(turn, -3.77489497744594108e-8f, x);
      float z = x * x;
      float c = 2.443315711809948E-5f;
      c = Math.fma(c, z, -1.388731625493765E-3f);
      c = Math.fma(c, z, 4.166664568298827E-2f);
      c = z * c;
      c = Math.fma(z, c, -(z * 0.5f)) + 1;
      float s = -1.9515295891E-4f;
      s = Math.fma(s, z, 8.3321608736E-3f);
      s = Math.fma(s, z, -1.6666654611E-1f);
      s = z * s;
      s = Math.fma(x, s, x);
      // Arithmetic instead of a choice, exact because one factor is 0 and the other ±1.
      int odd = (octant >> 1) & 1;
      int sineSign = 1 - ((octant >> 1) & 2);
      int cosineSign = 1 - (((octant + 2) >> 1) & 2);
      sine[i] = s * ((1 - odd) * sineSign) + c * (odd * sineSign);
      cosine[i] = c * ((1 - odd) * cosineSign) + s * (odd * cosineSign);
    }
  }

  private static void scale(
      float[] radius, float[] sine, float[] cosine, int n, float mean, float std) {
    for (int i = 0; i < n; i++) {
      sine[i] = Math.fma(radius[i] * sine[i], std, mean);
    }
    for (int i = 0; i < n; i++) {
      cosine[i] = Math.fma(radius[i] * cosine[i], std, mean);
    }
  }
}
