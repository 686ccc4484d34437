package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose memory is recycled, and whose is not, when gradients flow. */
@Tag("kernel")
class RecyclingTest {
  private static final int N = 4000;
  private static final String ENDED = " that has ended: keep it in the scope or copy it out";

  private static Tensor leaf(double value) {
    return Tensor.full(Shape.of(N), value).requiresGrad_();
  }

  private static double first(Tensor x) {
    return x.get("0").item();
  }

  private static void assertAll(double expected, Tensor x) {
    float[] wanted = new float[x.numel()];
    Arrays.fill(wanted, (float) expected);
    assertArrayEquals(wanted, x.toFloatArray());
  }

  @Test
  void theGradientOfALeafMadeOutsideOutlivesTheScope() {
    Tensor w = leaf(3);
    for (int i = 1; i <= 4; i++) {
      try (var _ = Scope.open("micro-batch")) {
        w.mul(w).sum().backward();
      }
      ScopeTest.overwriteRecycled();
      assertAll(6 * i, w.grad());
    }
  }

  @Test
  void theGradientOfALeafMadeInsideEndsWithIt() {
    Tensor w;
    Tensor grad;
    Tensor kept;
    try (var step = Scope.open("step")) {
      w = leaf(3);
      w.mul(w).sum().backward();
      grad = w.grad();
      assertAll(6, grad);
      kept = step.keep(leaf(2));
      kept.mul(kept).sum().backward();
      Tensor before = leaf(2);
      before.mul(before).sum().backward();
      step.keep(before);
      assertAll(4, before.grad());
    }
    assertThrows(IllegalStateException.class, grad::sum);
    ScopeTest.overwriteRecycled();
    assertAll(4, kept.grad());
  }

  @Test
  void aGradientDroppedInAScopeEndsWithIt() {
    Tensor w = leaf(3);
    Tensor dropped;
    w.mul(2).sum().backward();
    try (var _ = Scope.open("step")) {
      dropped = w.grad();
      w.setGrad(null);
      assertAll(2, dropped);
      w.mul(5).sum().backward();
    }
    assertEquals(
        "sum: tensor of shape (4000) was a gradient, dropped in scope \"step\"" + ENDED,
        assertThrows(IllegalStateException.class, dropped::sum).getMessage());
    ScopeTest.overwriteRecycled();
    assertAll(5, w.grad());
  }

  @Test
  void aGradientDroppedOutsideBelongsToTheCollector() {
    Tensor w = leaf(3);
    Tensor dropped;
    try (var _ = Scope.open("step")) {
      w.mul(2).sum().backward();
      dropped = w.grad();
    }
    w.setGrad(null);
    ScopeTest.overwriteRecycled();
    assertAll(2, dropped);
  }

  @Test
  void aGradientThatTheUserHasSetIsTheUsers() {
    Tensor w = leaf(3);
    Tensor v = leaf(3);
    Tensor mine = Tensor.ones(N);
    w.mul(2).sum().backward();
    v.setGrad(w.grad());
    try (var _ = Scope.open("step")) {
      w.setGrad(mine);
      w.setGrad(null);
      v.setGrad(v.grad().mul(3));
    }
    ScopeTest.overwriteRecycled();
    assertAll(1, mine);
    assertAll(6, v.grad());
  }

  @Test
  void aDroppedGradientSetAgainLives() {
    Tensor w = leaf(3);
    w.mul(2).sum().backward();
    try (var _ = Scope.open("step")) {
      Tensor grad = w.grad();
      w.setGrad(null);
      w.setGrad(grad);
    }
    ScopeTest.overwriteRecycled();
    assertAll(2, w.grad());
  }

  @Test
  void retainedGradientsLiveAsLongAsTheirTensor() {
    Tensor w = leaf(2);
    Tensor outside = w.mul(3).retainGrad();
    Tensor inside;
    Tensor grad;
    try (var _ = Scope.open("step")) {
      inside = outside.mul(5).retainGrad();
      inside.mul(2).sum().backward();
      grad = inside.grad();
      assertAll(2, grad);
    }
    assertThrows(IllegalStateException.class, grad::sum);
    ScopeTest.overwriteRecycled();
    assertAll(10, outside.grad());
    assertAll(30, w.grad());
  }

