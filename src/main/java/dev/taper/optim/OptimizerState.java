package dev.taper.optim;

import dev.taper.DType;
import dev.taper.Scope;
import dev.taper.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An optimizer's options and memory at one moment; torch's {@code state_dict}.
 *
 * @param groups the groups in order
 * @param state what is remembered of each parameter, by its index; parameters that were never
 *     updated are missing
 * @param <O> the optimizer's options
 */
public record OptimizerState<O extends Optimizer.Options<O>>(
    List<Group<O>> groups, Map<Integer, Param> state) {
  /** Copies both. */
  public OptimizerState {
    groups = List.copyOf(groups);
    state = Collections.unmodifiableMap(new TreeMap<>(state));
  }

  /**
   * The options of a group and the indices of its parameters, counted through all groups.
   *
   * @param options the options
   * @param params the indices
   * @param <O> the optimizer's options
   */
  public record Group<O extends Optimizer.Options<O>>(O options, List<Integer> params) {
    /** Copies the list. */
    public Group {
      params = List.copyOf(params);
    }
  }

  /**
   * What is remembered of one parameter.
   *
   * @param step how many steps were counted
   * @param tensors copies of the tensors, by PyTorch's names; they outlive every {@link Scope}
   */
  public record Param(long step, Map<String, Tensor> tensors) {
    /** Copies the map, and each tensor as FLOAT32. */
    public Param {
      tensors = Collections.unmodifiableMap(copies(tensors));
    }

    Map<String, Tensor> copies() {
      return copies(tensors);
    }

    private static Map<String, Tensor> copies(Map<String, Tensor> tensors) {
      Map<String, Tensor> copies = new LinkedHashMap<>();
      tensors.forEach(
          (name, x) -> {
            float[] numbers = x.to(DType.FLOAT32).toFloatArray();
            copies.put(name, Scope.outside(() -> Tensor.of(numbers, x.shape())));
          });
      return copies;
    }
  }
}
