package dev.taper.optim;

import dev.taper.Tensor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a saved state fits an optimizer; each error names what differs. */
final class StateCheck {
  private StateCheck() {}

  static <O extends Optimizer.Options<O>> void check(
      String name, Optimizer<O> optimizer, OptimizerState<O> saved) {
    List<Optimizer.Group<O>> groups = optimizer.paramGroups();
    if (saved.groups().size() != groups.size()) {
      throw bad(
          name, "has " + saved.groups().size() + " groups", "the optimizer has " + groups.size());
    }
    Set<Integer> met = new TreeSet<>();
    for (int g = 0; g < groups.size(); g++) {
      OptimizerState.Group<O> from = saved.groups().get(g);
      options(name, optimizer.defaults(), from.options(), g);
      List<Tensor> params = groups.get(g).params();
      if (from.params().size() != params.size()) {
        throw bad(
            name,
            "has " + from.params().size() + " parameters in group " + g,
            "the optimizer has " + params.size());
      }
      for (int i = 0; i < params.size(); i++) {
        int index = from.params().get(i);
        if (!met.add(index)) {
          throw bad(name, "has parameter " + index + " twice", "each only once");
        }
        OptimizerState.Param param = saved.state().get(index);
        if (param != null) {
          param(name, optimizer, params.get(i), index, param);
        }
      }
    }
    for (int index : saved.state().keySet()) {
      if (!met.contains(index)) {
        throw bad(name, "remembers parameter " + index, "no group has it");
      }
    }
  }

  /** Generics hold the kind of options together; where they were cast away, this does. */
  private static void options(String name, Object needed, Optimizer.Options<?> given, int group) {
    if (given.getClass() != needed.getClass()) {
      throw bad(name, "has " + given + " in group " + group, "must be the options of " + name);
    }
    given.check();
  }

  private static void param(
      String name, Optimizer<?> optimizer, Tensor to, int index, OptimizerState.Param saved) {
    String whose = " of parameter " + index;
    if (saved.step() < 0) {
      throw bad(name, "has step " + saved.step() + whose, "must be positive or 0");
    }
    saved
        .tensors()
        .forEach(
            (key, tensor) -> {
              if (!optimizer.stateNames().contains(key)) {
                throw bad(
                    name,
                    "has " + key + whose,
                    name + " remembers " + new TreeSet<>(optimizer.stateNames()));
              }
              if (!tensor.shape().equals(to.shape())) {
                throw bad(
                    name,
                    "has " + key + " of shape " + tensor.shape() + whose,
                    "the parameter has shape " + to.shape());
              }
            });
    for (String key : new TreeSet<>(optimizer.neededStateNames())) {
      if (!saved.tensors().containsKey(key)) {
        throw bad(name, "has no " + key + whose, "needs it");
      }
    }
  }

  private static IllegalArgumentException bad(String name, String fact, String need) {
    return new IllegalArgumentException(name + ": the state " + fact + ": " + need);
  }
}
