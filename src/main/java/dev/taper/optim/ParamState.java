package dev.taper.optim;

import dev.taper.Scope;
import dev.taper.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer remembers of one parameter: a count of steps and tensors by PyTorch's names,
 * for example {@code exp_avg}; empty until the first step with a gradient.
 */
// Users need not have JSpecify, so its annotations are not exported with the signatures.
@SuppressWarnings("exports")
public final class ParamState {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private long step;

  ParamState() {}

  /** How many steps were counted; 0 where the optimizer does not count. */
  public long step() {
    return step;
  }

  /** Counts one more step and returns the new count. */
  public long advance() {
    return ++step;
  }

  /** The tensor of this name; null where there is none. */
  public @Nullable Tensor get(String name) {
    return tensors.get(name);
  }

  /**
   * The tensor of this name, made by {@code first} of the name where there is none yet; it outlives
   * every {@link Scope}.
   */
  public Tensor get(String name, Function<String, Tensor> first) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      tensor = Scope.outside(() -> first.apply(name));
      tensors.put(name, tensor);
    }
    return tensor;
  }

  /** Remembers a tensor, which outlives every {@link Scope} then. */
  public void put(String name, Tensor tensor) {
    tensors.put(name, Scope.outside(tensor));
  }

  /** All tensors by name, as they are now; a view that cannot be written to. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Whether nothing is remembered yet. */
  public boolean isEmpty() {
    return step == 0 && tensors.isEmpty();
  }

  /** Copies all of {@code saved} in the place of what was remembered. */
  void load(OptimizerState.Param saved) {
    step = saved.step();
    tensors.clear();
    tensors.putAll(saved.copies());
  }

  void clear() {
    step = 0;
    tensors.clear();
  }
}
