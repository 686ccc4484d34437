package dev.taper.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link Twist} with the Vector API; what is left of them goes to plain Java. */
final class VectorTwist {
  private static final VectorSpecies<Integer> S = IntVector.SPECIES_PREFERRED;
  private static final int WIDTH = S.length();
  private static final long LOW_53 = (1L << 53) - 1;

  private VectorTwist() {}

  static void next(int[] words) {
    int first = Twist.N - Twist.M;
    int j = 0;
    for (; j <= first - WIDTH; j += WIDTH) {
      step(words, j, j + Twist.M);
    }
    Twist.plainStart(words, j);
    j = first;
    for (; j <= Twist.N - 1 - WIDTH; j += WIDTH) {
      step(words, j, j - first);
    }
    Twist.plainRest(words, j);
  }

  private static void step(int[] words, int j, int from) {
    IntVector w =
        IntVector.fromArray(S, words, j)
            .and(Twist.UPPER)
            .or(IntVector.fromArray(S, words, j + 1).and(Twist.LOWER));
    IntVector matrix = w.and(1).neg().and(Twist.MATRIX);
    w.lanewise(VectorOperators.LSHR, 1)
        .lanewise(VectorOperators.XOR, matrix)
        .lanewise(VectorOperators.XOR, IntVector.fromArray(S, words, from))
        .intoArray(words, j);
  }

  static void temper(int[] words, int[] y) {
    int bound = S.loopBound(Twist.N);
    for (int j = 0; j < bound; j += WIDTH) {
      IntVector w = IntVector.fromArray(S, words, j);
      w = w.lanewise(VectorOperators.XOR, w.lanewise(VectorOperators.LSHR, 11));
      w = w.lanewise(VectorOperators.XOR, w.lanewise(VectorOperators.LSHL, 7).and(Twist.TEMPER_B));
      w = w.lanewise(VectorOperators.XOR, w.lanewise(VectorOperators.LSHL, 15).and(Twist.TEMPER_C));
      w.lanewise(VectorOperators.XOR, w.lanewise(VectorOperators.LSHR, 18)).intoArray(y, j);
    }
    Twist.plainTemper(words, y, bound);
  }

  static void below(int[] words, int wo, long bound, long[] bits, int first, int n) {
    int step = WIDTH / 2;
    int done = 0;
    for (; done <= n - step; done += step) {
      LongVector draw =
          IntVector.fromArray(S, words, wo + 2 * done)
              .reinterpretAsLongs()
              .lanewise(VectorOperators.ROL, 32)
              .and(LOW_53);
      long mask = draw.compare(VectorOperators.LT, bound).toLong();
      int at = first + done;
      bits[at >> 6] |= mask << at;
      if ((at & 63) > 64 - step) {
        bits[(at >> 6) + 1] |= mask >>> -at;
      }
    }
    if (done < n) {
      Twist.plainBelow(words, wo + 2 * done, bound, bits, first + done, n - done);
    }
  }
}
