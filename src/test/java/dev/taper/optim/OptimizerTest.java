package dev.taper.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.Autograd;
import dev.taper.Generator;
import dev.taper.GradOptions;
import dev.taper.Shape;
import dev.taper.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private static Tensor param(float... values) {
    return Tensor.of(values).requiresGrad_();
  }

  private static Tensor withGrad(Tensor param, float... gradient) {
    param.setGrad(Tensor.of(gradient));
    return param;
  }

  @Test
  void oneAdamStepMovesByLrAgainstTheGradientsSign() {
    Tensor p = withGrad(param(1, 2, 3, 4), .5f, -20, 1e-3f, 0);
    new Adam(List.of(p), .08).step();
    float[] moved = p.toFloatArray();
    assertEquals(1 - .08, moved[0], 1e-6);
    assertEquals(2 + .08, moved[1], 1e-6);
    assertEquals(3 - .08, moved[2], 2e-6);
    assertEquals(4, moved[3]);
  }

  @Test
  void largeParametersTakeTheSameStepInChunks() {
    int n = 300_001;
    Tensor gradient = Tensor.randn(Shape.of(n), new Generator(1));
    Tensor whole = Tensor.zeros(n).requiresGrad_();
    Tensor part = Tensor.zeros(1001).requiresGrad_();
    Adam adam = new Adam(List.of(whole, part));
    for (int step = 0; step < 2; step++) {
      whole.setGrad(gradient);
      part.setGrad(gradient.narrow(0, n - 1001, 1001));
      adam.step();
    }
    assertArrayEquals(part.toFloatArray(), whole.detach().narrow(0, n - 1001, 1001).toFloatArray());
  }

  @Test
  void parametersWithoutGradientAndTheirStateStay() {
    Tensor moved = withGrad(param(1), 1);
    Tensor still = param(1);
    Adam adam = new Adam(List.of(moved, still), .5);
    int version = still.version();
    adam.step();
    assertEquals(1, still.item());
    assertEquals(version, still.version());
    assertTrue(adam.state(still).isEmpty());
    assertEquals(1, adam.state(moved).step());
    withGrad(still, 1);
    adam.step();
    assertEquals(1, adam.state(still).step());
    assertEquals(2, adam.state(moved).step());
    assertEquals(.5, still.item(), 1e-6);
  }

  @Test
  void aStepIsNotRecordedAndCountsAsAWrite() {
    Tensor p = withGrad(param(2), 1);
    int version = p.version();
    new SGD(List.of(p), .5).step();
    assertEquals(1.5, p.item());
    assertTrue(p.isLeaf());
    assertTrue(p.requiresGrad());
    assertEquals(version + 1, p.version());
  }

  @Test
  void aParameterThatRequiresNoGradientIsMovedByTheGradientItIsGiven() {
    Tensor p = withGrad(Tensor.ones(1), 2);
    new SGD(List.of(p), .25).step();
    assertEquals(.5, p.item());
  }

  @Test
  void viewsAndOtherLayoutsMoveAsContiguousOnes() {
    float[] values = {1, 2, 3, 4, 5, 6};
    float[] slopes = {.3f, -1, .2f, 5, -.01f, 0};
    for (int kind = 0; kind < 2; kind++) {
      Tensor plain = Tensor.of(values.clone(), Shape.of(2, 3)).requiresGrad_();
      Tensor turned = Tensor.of(values.clone(), Shape.of(2, 3)).t().requiresGrad_();
      Tensor block = Tensor.full(Shape.of(4, 3), 9.);
      Tensor inside = block.narrow(0, 1, 2);
      inside.copy_(plain.detach());
      inside.requiresGrad_();
      List<Tensor> params = List.of(plain, turned, inside);
      Optimizer<?> optimizer =
          kind == 0
              ? new Adam(params, Adam.options().lr(.1).amsgrad(true).weightDecay(.1))
              : new SGD(params, SGD.options().lr(.1).momentum(.9).nesterov(true));
      Tensor gradient = Tensor.of(slopes, Shape.of(2, 3));
      for (int step = 0; step < 3; step++) {
        plain.setGrad(gradient.t().contiguous().t());
        turned.setGrad(gradient.t().contiguous());
        inside.setGrad(Tensor.cat(0, gradient, gradient).narrow(0, 2, 2));
        optimizer.step();
      }
      float[] expected = plain.toFloatArray();
      assertFalse(java.util.Arrays.equals(values, expected));
      assertArrayEquals(expected, turned.detach().t().toFloatArray());
      assertArrayEquals(expected, inside.toFloatArray());
      assertArrayEquals(new float[] {9, 9, 9}, block.get(0).toFloatArray());
      assertArrayEquals(new float[] {9, 9, 9}, block.get(3).toFloatArray());
    }
  }

  @Test
  void emptyAndZeroDimensionalParameters() {
    Tensor none = Tensor.zeros(0).requiresGrad_();
    none.setGrad(Tensor.zeros(0));
    Tensor single = Tensor.scalar(1.).requiresGrad_();
    single.setGrad(Tensor.scalar(1.));
    new Adam(List.of(none, single), .5).step();
    assertEquals(0, none.numel());
    assertEquals(.5, single.item(), 1e-6);
  }

  @Test
  void notANumberSpreadsOnlyToItsOwnElement() {
    Tensor p = withGrad(param(1, 1, 1), Float.NaN, Float.POSITIVE_INFINITY, 1);
    new Adam(List.of(p), Adam.options().lr(.5).amsgrad(true)).step();
    float[] moved = p.toFloatArray();
    assertTrue(Float.isNaN(moved[0]));
    assertTrue(Float.isNaN(moved[1]));
    assertEquals(.5, moved[2], 1e-6);
  }

  @Test
  void groupsHaveTheirOwnOptions() {
    Tensor a = withGrad(param(1), 1);
    Tensor b = withGrad(param(1), 1);
    Tensor c = withGrad(param(1), 1);
    SGD sgd =
        new SGD(
            List.of(
                SGD.group(List.of(a)),
                SGD.group(List.of(b), o -> o.lr(.25).weightDecay(1)),
                SGD.group(List.of(c)).lr(.125)),
            SGD.options().lr(.5));
    sgd.step();
    assertEquals(.5, a.item());
    assertEquals(.5, b.item());
    assertEquals(.875, c.item());
    assertEquals(List.of(.5, .25, .125), sgd.paramGroups().stream().map(g -> g.lr()).toList());
    assertSame(b, sgd.paramGroups().get(1).params().getFirst());
    assertEquals(SGD.options().lr(.5), sgd.defaults());
  }

  @Test
  void theLearningRateOfAGroupCanBeReadAndSet() {
    Tensor p = withGrad(param(1), 1);
    Optimizer<?> optimizer = new SGD(List.of(p), .5);
    for (var group : optimizer.paramGroups()) {
      group.setLr(group.lr() / 2);
    }
    optimizer.step();
    assertEquals(.75, p.item());
  }

  @Test
  void amsgradCanBeSwitchedOnLater() {
    Tensor p = withGrad(param(1), 1);
    Adam adam = new Adam(List.of(p), .1);
    adam.step();
    adam.paramGroups().getFirst().setOptions(Adam.options().lr(.1).amsgrad(true));
    adam.step();
    assertEquals(.8, p.item(), 1e-6);
    Map<String, Tensor> state = adam.state(p).tensors();
    assertEquals(state.get("exp_avg_sq").item(), state.get("max_exp_avg_sq").item());
  }

  @Test
  void aGroupAddedLaterTakesTheDefaults() {
    Tensor a = withGrad(param(1), 1);
    Tensor b = withGrad(param(1), 1);
    SGD sgd = new SGD(List.of(a), .5);
    sgd.addParamGroup(SGD.group(List.of(b)));
    sgd.step();
    assertEquals(.5, b.item());
    assertEquals(2, sgd.paramGroups().size());
  }

  @Test
  void zeroGradForgetsOrZeroes() {
    Tensor p = withGrad(param(1), 3);
    Tensor none = param(1);
    SGD sgd = new SGD(List.of(p, none));
    Tensor gradient = p.grad();
    sgd.zeroGrad(false);
    assertSame(gradient, p.grad());
    assertEquals(0, gradient.item());
    assertNull(none.grad());
    sgd.zeroGrad();
    assertNull(p.grad());
  }

  @Test
  void zeroingARecordedGradientCutsItOff() {
    Tensor p = param(3);
    p.square().sum().backward(GradOptions.options().createGraph(true));
    assertTrue(p.grad().requiresGrad());
    new SGD(List.of(p)).zeroGrad(false);
    assertFalse(p.grad().requiresGrad());
    assertEquals(0, p.grad().item());
  }

  @Test
  void theClosureRunsWithRecordingOnAndItsLossIsReturned() {
    Tensor p = param(3);
    SGD sgd = new SGD(List.of(p), .25);
    Tensor loss =
        Autograd.noGrad(
            () ->
                sgd.step(
                    () -> {
                      sgd.zeroGrad();
                      Tensor square = p.square().sum();
                      square.backward();
                      return square;
                    }));
    assertEquals(9, loss.item());
    assertTrue(loss.requiresGrad());
    assertEquals(1.5, p.item());
  }

  @Test
  void savedInMidTrainingAndLoadedGoesOnWithTheSameBits() {
    assertGoesOn(Adam.options().lr(.1).amsgrad(true).weightDecay(.01));
    assertGoesOn(Adam.options().lr(.1));
  }

  private static void assertGoesOn(Adam.Options options) {
    Tensor a = param(1, 2, 3);
    Tensor b = param(4);
    Adam adam = new Adam(List.of(Adam.group(List.of(a)), Adam.group(List.of(b))), options);
    train(adam, a, b, 0, 4);
    OptimizerState<Adam.Options> saved = adam.stateDict();
    Tensor a2 = Tensor.of(a.toFloatArray()).requiresGrad_();
    Tensor b2 = Tensor.of(b.toFloatArray()).requiresGrad_();
    train(adam, a, b, 4, 8);
    Adam other =
        new Adam(List.of(Adam.group(List.of(a2)), Adam.group(List.of(b2))), Adam.options());
    other.loadStateDict(saved);
    assertNotSame(saved.state().get(0).tensors().get("exp_avg"), other.state(a2).get("exp_avg"));
    train(other, a2, b2, 4, 8);
    assertArrayEquals(a.toFloatArray(), a2.toFloatArray());
    assertArrayEquals(b.toFloatArray(), b2.toFloatArray());
    assertEquals(options, other.paramGroups().get(1).options());
    assertEquals(4, saved.state().get(0).step());
  }

  private static void train(Adam adam, Tensor a, Tensor b, int from, int to) {
    for (int step = from; step < to; step++) {
      adam.zeroGrad();
      a.mul(b).sub(step).square().sum().backward();
      adam.step();
    }
  }

  @Test
  void momentumIsSavedAndLoaded() {
    SGD.Options options = SGD.options().lr(.1).momentum(.9);
    Tensor p = withGrad(param(1), 1);
    SGD sgd = new SGD(List.of(p), options);
    sgd.step();
    Tensor q = withGrad(Tensor.of(p.toFloatArray()).requiresGrad_(), 1);
    SGD other = new SGD(List.of(q));
    other.loadStateDict(sgd.stateDict());
    sgd.step();
    other.step();
    assertEquals(p.item(), q.item());
    assertEquals(1 - .1 - .19, q.item(), 1e-6);
  }

  @Test
  void aStateThatRemembersNothingClearsWhatWasRemembered() {
    Tensor p = withGrad(param(1), 1);
    Adam adam = new Adam(List.of(p));
    OptimizerState<Adam.Options> fresh = adam.stateDict();
    assertEquals(Map.of(), fresh.state());
    adam.step();
    adam.loadStateDict(fresh);
    assertTrue(adam.state(p).isEmpty());
  }

  @Test
  void plainDescentRemembersNothing() {
    Tensor p = withGrad(param(1), 1);
    SGD sgd = new SGD(List.of(p));
    sgd.step();
    assertEquals(Map.of(), sgd.stateDict().state());
    assertEquals(List.of(0), sgd.stateDict().groups().getFirst().params());
  }

  @Test
  void printsAsPyTorch() {
    assertEquals(
        """
        Adam (
        Parameter Group 0
            amsgrad: False
            betas: (0.9, 0.999)
            capturable: False
            decoupled_weight_decay: False
            differentiable: False
            eps: 1e-08
            foreach: None
            fused: None
            lr: 0.001
            maximize: False
            weight_decay: 0
        )""",
        new Adam(List.of(param(1))).toString());
    assertEquals(
        """
        SGD (
        Parameter Group 0
            dampening: 0
            differentiable: False
            foreach: None
            fused: None
            lr: 0.5
            maximize: False
            momentum: 0.9
            nesterov: False
            weight_decay: 0

        Parameter Group 1
            dampening: 0
            differentiable: False
            foreach: None
            fused: None
            lr: 0.1
            maximize: False
            momentum: 0.9
            nesterov: True
            weight_decay: 0
        )""",
        new SGD(
                List.of(
                    SGD.group(List.of(param(1)), o -> o.lr(.5)),
                    SGD.group(List.of(param(1)), o -> o.nesterov(true))),
                SGD.options().lr(.1).momentum(.9))
            .toString());
  }

  @Test
  void numbersPrintAsInPython() {
    assertEquals("1.0", PythonText.repr(1));
    assertEquals("0.0", PythonText.repr(0));
    assertEquals("0.0001", PythonText.repr(1e-4));
    assertEquals("0.00025", PythonText.repr(2.5e-4));
    assertEquals("1e-05", PythonText.repr(1e-5));
    assertEquals("-1.25e-100", PythonText.repr(-1.25e-100));
    assertEquals("123456789.0", PythonText.repr(123456789));
    assertEquals("1000000000000000.0", PythonText.repr(1e15));
    assertEquals("1e+16", PythonText.repr(1e16));
    assertEquals("1.5e+300", PythonText.repr(1.5e300));
    assertEquals("inf", PythonText.repr(Double.POSITIVE_INFINITY));
    assertEquals("-inf", PythonText.repr(Double.NEGATIVE_INFINITY));
    assertEquals("nan", PythonText.repr(Double.NaN));
  }
}
