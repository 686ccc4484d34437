package dev.taper;

import java.util.Random;

/**
 * What the numbers of an input are like. All are multiples of 1/64 and small, so that steps of the
 * gradient check are exact; and none is nearer to a kink of the op than such a step.
 */
public enum Domain {
  /** From 0.5 to 2, of either sign. */
  ANY,
  /** From 0.5 to 2.5. */
  POSITIVE,
  /** Multiples of 0.5 from -2 to 2. */
  HALVES,
  /** Multiples of 0.5, plus 0.25: no ties with {@link #HALVES}. */
  QUARTERS,
  /** All different, by 0.25 at least, and not 0. */
  DISTINCT,
  /** Of -1, 0, 0.5 and 1. */
  ZEROS;

  float[] values(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          switch (this) {
            case ANY -> (32 + random.nextInt(96)) / 64f * (random.nextBoolean() ? 1 : -1);
            case POSITIVE -> (32 + random.nextInt(128)) / 64f;
            case HALVES -> (random.nextInt(9) - 4) / 2f;
            case QUARTERS -> (random.nextInt(9) - 4) / 2f + 0.25f;
            case DISTINCT -> (i - n / 2) / 4f + 0.125f;
            case ZEROS -> new float[] {-1, 0, 0.5f, 1}[random.nextInt(4)];
          };
    }
    for (int i = n - 1; i > 0 && this == DISTINCT; i--) {
      int j = random.nextInt(i + 1);
      float swap = x[i];
      x[i] = x[j];
      x[j] = swap;
    }
    return x;
  }
}
