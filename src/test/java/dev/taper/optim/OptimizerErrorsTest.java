package dev.taper.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.DType;
import dev.taper.Shape;
import dev.taper.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OptimizerErrorsTest {
  private static Tensor param(int... sizes) {
    return Tensor.zeros(sizes).requiresGrad_();
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void optionsOfAdam() {
    refused("Adam: lr is -0.1: must be positive or 0", () -> new Adam(List.of(param(1)), -0.1));
    refused("Adam: lr is NaN: must be positive or 0", () -> Adam.options().lr(Double.NaN));
    refused("Adam: beta1 is 1.0: must be from 0 to below 1", () -> Adam.options().betas(1, .9));
    refused("Adam: beta1 is -0.5: must be from 0 to below 1", () -> Adam.options().betas(-.5, .9));
    refused(
        "Adam: beta2 is NaN: must be from 0 to below 1",
        () -> Adam.options().betas(.9, Double.NaN));
    refused("Adam: eps is -1.0: must be positive or 0", () -> Adam.options().eps(-1));
    refused(
        "Adam: weightDecay is NaN: must be positive or 0",
        () -> Adam.options().weightDecay(Double.NaN));
  }

  @Test
  void optionsOfSgd() {
    refused("SGD: lr is -0.1: must be positive or 0", () -> new SGD(List.of(param(1)), -0.1));
    refused("SGD: momentum is -1.0: must be positive or 0", () -> SGD.options().momentum(-1));
    refused("SGD: weightDecay is -1.0: must be positive or 0", () -> SGD.options().weightDecay(-1));
    refused("SGD: dampening is NaN: must be a number", () -> SGD.options().dampening(Double.NaN));
    refused(
        "SGD: nesterov with momentum 0.0 and dampening 0.0: needs a momentum and no dampening",
        () -> new SGD(List.of(param(1)), SGD.options().nesterov(true)));
    refused(
        "SGD: nesterov with momentum 0.9 and dampening 0.5: needs a momentum and no dampening",
        () -> new SGD(List.of(param(1)), SGD.options().nesterov(true).momentum(.9).dampening(.5)));
  }

  @Test
  void optionsOfAGroup() {
    SGD sgd = new SGD(List.of(param(1)), .5);
    SGD.Options before = sgd.paramGroups().getFirst().options();
    refused(
        "SGD: nesterov with momentum 0.0 and dampening 0.0: needs a momentum and no dampening",
        () -> sgd.paramGroups().getFirst().setOptions(before.nesterov(true)));
    refused(
        "SGD: lr is NaN: must be positive or 0",
        () -> sgd.paramGroups().getFirst().setLr(Double.NaN));
    refused(
        "SGD: lr is -1.0: must be positive or 0",
        () -> sgd.addParamGroup(SGD.group(List.of(param(1)), o -> o.lr(-1))));
    assertEquals(before, sgd.paramGroups().getFirst().options());
    assertEquals(1, sgd.paramGroups().size());
  }

  @Test
  void noParameters() {
    refused("Adam: no parameters: needs at least one", () -> new Adam(List.<Tensor>of(), .1));
    refused(
        "SGD: no parameters: needs at least one",
        () -> new SGD(List.<ParamGroup<SGD.Options>>of(), SGD.options()));
  }

  @Test
  void parametersThatCannotBeMoved() {
    Tensor p = param(2);
    refused(
        "Adam: parameter 1 of shape (2) was given before: each only once",
        () -> new Adam(List.of(p, p)));
    refused(
        "Adam: parameter 1 of shape (2) was given before: each only once",
        () -> new Adam(List.of(Adam.group(List.of(p)), Adam.group(List.of(p))), Adam.options()));
    Tensor computed = p.mul(2);
    refused(
        "Adam: parameter 0 of shape (2) was computed by " + computed.gradFn() + ": must be a leaf",
        () -> new Adam(List.of(computed)));
    refused(
        "SGD: parameter 1 of shape (3) is INT64: must be FLOAT32",
        () -> new SGD(List.of(p, Tensor.zeros(Shape.of(3), DType.INT64))));
    refused(
        "SGD: parameter 0 of shape (3, 2) is expanded, so its elements share memory: clone it"
            + " first",
        () -> new SGD(List.of(Tensor.zeros(3, 1).expand(3, 2).requiresGrad_())));
  }

  @Test
  void aGroupThatIsRefusedChangesNothing() {
    Tensor p = param(2);
    Tensor q = param(2);
    Adam adam = new Adam(List.of(p));
    refused(
        "Adam: parameter 2 of shape (2) was given before: each only once",
        () -> adam.addParamGroup(Adam.group(List.of(q, p))));
    assertEquals(1, adam.paramGroups().size());
    refused("Adam: a tensor of shape (2) is not among the parameters", () -> adam.state(q));
  }

  @Test
  void aGradientOfAnotherShape() {
    Tensor p = param(2);
    refused("setGrad: shapes are (2) and (3): must be equal", () -> p.setGrad(Tensor.zeros(3)));
  }

  @Test
  void theListsCannotBeChanged() {
    Adam adam = new Adam(List.of(param(2)));
    assertThrows(UnsupportedOperationException.class, () -> adam.paramGroups().clear());
    assertThrows(
        UnsupportedOperationException.class, () -> adam.paramGroups().getFirst().params().clear());
    assertThrows(UnsupportedOperationException.class, () -> adam.stateDict().state().clear());
  }

  private static Adam trained(Tensor... params) {
    for (Tensor p : params) {
      p.setGrad(Tensor.ones(p.shape()));
    }
    Adam adam = new Adam(List.of(params), .5);
    adam.step();
    return adam;
  }

  private static void unfit(String message, OptimizerState<Adam.Options> saved) {
    Tensor a = param(2);
    Tensor b = param(3);
    Adam adam = trained(a, b);
    float[] before = adam.state(a).get("exp_avg").toFloatArray();
    refused("Adam: the state " + message, () -> adam.loadStateDict(saved));
    assertEquals(.5, adam.paramGroups().getFirst().lr());
    assertEquals(1, adam.state(a).step());
    assertTrue(Tensor.of(before).equal(adam.state(a).get("exp_avg")));
  }

  private static OptimizerState<Adam.Options> saved(
      List<Integer> params, int index, OptimizerState.Param state) {
    return new OptimizerState<>(
        List.of(new OptimizerState.Group<>(Adam.options(), params)), Map.of(index, state));
  }

  private static OptimizerState.Param moments(long step, int size) {
    return new OptimizerState.Param(
        step, Map.of("exp_avg", Tensor.ones(size), "exp_avg_sq", Tensor.ones(size)));
  }

  @Test
  void statesThatDoNotFit() {
    List<Integer> two = List.of(0, 1);
    Adam groups =
        new Adam(
            List.of(Adam.group(List.of(param(2))), Adam.group(List.of(param(3)))), Adam.options());
    unfit("has 2 groups: the optimizer has 1", groups.stateDict());
    unfit(
        "has 1 parameters in group 0: the optimizer has 2",
        new Adam(List.of(param(2))).stateDict());
    unfit("has parameter 0 twice: each only once", saved(List.of(0, 0), 0, moments(1, 2)));
    unfit("remembers parameter 5: no group has it", saved(two, 5, moments(1, 2)));
    unfit("has step -1 of parameter 0: must be positive or 0", saved(two, 0, moments(-1, 2)));
    unfit(
        "has no exp_avg of parameter 0: needs it",
        saved(two, 0, new OptimizerState.Param(1, Map.of())));
    unfit(
        "has momentum_buffer of parameter 1: Adam remembers [exp_avg, exp_avg_sq, max_exp_avg_sq]",
        saved(two, 1, new OptimizerState.Param(1, Map.of("momentum_buffer", Tensor.ones(3)))));
    Tensor two2 = Tensor.ones(2);
    unfit(
        "has exp_avg of shape (2) of parameter 1: the parameter has shape (3)",
        saved(two, 1, new OptimizerState.Param(1, Map.of("exp_avg", two2))));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void aStateOfAnotherOptimizer() {
    OptimizerState sgd = new SGD(List.of(param(2))).stateDict();
    unfit(
        "has " + SGD.options() + " in group 0: must be the options of Adam",
        new OptimizerState<Adam.Options>(sgd.groups(), Map.of()));
  }
}
