package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors drawn as PyTorch 2.13 draws them, bit for bit, in the groups of {@code rng.tsv}. */
class DrawsTest {
  private static final Map<String, Supplier<Tensor>> GROUPS =
      Map.ofEntries(
          Map.entry("rand", () -> Tensor.rand(1000)),
          Map.entry("rand_2x3x4", () -> Tensor.rand(2, 3, 4)),
          Map.entry("uniform_-3_7", () -> Tensor.zeros(300).uniform_(-3, 7)),
          Map.entry("uniform_-.1_.1", () -> Tensor.zeros(300).uniform_(-.1, .1)),
          Map.entry("randn_1", () -> Tensor.randn(1)),
          Map.entry("randn_15", () -> Tensor.randn(15)),
          Map.entry("randn_16", () -> Tensor.randn(16)),
          Map.entry("randn_100", () -> Tensor.randn(100)),
          Map.entry("randn_4099", () -> Tensor.randn(4099)),
          Map.entry("normal_2_3_64", () -> Tensor.zeros(64).normal_(2, 3)),
          Map.entry("normal_2_3_9", () -> Tensor.zeros(9).normal_(2, 3)),
          Map.entry("normal_noncontig_5x5T_logical", () -> Tensor.zeros(5, 5).t().normal_(0, 1)),
          Map.entry("uniform_noncontig_4x5T_logical", () -> Tensor.zeros(4, 5).t().uniform_(0, 1)),
          Map.entry("exponential_1.5", () -> Tensor.zeros(300).exponential_(1.5)),
          Map.entry("cauchy", () -> Tensor.zeros(50).cauchy_(1, 2)),
          Map.entry("log_normal", () -> Tensor.zeros(50).logNormal_(.5, .7)),
          Map.entry("geometric", () -> Tensor.zeros(50).geometric_(.2)),
          Map.entry("random_", () -> Tensor.zeros(50).random_()),
          Map.entry("random_i64", () -> Tensor.zeros(Shape.of(50), DType.INT64).random_()),
          Map.entry("bernoulli_p.3", () -> Tensor.zeros(300).bernoulli_(.3)),
          Map.entry("multinomial_rep", () -> weights().multinomial(200, true)),
          Map.entry("multinomial_norep", () -> weights().multinomial(6, false)),
          Map.entry("randint_0_10", () -> Tensor.randint(0, 10, 200)),
          Map.entry("randint_-5_1000003", () -> Tensor.randint(-5, 1000003, 200)),
          Map.entry("randint_0_2^28", () -> Tensor.randint(0, 1L << 28, 100)),
          Map.entry("randint_0_2^40", () -> Tensor.randint(0, 1L << 40, 100)),
          Map.entry("randperm_1", () -> Tensor.randperm(1)),
          Map.entry("randperm_10", () -> Tensor.randperm(10)),
          Map.entry("randperm_5000", () -> Tensor.randperm(5000)));

  private static Tensor weights() {
    return Tensor.of(.1, .2, .3, .4, 2, .5);
  }