  @Test
  void gradsResultsBelongToTheScopeOrToNobody() {
    Tensor w = leaf(2);
    Tensor x = leaf(5);
    Tensor out = Autograd.grad(w.mul(x).exp().log().sum(), w);
    Tensor in;
    Tensor kept;
    try (var step = Scope.open("step")) {
      List<Tensor> both = Autograd.grad(w.mul(x).sum(), List.of(w, x));
      in = both.get(0);
      kept = step.keep(both.get(1));
      assertAll(5, in);
    }
    assertThrows(IllegalStateException.class, in::sum);
    ScopeTest.overwriteRecycled();
    assertAll(2, kept);
    assertEquals(5, first(out), 1e-5);
  }

  @Test
  void gradientsThatSeveralInputsShareAreWhole() {
    Tensor a = leaf(1);
    Tensor b = leaf(2);
    List<Tensor> found = Autograd.grad(a.add(b).mul(3).sum(), List.of(a, b));
    ScopeTest.overwriteRecycled();
    assertAll(3, found.get(0));
    assertAll(3, found.get(1));
    Tensor y = a.mul(2);
    List<Tensor> through = Autograd.grad(y.add(y).exp().sum(), List.of(y, a));
    ScopeTest.overwriteRecycled();
    assertEquals(2 * Math.exp(4), first(through.get(0)), 1e-3);
    assertEquals(4 * Math.exp(4), first(through.get(1)), 1e-3);
  }

  @Test
  void whatAUsersGradientHoldsIsNeverRecycled() {
    List<Tensor> held = new ArrayList<>();
    Unary doubled =
        Unary.of(
            "doubled",
            v -> 2 * v,
            dy -> {
              held.add(dy);
              Tensor dx = dy.mul(2);
              held.add(dx);
              held.add(dy.mul(dy).add(1));
              return dx;
            });
    Tensor w = leaf(1);
    doubled.apply(w.mul(3)).mul(5).sum().backward();
    ScopeTest.overwriteRecycled();
    assertAll(30, w.grad());
    assertAll(5, held.get(0));
    assertAll(10, held.get(1));
    assertAll(26, held.get(2));
  }

  @Test
  void aUsersGradientInAScopeBelongsToTheScope() {
    List<Tensor> held = new ArrayList<>();
    Custom<Void> same =
        new Custom<>(
            "same",
            (_, x) -> x[0].clone(),
            (_, dy) -> {
              held.add(dy);
              return new Tensor[] {dy};
            });
    Tensor w = leaf(1);
    try (var _ = Scope.open("step")) {
      same.apply(null, w).mul(5).sum().backward();
      assertAll(5, held.getFirst());
    }
    assertEquals(
        "sum: tensor of shape (4000) was made in scope \"step\"" + ENDED,
        assertThrows(IllegalStateException.class, held.getFirst()::sum).getMessage());
    assertAll(5, w.grad());
  }

  @Test
  void aGradientThatBreaksItsPromiseGetsAnError() {
    List<Tensor> held = new ArrayList<>();
    Custom<Void> op =
        Custom.pure(
            "op",
            (_, x) -> x[0].clone(),
            (_, dy) -> {
              held.add(dy.mul(2));
              return new Tensor[] {dy.mul(3)};
            });
    Tensor w = leaf(1);
    op.apply(null, w).sum().backward();
    assertAll(3, w.grad());
    assertEquals(
        "sum: tensor of shape (4000) was a passing result of a backward pass that has ended: must"
            + " not be used again",
        assertThrows(IllegalStateException.class, held.getFirst()::sum).getMessage());
  }

  @Test
  void theStartingGradientIsTheUsers() {
    Tensor w = leaf(2);
    Tensor dy = Tensor.full(Shape.of(N), 7.0);
    w.clone().backward(dy);
    w.view(2, N / 2).backward(dy.view(2, N / 2));
    ScopeTest.overwriteRecycled();
    assertAll(7, dy);
    assertAll(14, w.grad());
    Tensor w2 = leaf(2);
    w2.clone().backward(dy);
    w2.grad().zero_();
    assertAll(7, dy);
  }

  @Test
  void aRetainedGraphRunsAgain() {
    Tensor w = leaf(2);
    try (var _ = Scope.open("step")) {
      Tensor y = w.mul(w).mul(w).sum();
      y.backward(GradOptions.options().retainGraph(true));
      ScopeTest.overwriteRecycled();
      y.backward();
      assertAll(24, w.grad());
    }
    Tensor z = w.mul(w).sum();
    z.backward(GradOptions.options().retainGraph(true));
    ScopeTest.overwriteRecycled();
    z.backward();
    assertAll(32, w.grad());
  }

