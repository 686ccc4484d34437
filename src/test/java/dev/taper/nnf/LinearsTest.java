package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.Autograd;
import dev.taper.DType;
import dev.taper.Generator;
import dev.taper.GradOptions;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  private static final Unary OWN = Unary.ofOutput("own", x -> 2 * x, (dy, y) -> dy.mul(2));

  /** Result and gradients, of first and second order, of a loss that is not linear. */
  private static List<Tensor> derivatives(Op op, Tensor... leaves) {
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor leaf : leaves) {
      inputs.add(leaf.detach().requiresGrad_());
    }
    Tensor y = op.apply(inputs.get(0), inputs.get(1), inputs.size() > 2 ? inputs.get(2) : null);
    List<Tensor> all = new ArrayList<>(List.of(y.detach()));
    GradOptions twice = GradOptions.options().createGraph(true);
    List<Tensor> first = Autograd.grad(y.mul(y).sum(), inputs, twice);
    Tensor length = Tensor.scalar(0.0);
    for (Tensor dx : first) {
      all.add(dx.detach());
      length = length.add(dx.mul(dx).sum());
    }
    all.addAll(Autograd.grad(length, inputs));
    return all;
  }

  private interface Op {
    Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias);
  }

  @Test
  void anActivationOnTheWayChangesNoBit() {
    int[] sizes = {1, 2, 15, 16, 17, 33, 100, 129, 257};
    Generator generator = new Generator(3);
    for (Unary f : List.of(Unary.relu(), Unary.tanh(), Unary.sigmoid(), OWN)) {
      for (int i = 0; i < 3 * sizes.length; i++) {
        int m = sizes[i % sizes.length];
        int k = sizes[(i * 5 + 3) % sizes.length];
        int n = sizes[(i * 7 + i / sizes.length) % sizes.length];
        Tensor x = Tensor.randn(Shape.of(m, k), generator);
        Tensor w = Tensor.randn(Shape.of(n, k), generator).div(Math.sqrt(k));
        Tensor b = Tensor.randn(Shape.of(n), generator);
        Tensor[] leaves = i % 2 == 0 ? new Tensor[] {x, w, b} : new Tensor[] {x, w};
        List<Tensor> fused = derivatives((p, q, r) -> Linears.linearActivation(p, q, r, f), leaves);
        List<Tensor> apart = derivatives((p, q, r) -> f.apply(Linears.linear(p, q, r)), leaves);
        for (int j = 0; j < apart.size(); j++) {
          String what = f + " (" + m + ", " + k + ")·(" + k + ", " + n + "), tensor " + j;
          assertArrayEquals(apart.get(j).toFloatArray(), fused.get(j).toFloatArray(), what);
        }
      }
    }
  }

  @Test
  void oneStepOnTheTapeKeepsInputWeightAndResult() {
    Tensor x = Tensor.of(new float[] {1, 2, 3}, Shape.of(1, 3));
    Tensor w = WEIGHT.clone().requiresGrad_();
    Tensor y = Linears.linearActivation(x, w, null, Unary.relu());
    assertEquals("LinearActivationBackward0", y.gradFn().name());
    assertEquals(1, y.gradFn().nextFunctions().size());
    y.mul_(2);
    assertEquals(
        "backward: a tensor of shape (1, 2) saved by LinearActivationBackward0 was modified by"
            + " mul_: it is at version 1 and 0 is needed",
        assertThrows(IllegalStateException.class, () -> y.sum().backward()).getMessage());
  }

  @Test
  void whatIsNotTheLibrarysOrNeedsItsInputRunsApart() {
    Tensor x = Tensor.of(new float[] {1, 2, 3}, Shape.of(1, 3)).requiresGrad_();
    for (Unary f : List.of(OWN, Unary.ofInput("square", v -> v * v, (dy, v) -> dy.mul(v).mul(2)))) {
      assertFalse(f.endsOthers());
      Tensor y = Linears.linearActivation(x, WEIGHT, null, f);
      assertTrue(y.equal(f.apply(Linears.linear(x, WEIGHT))));
      assertNotEquals("LinearActivationBackward0", y.gradFn().name());
    }
    Unary square = Unary.ofInput("square", v -> v * v, (dy, v) -> dy.mul(v).mul(2));
    assertRefused("square: its gradient needs its input: must not", () -> square.gradient(x, x));
  }

  @Test
  void whatDoesNotFitIsRefusedWithAnActivationToo() {
    assertRefused(
        "linear: input has shape (2, 4) and weight (2, 3): the last size must be 3",
        () -> Linears.linearActivation(Tensor.zeros(2, 4), WEIGHT, null, Unary.relu()));
    assertRefused(
        "linear: bias has shape (3): must be (2)",
        () -> Linears.linearActivation(WEIGHT, WEIGHT, Tensor.zeros(3), Unary.relu()));
  }

  @Test
  void anActivationOnTheWayKeepsNaNAndZeros() {
    Tensor x = Tensor.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY, -0f}, Shape.of(3, 1));
    Tensor one = Tensor.ones(1, 1);
    Tensor y = Linears.linearActivation(x, one, null, Unary.relu());
    assertArrayEquals(Linears.linear(x, one).relu().toFloatArray(), y.toFloatArray());
    assertTrue(Float.isNaN(y.toFloatArray()[0]));
  }
}
