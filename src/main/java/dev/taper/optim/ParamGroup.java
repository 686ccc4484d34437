package dev.taper.optim;

import dev.taper.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Parameters to hand to an optimizer, with what differs for them from its defaults.
 *
 * <pre>{@code
 * new Adam(List.of(Adam.group(weights), Adam.group(biases, o -> o.lr(0.01))), Adam.options());
 * }</pre>
 *
 * @param params the parameters; may be none
 * @param overrides makes the group's options of the optimizer's defaults
 * @param <O> the optimizer's options
 */
public record ParamGroup<O extends Optimizer.Options<O>>(
    List<Tensor> params, UnaryOperator<O> overrides) {
  /** Copies the list. */
  public ParamGroup {
    params = List.copyOf(params);
  }

  /** These parameters with the defaults. */
  public ParamGroup(Collection<Tensor> params) {
    this(List.copyOf(params), UnaryOperator.identity());
  }

  /** The same, with another learning rate. */
  public ParamGroup<O> lr(double lr) {
    UnaryOperator<O> before = overrides;
    return new ParamGroup<>(params, options -> before.apply(options).lr(lr));
  }
}