  @Test
  void higherDerivativesInAScope() {
    Tensor w = leaf(2);
    for (int i = 0; i < 3; i++) {
      try (var _ = Scope.open("step")) {
        GradOptions graph = GradOptions.options().createGraph(true);
        Tensor first = Autograd.grad(w.pow(4).sum(), List.of(w), graph).getFirst();
        Tensor second = Autograd.grad(first.sum(), List.of(w), graph).getFirst();
        w.setGrad(null);
        second.sum().backward();
        assertAll(32, first);
        assertAll(48, second);
      }
      ScopeTest.overwriteRecycled();
      assertAll(48, w.grad());
    }
  }

  @Test
  void aRecordedGradientOfALeafMadeOutsideOutlivesTheScopeWithoutItsGraph() {
    Tensor w = leaf(3);
    try (var _ = Scope.open("step")) {
      w.mul(w).mul(w).sum().backward(GradOptions.options().createGraph(true));
    }
    ScopeTest.overwriteRecycled();
    assertAll(27, w.grad());
    assertEquals(
        "grad: tensor of shape (4000) was made in scope \"step\"" + ENDED,
        assertThrows(IllegalStateException.class, () -> Autograd.grad(w.grad().sum(), w))
            .getMessage());
  }

  @Test
  void aGraphWhoseSavedTensorsHaveEndedGivesAnError() {
    Tensor w = leaf(3);
    Tensor y;
    try (var step = Scope.open("step")) {
      y = step.keep(w.exp().mul(w).sum());
    }
    assertEquals(3 * Math.exp(3) * N, y.item(), 1);
    assertEquals(
        "backward: tensor of shape (4000) was made in scope \"step\"" + ENDED,
        assertThrows(IllegalStateException.class, y::backward).getMessage());
    assertNull(w.grad());
  }

  @Test
  void anOuterTensorWrittenToInAScopeKeepsItsMemory() {
    Tensor w = leaf(3);
    Tensor x = Tensor.zeros(N);
    try (var _ = Scope.open("step")) {
      x.add_(w.exp());
    }
    ScopeTest.overwriteRecycled();
    assertEquals(Math.exp(3), first(x.detach()), 1e-4);
    assertEquals(
        "backward: tensor of shape (4000) was made in scope \"step\"" + ENDED,
        assertThrows(IllegalStateException.class, () -> x.sum().backward()).getMessage());
  }

  @Test
  void noGradInAScopeAndAScopeInNoGrad() {
    Tensor w = leaf(3);
    try (var _ = Scope.open("step");
        var _ = Autograd.noGrad()) {
      w.sub_(w.mul(2));
    }
    try (var _ = Autograd.noGrad();
        var step = Scope.open("step")) {
      w.add_(step.keep(w.clone()));
    }
    assertAll(-6, w);
  }

  @Test
  void aBackwardPassInAnotherThread() throws Exception {
    Tensor w = leaf(3);
    Tensor inside;
    try (var _ = Scope.open("step")) {
      Tensor v = leaf(2);
      Tensor y = w.mul(v).exp().sum();
      CompletableFuture.runAsync(
              () -> {
                try (var _ = Scope.open("theirs")) {
                  y.backward();
                }
              })
          .get(60, TimeUnit.SECONDS);
      ScopeTest.overwriteRecycled();
      assertEquals(2 * Math.exp(6), first(w.grad()), 1e-2);
      assertEquals(3 * Math.exp(6), first(v.grad()), 1e-2);
      inside = v.grad();
      w.setGrad(null);
    }
    assertNotNull(inside);
    assertNull(w.grad());
  }

  @Test
  void aFailedBackwardPassLeavesNothingBehind() {
    Unary failing =
        Unary.of(
            "failing",
            v -> v,
            _ -> {
              throw new UnsupportedOperationException("no gradient");
            });
    Tensor w = leaf(3);
    Tensor other = leaf(4);
    for (int i = 0; i < 2; i++) {
      Tensor y = failing.apply(w.mul(2)).add(other.exp().log()).exp().sum();
      assertThrows(UnsupportedOperationException.class, y::backward);
    }
    Tensor made = Tensor.ones(N);
    ScopeTest.overwriteRecycled();
    assertAll(1, made);
    other.setGrad(null);
    other.mul(other).sum().backward();
    assertAll(8, other.grad());
  }

  @Test
  void theSameGradientObjectIsAddedTo() {
    Tensor w = leaf(3);
    w.mul(2).sum().backward();
    Tensor grad = w.grad();
    try (var _ = Scope.open("step")) {
      w.mul(3).sum().backward();
      assertSame(grad, w.grad());
    }
    assertAll(5, grad);
  }
}