  static Stream<String> rows() throws IOException {
    try (InputStream in = DrawsTest.class.getResourceAsStream("rng.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> GROUPS.containsKey(line.substring(0, line.indexOf('\t'))));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void drawsAreTorchs(String row) {
    List<String> columns = List.of(row.split("\t"));
    List<String> expected = columns.subList(3, columns.size());
    Generator.manualSeed(Long.parseLong(columns.get(1)));
    Tensor drawn = GROUPS.get(columns.getFirst()).get();
    if (columns.get(2).equals("f")) {
      float[] values = new float[expected.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat(HexFormat.fromHexDigits(expected.get(i)));
      }
      assertArrayEquals(values, drawn.toFloatArray());
    } else {
      assertArrayEquals(
          expected.stream().mapToLong(Long::parseLong).toArray(), drawn.toLongArray());
    }
  }

  @Test
  void eachGroupHasTwoSeedsAtLeast() throws IOException {
    List<String> names = rows().map(row -> row.substring(0, row.indexOf('\t'))).toList();
    for (String group : GROUPS.keySet()) {
      long count = names.stream().filter(group::equals).count();
      assertEquals(true, count >= 2, group + " has " + count);
    }
  }

  @Test
  void aGeneratorOfOnesOwnDrawsTheSame() {
    Generator.manualSeed(7);
    Tensor expected = Tensor.randn(40);
    Generator own = new Generator(7);
    assertArrayEquals(expected.toFloatArray(), Tensor.randn(Shape.of(40), own).toFloatArray());
    byte[] state = own.getState();
    Tensor next = Tensor.rand(Shape.of(5), own);
    own.setState(state);
    assertArrayEquals(next.toFloatArray(), Tensor.rand(Shape.of(5), own).toFloatArray());
  }

  @Test
  void shapesAndKindsOfTheLikeForms() {
    Tensor x = Tensor.zeros(2, 3);
    assertEquals(Shape.of(2, 3), Tensor.randLike(x).shape());
    assertEquals(Shape.of(2, 3), Tensor.randnLike(x).shape());
    assertEquals(DType.FLOAT32, Tensor.randintLike(x, 0, 9).dtype());
    assertEquals(DType.INT64, Tensor.randintLike(Tensor.of(1, 2), 0, 9).dtype());
  }

  @Test
  void integersMasksAndOtherLayoutsAreFilledInTheOrderOfMemory() {
    Generator.manualSeed(3);
    float[] drawn = Tensor.zeros(6).bernoulli_(.5).toFloatArray();
    Generator.manualSeed(3);
    Tensor integers = Tensor.zeros(Shape.of(2, 3), DType.INT64).t().bernoulli_(.5);
    assertArrayEquals(drawn, integers.t().toFloatArray());
    Generator.manualSeed(3);
    Tensor mask = Tensor.zeros(Shape.of(6), DType.BOOL).bernoulli_(.5);
    assertArrayEquals(drawn, mask.toFloatArray());
    assertEquals(1, mask.version());
  }

  @Test
  void noGradientGoesBackToWhatWasOverwritten() {
    Tensor x = Tensor.ones(3).requiresGrad_();
    Tensor y = x.mul(2);
    y.exponential_(1);
    y.sum().backward();
    assertArrayEquals(new float[3], x.grad().toFloatArray());
  }

  @Test
  void badArgumentsDrawNothing() {
    Generator own = new Generator(7);
    byte[] before = own.getState();
    Tensor x = Tensor.zeros(3);
    assertEquals(
        "uniform_: from 1.0 to 0.0: must not be descending",
        assertThrows(IllegalArgumentException.class, () -> x.uniform_(1, 0, own)).getMessage());
    assertEquals(
        "normal_: std is -1.0: must not be negative",
        assertThrows(IllegalArgumentException.class, () -> x.normal_(0, -1, own)).getMessage());
    assertEquals(
        "randint: from 3 to before 3: must not be empty",
        assertThrows(IllegalArgumentException.class, () -> Tensor.randint(3, 3, Shape.of(2), own))
            .getMessage());
    assertEquals(
        "randperm: n is -1: must not be negative",
        assertThrows(IllegalArgumentException.class, () -> Tensor.randperm(-1, own)).getMessage());
    assertEquals(
        "uniform_: a tensor of INT64: must be FLOAT32",
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(1, 2).uniform_(0, 1, own))
            .getMessage());
    assertArrayEquals(before, own.getState());
    assertThrows(IllegalArgumentException.class, () -> x.bernoulli_(1.5));
    assertThrows(IllegalArgumentException.class, () -> x.exponential_(0));
    assertThrows(IllegalArgumentException.class, () -> x.geometric_(0));
    assertThrows(IllegalArgumentException.class, () -> x.cauchy_(0, -1));
    assertThrows(IllegalArgumentException.class, () -> x.logNormal_(0, -1));
    assertEquals(
        "exponential_: a tensor of INT64: must be FLOAT32",
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(1, 2).exponential_(1))
            .getMessage());
    assertEquals(
        "multinomial: weights of shape (): must have 1 or 2 dimensions",
        assertThrows(IllegalArgumentException.class, () -> Tensor.scalar(1.0).multinomial(1, true))
            .getMessage());
    assertEquals(
        "multinomial: samples is -1: must be positive",
        assertThrows(IllegalArgumentException.class, () -> weights().multinomial(-1, true))
            .getMessage());
    assertEquals(0, x.version());
  }
}
