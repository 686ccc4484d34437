package dev.taper.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.Generator;
import dev.taper.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InitTest {
  /** Rows of a name, a seed, a kind and the bits of what PyTorch 2.13 draws. */
  @TestFactory
  Stream<DynamicTest> drawsArePyTorchsBitForBit() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream in = InitTest.class.getResourceAsStream("rng.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] row = line.split("\t", -1);
        tests.add(DynamicTest.dynamicTest(row[0] + " " + row[1], () -> check(row)));
      }
    }
    assertEquals(14, tests.size());
    return tests.stream();
  }

  private static void check(String[] row) {
    int[] expected = new int[row.length - 3];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Integer.parseUnsignedInt(row[i + 3], 16);
    }
    Generator.manualSeed(Long.parseLong(row[1]));
    List<Tensor> drawn = draw(row[0]);
    int[] actual = new int[expected.length];
    int at = 0;
    for (Tensor tensor : drawn) {
      for (float value : tensor.toFloatArray()) {
        actual[at++] = Float.floatToRawIntBits(value);
      }
    }
    assertEquals(expected.length, at);
    assertArrayEquals(expected, actual);
  }

  private static List<Tensor> draw(String group) {
    Tensor tensor = Tensor.zeros(5, 7).requiresGrad_();
    return switch (group) {
      case "Linear_10_5" -> new Linear(10, 5).parameters();
      case "Linear_3_4" -> new Linear(3, 4).parameters();
      case "Linear_1_1" -> new Linear(1, 1).parameters();
      case "xavier_uniform_5_7_g2" -> List.of(Init.xavierUniform_(tensor, 2));
      case "xavier_normal_5_7" -> List.of(Init.xavierNormal_(tensor));
      case "kaiming_uniform_5_7" -> List.of(Init.kaimingUniform_(tensor));
      case "kaiming_normal_5_7_fan_out_relu" ->
          List.of(
              Init.kaimingNormal_(
                  tensor,
                  Init.kaiming().mode(Init.FanMode.FAN_OUT).nonlinearity(Init.Nonlinearity.RELU)));
      default -> throw new IllegalArgumentException(group);
    };
  }

  @Test
  void constantsFillWithoutRecording() {
    Tensor leaf = Tensor.of(1f, 2f).requiresGrad_();
    assertSame(leaf, Init.zeros_(leaf));
    assertTrue(leaf.equal(Tensor.of(0f, 0f)));
    assertTrue(Init.ones_(leaf).equal(Tensor.of(1f, 1f)));
    assertTrue(Init.constant_(leaf, 3).equal(Tensor.of(3f, 3f)));
    assertTrue(leaf.isLeaf() && leaf.requiresGrad());
  }

  @Test
  void plainDrawsAreTheTensorsOwn() {
    Generator.manualSeed(3);
    Tensor uniform = Init.uniform_(Tensor.zeros(20).requiresGrad_(), -1, 2);
    Tensor normal = Init.normal_(Tensor.zeros(20).requiresGrad_(), 1, 3);
    Generator.manualSeed(3);
    assertTrue(uniform.equal(Tensor.zeros(20).uniform_(-1, 2)));
    assertTrue(normal.equal(Tensor.zeros(20).normal_(1, 3)));
    assertFalse(uniform.equal(normal));
  }

  @Test
  void gainsFollowTheNonlinearity() {
    assertEquals(1, Init.calculateGain(Init.Nonlinearity.LINEAR));
    assertEquals(1, Init.calculateGain(Init.Nonlinearity.SIGMOID));
    assertEquals(5.0 / 3, Init.calculateGain(Init.Nonlinearity.TANH));
    assertEquals(Math.sqrt(2), Init.calculateGain(Init.Nonlinearity.RELU));
    assertEquals(Math.sqrt(2 / 1.0001), Init.calculateGain(Init.Nonlinearity.LEAKY_RELU), 1e-15);
    assertEquals(1, Init.calculateGain(Init.Nonlinearity.LEAKY_RELU, 1));
    assertEquals(0.75, Init.calculateGain(Init.Nonlinearity.SELU));
  }

  @Test
  void kernelsCountIntoTheFans() {
    Tensor kernels = Init.kaimingUniform_(Tensor.zeros(2, 3, 5, 5), Init.kaiming().a(1));
    double bound = Math.sqrt(3.0 / 75);
    assertTrue(kernels.abs().max().item() <= bound);
    assertTrue(kernels.abs().max().item() > 0.9 * bound);
    Tensor outwards = Tensor.zeros(2, 3, 5, 5);
    Init.kaimingUniform_(outwards, Init.kaiming().a(1).mode(Init.FanMode.FAN_OUT));
    assertTrue(outwards.abs().max().item() > bound);
    assertTrue(outwards.abs().max().item() <= Math.sqrt(3.0 / 50));
  }

  @Test
  void vectorsHaveNoFans() {
    Tensor vector = Tensor.zeros(3);
    String need = ": a tensor of shape (3): must have 2 dimensions or more";
    assertRefused("xavierUniform_" + need, () -> Init.xavierUniform_(vector));
    assertRefused("xavierNormal_" + need, () -> Init.xavierNormal_(vector));
    assertRefused("kaimingUniform_" + need, () -> Init.kaimingUniform_(vector));
    assertRefused("kaimingNormal_" + need, () -> Init.kaimingNormal_(vector));
  }

  private static void assertRefused(
      String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void emptyTensorsStayEmpty() {
    Generator.manualSeed(1);
    Init.kaimingUniform_(Tensor.zeros(2, 0));
    Init.kaimingNormal_(Tensor.zeros(0, 2));
    Tensor after = Tensor.rand(3);
    Generator.manualSeed(1);
    assertTrue(after.equal(Tensor.rand(3)));
  }
}
