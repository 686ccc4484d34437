package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.DType;
import dev.taper.Shape;
import dev.taper.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LinearsTest {
  private static final Tensor WEIGHT = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void anyLeadingDimensionsAreABatch() {
    Tensor bias = Tensor.of(10f, 20f);
    Tensor x = Tensor.of(1f, 0f, -1f);
    Tensor y = Tensor.of(8f, 18f);
    assertTrue(Linears.linear(x, WEIGHT, bias).equal(y));
    assertTrue(Linears.linear(x.view(1, 3), WEIGHT, bias).equal(y.view(1, 2)));
    assertTrue(Linears.linear(x.expand(4, 5, 3), WEIGHT, bias).equal(y.expand(4, 5, 2)));
    assertTrue(Linears.linear(x, WEIGHT).equal(Tensor.of(-2f, -2f)));
    assertEquals(Shape.of(0, 2), Linears.linear(Tensor.zeros(0, 3), WEIGHT, bias).shape());
    assertTrue(Linears.linear(x, WEIGHT, Tensor.scalar(1.0)).equal(Tensor.of(-1f, -1f)));
  }

  @Test
  void aVectorOfWeightsGivesNumbers() {
    Tensor w = Tensor.of(1f, 2f, 3f);
    assertTrue(Linears.linear(WEIGHT, w).equal(Tensor.of(14f, 32f)));
    assertTrue(Linears.linear(WEIGHT, w, Tensor.scalar(1.0)).equal(Tensor.of(15f, 33f)));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertRefused(
        "linear: input has shape (2, 4) and weight (2, 3): the last size must be 3",
        () -> Linears.linear(Tensor.zeros(2, 4), WEIGHT));
    assertRefused(
        "linear: input has shape () and weight (2, 3): the last size must be 3",
        () -> Linears.linear(Tensor.scalar(1.0), WEIGHT));
    assertRefused(
        "linear: weight has shape (2, 3, 1): must be (out, in) or (in)",
        () -> Linears.linear(Tensor.zeros(2, 3), WEIGHT.unsqueeze(2)));
    assertRefused(
        "linear: bias has shape (3): must be (2)",
        () -> Linears.linear(Tensor.zeros(2, 3), WEIGHT, Tensor.zeros(3)));
    assertRefused(
        "linear: bias has shape (2): must be ()",
        () -> Linears.linear(Tensor.zeros(2, 3), Tensor.zeros(3), Tensor.zeros(2)));
    Tensor longs = Tensor.zeros(Shape.of(2, 3), DType.INT64);
    assertRefused("linear: input of INT64: must be FLOAT32", () -> Linears.linear(longs, WEIGHT));
    assertRefused("linear: weight of INT64: must be FLOAT32", () -> Linears.linear(WEIGHT, longs));
    assertRefused(
        "linear: bias of INT64: must be FLOAT32",
        () -> Linears.linear(WEIGHT, WEIGHT, Tensor.of(1L, 2L)));
  }
}
