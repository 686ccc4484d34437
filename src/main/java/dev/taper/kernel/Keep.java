package dev.taper.kernel;

/**
 * Multiplication by a factor or by 0, as bits say: 64 of them to a long, from the lowest on.
 *
 * <p>What is not kept is multiplied by 0 all the same, so that NaN, infinities and signs are those
 * of a product.
 */
public final class Keep {
  /** Elements below which plain Java is as fast. */
  private static final int WORTHWHILE = 128;

  private static final Warmup WARMUP = new Warmup(Keep::trial);

  private Keep() {}

  /** {@code y = x·factor} where the element's bit is set, {@code x·0} elsewhere. */
  public static void apply(long[] bits, float factor, float[] x, int xo, float[] y, int yo, int n) {
    Grid.run(
        bits.length,
        Long.SIZE,
        (from, to) -> {
          int start = from * Long.SIZE;
          int length = Math.min(n, to * Long.SIZE) - start;
          if (length >= WORTHWHILE && WARMUP.ready(length)) {
            VectorKeep.apply(bits, from, factor, x, xo + start, y, yo + start, length);
          } else {
            plain(bits, from, 0, factor, x, xo + start, y, yo + start, length);
          }
        });
  }

  /** The same in plain Java, from bit {@code first} of {@code bits[bo]} on. */
  static void plain(
      long[] bits, int bo, int first, float factor, float[] x, int xo, float[] y, int yo, int n) {
    int factorBits = Float.floatToRawIntBits(factor);
    for (int i = 0; i < n; i++) {
      int at = first + i;
      int kept = (int) (bits[bo + (at >> 6)] >>> at) & 1;
      y[yo + i] = x[xo + i] * Float.intBitsToFloat(-kept & factorBits);
    }
  }

  private static Warmup.Trial trial() {
    int n = 4 * WORTHWHILE + 5;
    long[] bits = new long[n / Long.SIZE + 1];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = 0x9e3779b97f4a7c15L * (i + 1);
    }
    float[] x = new float[n];
    float[] y = new float[n];
    return new Warmup.Trial(
        () -> plain(bits, 0, 0, 2f, x, 0, y, 0, n),
        () -> VectorKeep.apply(bits, 0, 2f, x, 0, y, 0, n));
  }
}
