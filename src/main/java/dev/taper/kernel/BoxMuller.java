package dev.taper.kernel;

/**
 * The Box–Muller transform in single precision as PyTorch's x86 kernels compute it: 16 uniforms
 * become 16 normals, the first 8 of them give the radii and the last 8 the angles.
 *
 * <p>Logarithm, sine and cosine are Cephes' polynomials in fused multiply-adds. The uniforms come
 * as the integers u·2²⁴, so that exponents, quadrants and signs are integer arithmetic, which C2
 * vectorises, and every float below is the one that the textbook order of operations yields.
 */
public final class BoxMuller {
  /** Uniforms that make one group. */
  public static final int GROUP = 16;

  /** Uniforms that one call takes at most. */
  public static final int CAPACITY = 1024;

  static final int HALF = GROUP / 2;
  static final int LOW_24 = 0xffffff;
  static final int ONE = 1 << 24;

  /** √½ in single precision, in units of 2⁻²⁵. */
  private static final int SQRT_HALF = 0x16a09e6;

  static final float TWO_PI = (float) (2 * Math.PI);

  /** What a normal costs, where an element of a sum is 1. */
  private static final int COST = 8;

  private static final Warmup WARMUP = new Warmup(BoxMuller::trial);

  private final int[] first = new int[CAPACITY / 2];
  private final int[] second = new int[CAPACITY / 2];
  private final int[] bits = new int[CAPACITY / 2];
  private final float[] exponent = new float[CAPACITY / 2];
  private final float[] argument = new float[CAPACITY / 2];
  private final float[] radius = new float[CAPACITY / 2];
  private final float[] sine = new float[CAPACITY / 2];
  private final float[] cosine = new float[CAPACITY / 2];
  private final float[] result = new float[CAPACITY / 2];
  private final int[] groups = new int[2 * GROUP];
  private final float[] normals = new float[2 * GROUP];

  /** Writes {@code n} normals, a multiple of 16, made of the low 24 bits of {@code words}. */
  public void transform(int[] words, float[] y, int offset, int n, float mean, float std) {
    if (WARMUP.ready((long) COST * n)) {
      vectors(words, y, offset, n, mean, std);
    } else {
      plain(words, y, offset, n, mean, std);
    }
  }

  /** The form with the Vector API. */
  void vectors(int[] words, float[] y, int offset, int n, float mean, float std) {
    int done = VectorBoxMuller.transform(words, radius, y, offset, n, mean, std);
    if (done < n) {
      // A single group, where vectors take two; the other one is thrown away.
      int[] both = words;
      if (done > 0 || words.length < 2 * GROUP) {
        both = groups;
        System.arraycopy(words, done, both, 0, GROUP);
      }
      VectorBoxMuller.transform(both, radius, normals, 0, 2 * GROUP, mean, std);
      System.arraycopy(normals, 0, y, offset + done, GROUP);
    }
  }

  private static Warmup.Trial trial() {
    int n = 8 * GROUP;
    int[] words = new int[n];
    for (int i = 0; i < n; i++) {
      words[i] = 0x9e3779b9 * i;
    }
    BoxMuller own = new BoxMuller();
    float[] y = new float[n];
    return new Warmup.Trial(
        () -> own.plain(words, y, 0, n, 0f, 1f), () -> own.vectors(words, y, 0, n, 0f, 1f));
  }

  /** The form in plain Java. */
  void plain(int[] words, float[] y, int offset, int n, float mean, float std) {
    int pairs = n / 2;
    for (int i = 0; i < pairs; i += HALF) {
      System.arraycopy(words, 2 * i, first, i, HALF);
      System.arraycopy(words, 2 * i + HALF, second, i, HALF);
    }
    normalize(first, bits, pairs);
    shift(first, bits, pairs);
    split(first, bits, exponent, argument, pairs);
    radii(exponent, argument, radius, pairs);
    octants(second, bits, pairs);
    reduce(second, bits, argument, pairs);
    sines(argument, sine, pairs);
    cosines(argument, cosine, pairs);
    // The sine of an odd octant is the cosine's polynomial, and the other way round.
    turn(bits, 2, cosine, sine, result, pairs);
    scatter(mean, std, y, offset, pairs);
    turn(bits, 0, sine, cosine, result, pairs);
    scatter(mean, std, y, offset + HALF, pairs);
  }

