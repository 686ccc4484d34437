package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The loops beneath random numbers: the same bits in both forms. */
@Tag("kernel")
@Tag("vector")
class RandomLoopsTest {
  private final Random random = new Random(7);

  private int[] words(int n) {
    int[] words = new int[n];
    for (int i = 0; i < n; i++) {
      words[i] = random.nextInt();
    }
    return words;
  }

  @Test
  void blocksAreTwistedAndTemperedAlike() {
    int[] plain = words(Twist.N);
    int[] vector = plain.clone();
    int[] plainOutput = new int[Twist.N];
    int[] vectorOutput = new int[Twist.N];
    for (int i = 0; i < 20; i++) {
      Twist.plainNext(plain);
      VectorTwist.next(vector);
      assertArrayEquals(plain, vector);
      Twist.plainTemper(plain, plainOutput, 0);
      VectorTwist.temper(vector, vectorOutput);
      assertArrayEquals(plainOutput, vectorOutput);
    }
  }

  @Test
  void bitsAreSetAlikeFromEveryBitOn() {
    int[] words = words(2 * 200);
    for (int first = 0; first < 130; first++) {
      for (int n : new int[] {0, 1, 3, 15, 16, 17, 64, 100, 200}) {
        long[] plain = new long[first / 64 + 6];
        long[] vector = new long[first / 64 + 6];
        long bound = random.nextLong() >>> 11;
        Twist.plainBelow(words, 0, bound, plain, first, n);
        VectorTwist.below(words, 0, bound, vector, first, n);
        assertArrayEquals(plain, vector);
      }
    }
  }

  @Test
  void pairsOfNormalsAreAlike() {
    // Every eighth of a turn and its neighbours, radius 0 and the largest one.
    int[] words = new int[BoxMuller.CAPACITY];
    for (int i = 0; i < words.length; i++) {
      int near = i % BoxMuller.GROUP - BoxMuller.HALF;
      words[i] = i < words.length / 2 ? ((i / BoxMuller.GROUP) << 21) + near : random.nextInt();
    }
    float[] plain = new float[words.length + 3];
    float[] vector = new float[words.length + 3];
    BoxMuller transform = new BoxMuller();
    for (int n = BoxMuller.GROUP; n <= words.length; n += BoxMuller.GROUP) {
      transform.plain(words, plain, 3, n, 0.25f, 1.5f);
      transform.vectors(words, vector, 3, n, 0.25f, 1.5f);
      assertArrayEquals(plain, vector);
    }
    float[] radius = new float[words.length];
    int odd = 3 * BoxMuller.GROUP;
    int done = VectorBoxMuller.transform(words, radius, vector, 3, odd, 0.25f, 1.5f);
    assertTrue(odd - done <= BoxMuller.GROUP, "a group is left over at most, not " + (odd - done));
  }
}
