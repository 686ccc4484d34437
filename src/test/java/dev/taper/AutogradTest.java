package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class AutogradTest {
  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad_();
  }

  private static void assertValues(Tensor actual, double... expected) {
    assertNotNull(actual);
    assertArrayEquals(Tensor.of(expected).toFloatArray(), actual.toFloatArray());
  }

  private static void assertMessage(String expected, Throwable thrown) {
    assertEquals(expected, thrown.getMessage());
  }

  @Test
  void backwardAddsToTheGradientOfLeaves() {
    Tensor x = leaf(1, 2, 3);
    x.mul(x).sum().backward();
    assertValues(x.grad(), 2, 4, 6);
    Tensor kept = x.grad();
    x.mul(3).sum().backward();
    assertValues(x.grad(), 5, 7, 9);
    assertSame(kept, x.grad());
  }

  @Test
  void aTensorUsedTwiceGetsTheSumOfItsGradients() {
    Tensor x = leaf(2);
    Tensor y = x.mul(3);
    y.mul(y).add(y).sum().backward();
    assertValues(x.grad(), 39);
  }

  @Test
  void backwardFromAGivenGradient() {
    Tensor x = leaf(1, 2);
    x.mul(x).backward(Tensor.of(1.0, 10.0));
    assertValues(x.grad(), 2, 40);
  }

  @Test
  void theGivenGradientIsNeitherKeptNorChanged() {
    Tensor x = leaf(1, 2);
    Tensor gradient = Tensor.of(1.0, 10.0);
    x.add(0.0).backward(gradient);
    x.add(0.0).backward(gradient);
    assertValues(gradient, 1, 10);
    assertValues(x.grad(), 2, 20);
  }

  @Test
  void twoLeavesDoNotShareOneGradient() {
    Tensor a = leaf(1);
    Tensor b = leaf(2);
    a.add(b).sum().backward();
    Autograd.noGrad(() -> a.grad().mul_(5));
    assertValues(a.grad(), 5);
    assertValues(b.grad(), 1);
  }

  @Test
  void secondDerivatives() {
    Tensor x = leaf(2, 3);
    Tensor first =
        Autograd.grad(x.pow(3).sum(), List.of(x), GradOptions.options().createGraph(true))
            .getFirst();
    assertValues(first, 12, 27);
    assertTrue(first.requiresGrad());
    assertValues(Autograd.grad(first.sum(), x), 12, 18);
  }

  @Test
  void thirdDerivatives() {
    Tensor x = leaf(0.5);
    GradOptions create = GradOptions.options().createGraph(true);
    Tensor y = x.sigmoid();
    for (int i = 0; i < 3; i++) {
      y = Autograd.grad(y.sum(), List.of(x), create).getFirst();
    }
    double s = 1 / (1 + Math.exp(-0.5));
    double third = s * (1 - s) * (1 - 6 * s + 6 * s * s);
    assertEquals(third, y.item(), 1e-6);
  }

  @Test
  void backwardWithCreateGraphGivesAGradientThatCanBeDifferentiated() {
    Tensor x = leaf(3);
    x.pow(3).sum().backward(GradOptions.options().createGraph(true));
    assertTrue(x.grad().requiresGrad());
    Tensor second = Autograd.grad(x.grad().sum(), x);
    assertValues(second, 18);
  }

  @Test
  void aGraphThatSavedTensorsRunsOnce() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(x).sum();
    y.backward();
    IllegalStateException thrown = assertThrows(IllegalStateException.class, y::backward);
    assertMessage(
        "backward: MulBackward0 has run and its saved tensors are freed: call backward with"
            + " retainGraph to run it twice",
        thrown);
    assertValues(x.grad(), 2, 4);
  }

  @Test
  void aRetainedGraphRunsAgain() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(x).sum();
    y.backward(GradOptions.options().retainGraph(true));
    y.backward();
    assertValues(x.grad(), 4, 8);
  }

  @Test
  void aGraphThatSavedNothingRunsTwiceAsInTorch() {
    Tensor x = leaf(1, 2);
    Tensor y = x.add(1.0).sum();
    y.backward();
    y.backward();
    assertValues(x.grad(), 2, 2);
  }

  @Test
  void aModifiedSavedTensorIsAnErrorThatNamesBothOps() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2);
    Tensor z = y.mul(y).sum();
    y.add_(1);
    IllegalStateException thrown = assertThrows(IllegalStateException.class, z::backward);
    assertMessage(
        "backward: a tensor of shape (2) saved by MulBackward0 was modified by add_: it is at"
            + " version 1 and 0 is needed",
        thrown);
    assertNull(x.grad());
  }

  @Test
  void aWriteThroughAViewModifiesASavedTensorToo() {
    Tensor x = leaf(1, 2);
    Tensor y = x.exp();
    Tensor z = y.sum();
    Autograd.noGrad(() -> y.detach().get("0").zero_());
    assertThrows(IllegalStateException.class, z::backward);
  }

  @Test
  void changingAnInputThatIsNotSavedIsAllowed() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2);
    Tensor z = y.exp().sum();
    y.add_(1);
    z.backward();
    assertEquals(2 * Math.exp(2), x.grad().get(0).item(), 1e-5);
  }

  @Test
  void backwardOfMoreThanOneNumberNeedsAGradient() {
    Tensor x = leaf(1, 2);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> x.mul(2).backward());
    assertMessage(
        "backward: the output has shape (2): must be a single number where no gradient is given",
        thrown);
  }

  @Test
  void backwardWithAGradientOfAnotherShapeOrKind() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2);
    assertMessage(
        "backward: the gradient has shape (3): must be (2), that of the output",
        assertThrows(IllegalArgumentException.class, () -> y.backward(Tensor.zeros(3))));
    assertMessage(
        "backward: a tensor of INT64: must be FLOAT32",
        assertThrows(IllegalArgumentException.class, () -> y.backward(Tensor.of(1, 2))));
    assertNull(x.grad());
  }

  @Test
  void backwardWithoutAGraph() {
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> Tensor.scalar(1.0).backward());
    assertMessage(
        "backward: the tensor of shape () does not require a gradient and has no graph: nothing to"
            + " differentiate",
        thrown);
  }

  @Test
  void gradDoesNotTouchGradNorLeavesBeside() {
    Tensor a = leaf(2);
    Tensor b = leaf(3);
    Tensor inner = a.mul(b);
    Tensor y = inner.mul(inner).sum();
    List<Tensor> gradients = Autograd.grad(y, List.of(inner, a));
    assertValues(gradients.get(0), 12);
    assertValues(gradients.get(1), 36);
    assertNull(a.grad());
    assertNull(b.grad());
  }

  @Test
  void gradOfAnInputThatIsNotUsed() {
    Tensor a = leaf(2);
    Tensor b = leaf(3, 4);
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> Autograd.grad(a.mul(a).sum(), List.of(b)));
    assertMessage(
        "grad: input 0 of shape (2) was not used to compute the outputs: pass materializeGrads for"
            + " zeros",
        thrown);
    GradOptions zeros = GradOptions.options().materializeGrads(true);
    assertValues(Autograd.grad(a.mul(a).sum(), List.of(b), zeros).getFirst(), 0, 0);
  }

  @Test
  void gradOfAnInputThatRequiresNone() {
    Tensor a = leaf(2);
    assertMessage(
        "grad: input 0 does not require a gradient: call requiresGrad_ before",
        assertThrows(
            IllegalArgumentException.class, () -> Autograd.grad(a.mul(a).sum(), Tensor.of(1.0))));
  }

  @Test
  void nothingIsRecordedInANoGradScope() {
    Tensor x = leaf(1);
    Tensor y = Autograd.noGrad(() -> x.mul(2));
    assertFalse(y.requiresGrad());
    assertTrue(y.isLeaf());
    try (var _ = Autograd.noGrad()) {
      assertFalse(Autograd.isGradEnabled());
      assertTrue(Autograd.enableGrad(() -> x.mul(2)).requiresGrad());
      assertFalse(x.mul(2).requiresGrad());
    }
    assertTrue(Autograd.isGradEnabled());
  }

  @Test
  void aScopeEndsWhenItsBodyThrows() {
    assertThrows(
        IllegalArgumentException.class, () -> Autograd.noGrad(() -> Tensor.zeros(2).view(3)));
    assertTrue(Autograd.isGradEnabled());
  }

  @Test
  void modesBelongToTheirThread() throws InterruptedException {
    AtomicReference<Boolean> seen = new AtomicReference<>();
    try (var _ = Autograd.noGrad()) {
      Thread other = new Thread(() -> seen.set(Autograd.isGradEnabled()));
      other.start();
      other.join();
    }
    assertEquals(true, seen.get());
  }

  @Test
  void detachSharesMemoryWithoutHistory() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2);
    Tensor d = y.detach();
    assertFalse(d.requiresGrad());
    d.set("0", 7);
    assertValues(y, 7, 4);
    assertEquals(1, y.version());
  }

  @Test
  void detachInPlaceMakesALeaf() {
    Tensor y = leaf(1).mul(2);
    assertSame(y, y.detach_());
    assertTrue(y.isLeaf());
    assertFalse(y.requiresGrad());
    Tensor view = leaf(1, 2).mul(2).get("0");
    assertThrows(IllegalStateException.class, view::detach_);
  }

  @Test
  void retainGradKeepsTheGradientOfAResult() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2).retainGrad();
    y.mul(y).sum().backward();
    assertValues(y.grad(), 4, 8);
    assertValues(x.grad(), 8, 16);
    assertThrows(IllegalStateException.class, () -> Tensor.of(1.0).retainGrad());
  }

  @Test
  void aRetainedGradientIsNotChangedByWhatFollows() {
    Tensor x = leaf(1, 2);
    Tensor y = x.add(0.0).retainGrad();
    y.add(0.0).sum().backward();
    Autograd.noGrad(() -> y.grad().mul_(100));
    assertValues(x.grad(), 1, 1);
  }

  @Test
  void nodesHaveTorchsNamesAndNextFunctions() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2).add(x);
    Node node = y.gradFn();
    assertEquals("AddBackward0", node.name());
    assertEquals("<AddBackward0>", node.toString());
    assertEquals(
        List.of("MulBackward0", "AccumulateGrad"),
        node.nextFunctions().stream().map(Node::name).toList());
    assertNull(x.gradFn());
    assertTrue(x.isLeaf());
    assertFalse(y.isLeaf());
  }

  @Test
  void onlyFloatLeavesCanRequireGradients() {
    assertMessage(
        "requiresGrad_: a tensor of INT64: must be FLOAT32",
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(1, 2).requiresGrad_()));
    Tensor y = leaf(1).mul(2);
    assertSame(y, y.requiresGrad_());
    assertMessage(
        "requiresGrad_: the tensor was computed by <MulBackward0>: detach it first",
        assertThrows(IllegalStateException.class, () -> y.requiresGrad_(false)));
  }

  @Test
  void setGradChecksWhatItIsGiven() {
    Tensor x = leaf(1, 2);
    x.setGrad(Tensor.of(3.0, 4.0));
    assertValues(x.grad(), 3, 4);
    assertMessage(
        "setGrad: shapes are (2) and (3): must be equal",
        assertThrows(IllegalArgumentException.class, () -> x.setGrad(Tensor.zeros(3))));
    x.setGrad(null);
    assertNull(x.grad());
  }

  @Test
  void integersAndMasksCarryNoGradient() {
    Tensor x = leaf(1, 2);
    assertFalse(x.gt(1).requiresGrad());
    assertFalse(x.argmax().requiresGrad());
    assertFalse(x.to(DType.INT64).requiresGrad());
    x.mul(Tensor.of(2, 3)).sum().backward();
    assertValues(x.grad(), 2, 3);
  }

  @Test
  void aDeepGraphDoesNotOverflowTheStack() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 50_000; i++) {
      y = y.add(1.0);
    }
    y.sum().backward();
    assertValues(x.grad(), 1);
  }

  @Test
  void graphsOfSeveralThreadsDoNotMix() throws InterruptedException {
    Tensor[] leaves = new Tensor[4];
    Thread[] threads = new Thread[leaves.length];
    for (int t = 0; t < threads.length; t++) {
      Tensor x = leaf(t + 1);
      leaves[t] = x;
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  x.mul(x).sum().backward();
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int t = 0; t < threads.length; t++) {
      assertValues(leaves[t].grad(), 400 * (t + 1));
    }
  }

  @Test
  void severalThreadsMayRunOneRetainedGraph() throws InterruptedException {
    Tensor x = leaf(3);
    Tensor y = x;
    for (int i = 0; i < 50; i++) {
      y = y.mul(2).sub(y);
    }
    Tensor end = y.mul(y).sum();
    GradOptions retain = GradOptions.options().retainGraph(true);
    List<Double> found = Collections.synchronizedList(new ArrayList<>());
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  found.add(Autograd.grad(end, List.of(x), retain).getFirst().item());
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Collections.nCopies(400, 6.0), found);
  }

  @Test
  void aUsersOwnOpsComeThroughThePublicDoor() {
    Unary cube = Unary.ofInput("cube", x -> x * x * x, (dy, x) -> dy.mul(x).mul(x).mul(3));
    Binary scaled =
        Binary.of(
            "scaled",
            (a, b) -> 2 * a * b,
            Binary.Partial.ofOther((dy, b) -> dy.mul(b).mul(2)),
            Binary.Partial.ofOther((dy, a) -> dy.mul(a).mul(2)));
    Custom<Double> shift =
        new Custom<>(
            "shift", (call, in) -> in[0].add(call.parameter()), (_, dy) -> new Tensor[] {dy});
    Tensor x = leaf(2);
    Tensor y = scaled.apply(cube.apply(x), shift.apply(1.0, x));
    assertValues(y, 48);
    assertEquals("ScaledBackward0", y.gradFn().name());
    Tensor first = Autograd.grad(y, List.of(x), GradOptions.options().createGraph(true)).getFirst();
    assertValues(first, 88);
    assertValues(Autograd.grad(first, x), 120);
  }

  @Test
  void aUsersGradientOfTheWrongShapeIsAnError() {
    Custom<Integer> wrong =
        new Custom<>("wrong", (_, x) -> x[0].mul(2), (_, _) -> new Tensor[] {Tensor.zeros(3)});
    Tensor x = leaf(1, 2);
    Tensor y = wrong.apply(0, x).sum();
    assertMessage(
        "wrong: the gradient of input 0 has shape (3): must be (2)",
        assertThrows(IllegalStateException.class, y::backward));
    Custom<Integer> few = new Custom<>("few", (_, x2) -> x2[0].mul(2), (_, _) -> new Tensor[0]);
    Tensor z = few.apply(0, x).sum();
    assertMessage(
        "few: the gradient gave 0 tensors: must be 1",
        assertThrows(IllegalStateException.class, z::backward));
  }

  @Test
  void aTensorThatAUsersGradientReturnsIsNotTakenOver() {
    Tensor constant = Tensor.of(5.0, 6.0);
    Custom<Integer> op =
        new Custom<>("op", (_, x) -> x[0].mul(1), (_, _) -> new Tensor[] {constant});
    Tensor x = leaf(1, 2);
    op.apply(0, x).sum().backward();
    op.apply(0, x).sum().backward();
    assertValues(x.grad(), 10, 12);
    assertValues(constant, 5, 6);
  }
}
