package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GeneratorTest {
  private static final int LEFT = 8;
  private static final int SEEDED = 12;
  private static final int NEXT = 16;
  private static final int FIRST_WORD = 24;
  private static final int NORMAL_IS_VALID = 5040;

  @Test
  void firstWordsAreThoseOfMt19937() {
    // The C++ standard gives the 10000th word of the default seed.
    Generator g = new Generator(5489);
    assertEquals(3499211612L, g.nextInt32() & 0xffffffffL);
    for (int i = 2; i < 10000; i++) {
      g.nextInt32();
    }
    assertEquals(4123659995L, g.nextInt32() & 0xffffffffL);
  }

  @Test
  void seedsAndDefaults() {
    assertEquals(67280421310721L, new Generator().initialSeed());
    Generator g = new Generator(3);
    assertEquals(3, g.initialSeed());
    assertSame(g, g.setSeed((1L << 40) + 3));
    assertEquals((1L << 40) + 3, g.initialSeed());
    assertEquals(new Generator(3).nextInt32(), g.nextInt32());
    assertNotEquals(g.seed(), g.seed());
    assertEquals(new Generator(g.initialSeed()).nextInt64(), g.nextInt64());
  }

  @Test
  void manualSeedStartsTheDefaultGenerator() {
    Generator g = Generator.manualSeed(0);
    assertSame(Generator.getDefault(), g);
    assertEquals(0x3efe1558, Float.floatToRawIntBits(g.uniform(0, 1)));
  }

  @Test
  void stateContinuesInTheMiddleOfANormalPair() {
    for (int words : new int[] {0, 1, 300, 620, 623}) {
      Generator g = new Generator(11);
      for (int i = 0; i < words; i++) {
        g.nextInt32();
      }
      g.normal(0, 1);
      byte[] state = g.getState();
      float[] expected = new float[700];
      g.normal(expected, 0, 3, 0, 1);
      g.normal(expected, 3, 697, 0, 1);

      Generator other = new Generator(12);
      other.setState(state);
      assertArrayEquals(state, other.getState());
      assertEquals(11, other.initialSeed());
      float[] drawn = new float[700];
      other.normal(drawn, 0, 3, 0, 1);
      other.normal(drawn, 3, 697, 0, 1);
      assertArrayEquals(expected, drawn);
    }
  }

  @Test
  void stateAtTheEndsOfABlock() {
    for (int words : new int[] {0, 624, 1248}) {
      Generator g = new Generator(5);
      for (int i = 0; i < words; i++) {
        g.nextInt32();
      }
      byte[] state = g.getState();
      assertEquals(1, state[LEFT]);
      Generator other = new Generator();
      other.setState(state);
      assertArrayEquals(state, other.getState());
      assertEquals(g.nextInt64(), other.nextInt64());
    }
  }

  @Test
  void seedingForgetsTheCachedNormal() {
    Generator g = new Generator(1);
    float first = g.normal(0, 1);
    g.setSeed(1);
    assertEquals(first, g.normal(0, 1));
  }

  @Test
  void badStatesAreRefusedAndChangeNothing() {
    refuseState(new byte[16], "setState: state has 16 bytes: need 5056");
    refuseState(new byte[5056], "setState: seeded is 0: need 1");
    refuseState(changed(SEEDED, 2), "setState: seeded is 2: need 1");
    refuseState(changed(LEFT, 1), "setState: left is 513: need 622 at 3");
    refuseState(changed(NEXT + 1, 3), "setState: next is 771: need 0 to 624");
    refuseState(changed(FIRST_WORD + 4, 1), null);
    refuseState(changed(NORMAL_IS_VALID, 7), "setState: normal_is_valid is 7: need 0 or 1");
  }

  /** A good state at position 3 with one byte replaced. */
  private static byte[] changed(int index, int value) {
    Generator g = new Generator(1);
    for (int i = 0; i < 3; i++) {
      g.nextInt32();
    }
    byte[] state = g.getState();
    state[index] = (byte) value;
    return state;
  }

  private static void refuseState(byte[] state, String message) {
    Generator g = new Generator(9);
    byte[] before = g.getState();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> g.setState(state));
    if (message == null) {
      assertEquals("setState: word 0 is", e.getMessage().substring(0, 19));
    } else {
      assertEquals(message, e.getMessage());
    }
    assertArrayEquals(before, g.getState());
  }

  @Test
  void integersBeyondAFloatsDigitsAsPyTorch() {
    assertWhole(
        0, 1L << 40, 836497506304L, 966273925120L, 774000279552L, 346443546624L, 372259160064L);
    assertWhole(16777217, 16777225, 16777224, 16777220, 16777218, 16777224, 16777220);
    assertWhole(-33554435, 33554435, 25751700, 3335277, 27836656, -5756549, -29649512);
  }

  private static void assertWhole(long low, long high, long... expected) {
    float[] y = new float[expected.length];
    new Generator(7).randint(y, 0, y.length, low, high);
    for (int i = 0; i < y.length; i++) {
      assertEquals((float) expected[i], y[i]);
    }
  }

  @Test
  void theWidestRangeOfIntegersAsPyTorch() {
    long[] y = new long[3];
    new Generator(7).randint(y, 0, 3, Long.MIN_VALUE, Long.MAX_VALUE);
    assertArrayEquals(
        new long[] {-7815732517915138876L, 5163590386780219894L, -1136149262272507693L}, y);
    assertEquals(y[0], new Generator(7).randint(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Test
  void truthValuesAndTrialsAsPyTorch() {
    boolean[] truth = new boolean[12];
    new Generator(7).random(truth, 0, 12);
    assertArrayEquals(
        new boolean[] {true, false, true, false, true, true, true, true, false, true, false, true},
        truth);
    long[] trials = new long[6];
    new Generator(7).geometric(trials, 0, 6, .1);
    assertArrayEquals(new long[] {13, 13, 2, 4, 1, 2}, trials);
  }

  @Test
  void uniformNeverReachesItsUpperBound() {
    float[] y = new float[5];
    new Generator(7).uniform(y, 0, 5, 1, 1.0000001);
    assertArrayEquals(new float[] {1, 1, 1, 1, 1}, y);
    float[] z = new float[12];
    new Generator(7).uniform(z, 0, 12, 100, 100.00002);
    int[] ulps = new int[12];
    for (int i = 0; i < 12; i++) {
      ulps[i] = Float.floatToRawIntBits(z[i]) - 0x42c80000;
    }
    assertArrayEquals(new int[] {2, 1, 2, 2, 1, 1, 1, 2, 1, 0, 0, 2}, ulps);
  }

  @Test
  void oneAtATimeDrawsTheSame() {
    float[] y = new float[9];
    new Generator(4).uniform(y, 2, 7, -2, 5);
    Generator g = new Generator(4);
    for (int i = 2; i < 9; i++) {
      assertEquals(y[i], g.uniform(-2, 5));
    }
    assertEquals(0, y[0] + y[1]);
    same(9, (h, a, i) -> h.normal(a, i, 1, 1, 2), h -> h.normal(1, 2));
    same(9, (h, a, i) -> h.exponential(a, i, 1, 3), h -> h.exponential(3));
    same(9, (h, a, i) -> h.cauchy(a, i, 1, 1, 2), h -> h.cauchy(1, 2));
    same(9, (h, a, i) -> h.logNormal(a, i, 1, 1, 2), h -> h.logNormal(1, 2));
    same(9, (h, a, i) -> h.geometric(a, i, 1, .25), h -> (float) h.geometric(.25));
    same(9, (h, a, i) -> h.random(a, i, 1), Generator::randomFloat);
    same(9, (h, a, i) -> h.bernoulli(a, i, 1, .5), h -> h.bernoulli(.5) ? 1 : 0);
  }

  private interface Filling {
    void fill(Generator g, float[] y, int offset);
  }

  private interface Drawing {
    float draw(Generator g);
  }

  private static void same(int n, Filling filling, Drawing drawing) {
    Generator a = new Generator(n);
    Generator b = new Generator(n);
    float[] y = new float[1];
    for (int i = 0; i < n; i++) {
      filling.fill(a, y, 0);
      assertEquals(drawing.draw(b), y[0]);
    }
  }

  /** Where the buffers of the bulk fill end must not show. */
  @Test
  void longFillsEqualShortOnes() {
    int n = 16 * 1000;
    float[] whole = new float[n];
    new Generator(8).normal(whole, 0, n, 0, 1);
    float[] parts = new float[n];
    Generator g = new Generator(8);
    for (int i = 0; i < n; i += 32) {
      g.normal(parts, i, 32, 0, 1);
    }
    assertArrayEquals(whole, parts);
    assertEquals(new Generator(8).getState().length, g.getState().length);
  }

  @Test
  void everyFillOfPermutationsIsOne() {
    long[] y = new long[103];
    Generator g = new Generator(2);
    g.randperm(y, 3, 100);
    RandomDraws draws = new RandomDraws();
    draws.seed(2);
    long[] z = new long[103];
    draws.insideOut(z, 3, 100);
    for (long[] p : new long[][] {y, z}) {
      long[] sorted = Arrays.copyOfRange(p, 3, 103);
      Arrays.sort(sorted);
      for (int i = 0; i < 100; i++) {
        assertEquals(i, sorted[i]);
      }
      assertEquals(0, p[0] + p[1] + p[2]);
    }
    g.randperm(y, 0, 0);
  }

  @Test
  void badArgumentsAreRefusedAndDrawNothing() {
    Generator g = new Generator(1);
    byte[] before = g.getState();
    float[] y = new float[4];
    long[] k = new long[4];
    refuse(() -> g.uniform(2, 1), "uniform_: from 2.0 to 1.0: must not be descending");
    refuse(
        () -> g.uniform(y, 0, 4, Double.NaN, 1),
        "uniform_: from NaN to 1.0: must not be descending");
    refuse(
        () -> g.uniform(y, 0, 4, -3e38, 3e38),
        "uniform_: from -3.0E38 to 3.0E38: bounds and distance must fit a float");
    refuse(() -> g.normal(y, 0, 4, 0, -1), "normal_: std is -1.0: must not be negative");
    refuse(() -> g.normal(0, Double.NaN), "normal_: std is NaN: must not be negative");
    refuse(() -> g.randint(3, 3), "randint: from 3 to before 3: must not be empty");
    refuse(() -> g.randint(k, 0, 4, 4, 3), "randint: from 4 to before 3: must not be empty");
    refuse(() -> g.randperm(k, 0, -1), "randperm: n is -1: must not be negative");
    refuse(() -> g.bernoulli(y, 0, 4, 1.5), "bernoulli: p is 1.5: must lie in [0, 1]");
    refuse(() -> g.bernoulli(-.5f), "bernoulli: p is -0.5: must lie in [0, 1]");
    refuse(() -> g.exponential(0), "exponential: lambda is 0.0: must be positive");
    refuse(() -> g.cauchy(0, 0), "cauchy: sigma is 0.0: must be positive");
    refuse(() -> g.logNormal(0, Double.NaN), "logNormal: std is NaN: must be positive");
    refuse(() -> g.geometric(1), "geometric: p is 1.0: must lie in (0, 1)");
    assertArrayEquals(before, g.getState());
    assertArrayEquals(new float[4], y);
  }

  @Test
  void badWeightsAreRefused() {
    refuseWeights(1, false, "multinomial: the weights add up to 0: need a positive one", 0, 0);
    refuseWeights(1, true, "multinomial: weight 1 is -1.0: must be finite and not negative", 2, -1);
    refuseWeights(
        1, true, "multinomial: weight 0 is NaN: must be finite and not negative", Float.NaN);
    refuseWeights(
        3,
        false,
        "multinomial: 3 samples of 2 categories without replacement: need samples <= categories",
        1,
        1);
    refuseWeights(0, true, "multinomial: samples is 0: must be positive", 1);
  }

  private static void refuseWeights(
      int samples, boolean replacement, String message, float... weights) {
    Generator g = new Generator(1);
    refuse(
        () -> g.multinomial(weights, 0, weights.length, new long[4], 0, samples, replacement),
        message);
  }

  private static void refuse(Executable call, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