  private void scatter(float mean, float std, float[] y, int offset, int pairs) {
    scale(radius, result, pairs, mean, std);
    for (int i = 0; i < pairs; i += HALF) {
      System.arraycopy(result, i, y, offset + 2 * i, HALF);
    }
  }

  // The loops below are short because C2 vectorises short ones: in one loop for each of logarithm
  // and sine the same arithmetic took four times as long.

  /** The shift that brings 1 - u, in units of 2⁻²⁴, to 25 bits. */
  private static void normalize(int[] words, int[] shift, int n) {
    for (int i = 0; i < n; i++) {
      shift[i] = Integer.numberOfLeadingZeros(ONE - (words[i] & LOW_24)) - 7;
    }
  }

  /** 1 - u brought to 25 bits, in the place of the word that u was made of. */
  private static void shift(int[] words, int[] shift, int n) {
    for (int i = 0; i < n; i++) {
      words[i] = (ONE - (words[i] & LOW_24)) << shift[i];
    }
  }

  /** {@code 1 - u = 2ᵉ(1 + m)} with 1 + m in [√½, √2). */
  private static void split(int[] normalized, int[] shift, float[] e, float[] m, int n) {
    for (int i = 0; i < n; i++) {
      int k = normalized[i];
      int small = (k - SQRT_HALF) >> 31;
      e[i] = (float) (1 - shift[i] + small);
      m[i] = (k + (k & small) - (ONE << 1)) * 0x1p-25f;
    }
  }

  /** {@code √(-2 log(2ᵉ(1 + m)))}. */
  private static void radii(float[] exponent, float[] mantissa, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float e = exponent[i];
      float m = mantissa[i];
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
      y[i] = (float) Math.sqrt(-2 * Math.fma(e, 0.693359375f, m + p));
    }
  }

  private static float angle(int word) {
    return TWO_PI * ((word & LOW_24) * 0x1p-24f);
  }

  /** The even number next to the eighths of a turn that the angle has. */
  private static void octants(int[] words, int[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = ((int) (angle(words[i]) * 1.27323954473516f) + 1) & ~1;
    }
  }

  /** The angle less its octant, in [-π/4, π/4]. */
  private static void reduce(int[] words, int[] octant, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float turn = (float) octant[i];
      float x = Math.fma(turn, -0.78515625f, angle(words[i]));
      x = Math.fma(turn, -2.4187564849853515625e-4f, x);
      y[i] = Math.fma(turn, -3.77489497744594108e-8f, x);
    }
  }

  private static void sines(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float z = x[i] * x[i];
      float s = -1.9515295891E-4f;
      s = Math.fma(s, z, 8.3321608736E-3f);
      s = Math.fma(s, z, -1.6666654611E-1f);
      s = z * s;
      y[i] = Math.fma(x[i], s, x[i]);
    }
  }

  private static void cosines(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float z = x[i] * x[i];
      float c = 2.443315711809948E-5f;
      c = Math.fma(c, z, -1.388731625493765E-3f);
      c = Math.fma(c, z, 4.166664568298827E-2f);
      c = z * c;
      y[i] = Math.fma(z, c, -(z * 0.5f)) + 1;
    }
  }

  /**
   * {@code even} or {@code odd} by the octant, with the sign of its quadrant.
   *
   * <p>Arithmetic instead of a choice, exact because one factor is 0 and the other ±1.
   */
  private static void turn(int[] octant, int lead, float[] even, float[] odd, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float isOdd = (float) ((octant[i] >> 1) & 1);
      float sign = (float) (1 - (((octant[i] + lead) >> 1) & 2));
      y[i] = sign * (even[i] * (1 - isOdd) + odd[i] * isOdd);
    }
  }

  private static void scale(float[] radius, float[] y, int n, float mean, float std) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.fma(radius[i] * y[i], std, mean);
    }
  }
}
