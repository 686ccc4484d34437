package dev.taper.kernel;

/** The step of mt19937 from one block of 624 words to the next, and what is made of the words. */
public final class Twist {
  /** The number of words in a block. */
  public static final int N = 624;

  static final int M = 397;
  static final int UPPER = 0x80000000;
  static final int LOWER = 0x7fffffff;
  static final int MATRIX = 0x9908b0df;
  static final int TEMPER_B = 0x9d2c5680;
  static final int TEMPER_C = 0xefc60000;
  private static final long LOW_53 = (1L << 53) - 1;

  private static final Warmup WARMUP = new Warmup(Twist::trial);
  private static final Warmup BITS = new Warmup(Twist::bitsTrial);

  private Twist() {}

  /** Replaces the 624 {@code words} by the next ones. */
  public static void next(int[] words) {
    if (WARMUP.ready(4 * N)) {
      VectorTwist.next(words);
    } else {
      plainNext(words);
    }
  }

  /** Writes the outputs that belong to {@code words} to {@code y}. */
  public static void temper(int[] words, int[] y) {
    if (WARMUP.ready(4 * N)) {
      VectorTwist.temper(words, y);
    } else {
      plainTemper(words, y, 0);
    }
  }

  /**
   * Sets {@code n} bits of {@code bits}, which are 0, from bit {@code first} on: each where the low
   * 53 bits of two words, the first of them the upper half, are below {@code bound}.
   */
  public static void below(int[] words, int wo, long bound, long[] bits, int first, int n) {
    if (BITS.ready(2L * n)) {
      VectorTwist.below(words, wo, bound, bits, first, n);
    } else {
      plainBelow(words, wo, bound, bits, first, n);
    }
  }

  private static Warmup.Trial trial() {
    int[] words = new int[N];
    for (int i = 0; i < N; i++) {
      words[i] = 0x9e3779b9 * i;
    }
    int[] y = new int[N];
    return new Warmup.Trial(
        () -> {
          plainNext(words);
          plainTemper(words, y, 0);
        },
        () -> {
          VectorTwist.next(words);
          VectorTwist.temper(words, y);
        });
  }

  private static Warmup.Trial bitsTrial() {
    int[] words = new int[N];
    for (int i = 0; i < N; i++) {
      words[i] = 0x9e3779b9 * i;
    }
    long[] bits = new long[N / 2 / Long.SIZE + 1];
    return new Warmup.Trial(
        () -> plainBelow(words, 0, 1L << 52, bits, 3, N / 2),
        () -> VectorTwist.below(words, 0, 1L << 52, bits, 3, N / 2));
  }

  static void plainNext(int[] words) {
    plainStart(words, 0);
    plainRest(words, N - M);
  }

  // Loops without branches, which C2 vectorises: -(w & 1) is all ones where the low bit is set.

  /** The words from {@code from} to N - M. */
  static void plainStart(int[] s, int from) {
    for (int j = from; j < N - M; j++) {
      int w = (s[j] & UPPER) | (s[j + 1] & LOWER);
      s[j] = s[j + M] ^ (w >>> 1) ^ (-(w & 1) & MATRIX);
    }
  }

  /** The words from {@code from} on, which is at least N - M. */
  static void plainRest(int[] s, int from) {
    for (int j = from; j < N - 1; j++) {
      int w = (s[j] & UPPER) | (s[j + 1] & LOWER);
      s[j] = s[j + M - N] ^ (w >>> 1) ^ (-(w & 1) & MATRIX);
    }
    int w = (s[N - 1] & UPPER) | (s[0] & LOWER);
    s[N - 1] = s[M - 1] ^ (w >>> 1) ^ (-(w & 1) & MATRIX);
  }

  static void plainTemper(int[] words, int[] y, int from) {
    int[] s = words;
    int[] t = y;
    for (int j = from; j < N; j++) {
      int w = s[j];
      w ^= w >>> 11;
      w ^= (w << 7) & TEMPER_B;
      w ^= (w << 15) & TEMPER_C;
      t[j] = w ^ (w >>> 18);
    }
  }

  static void plainBelow(int[] words, int wo, long bound, long[] bits, int first, int n) {
    long part = 0;
    int end = first + n;
    for (int i = first, w = wo; i < end; i++, w += 2) {
      long draw = ((words[w] & (LOW_53 >>> 32)) << 32) | (words[w + 1] & 0xffffffffL);
      part |= (draw - bound) >>> 63 << i;
      if ((i & 63) == 63) {
        bits[i >> 6] |= part;
        part = 0;
      }
    }
    if ((end & 63) != 0) {
      bits[end >> 6] |= part;
    }
  }
}
