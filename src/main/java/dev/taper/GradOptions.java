package dev.taper;

import java.util.List;

/**
 * What {@link Autograd#grad} and {@link Autograd#backward} may be told.
 *
 * @param gradients one for each output; default none, for outputs that are single numbers
 * @param retainGraph whether saved tensors are kept, so that the graph can be run again; default no
 * @param createGraph whether the gradients are recorded themselves, which keeps the graph too;
 *     default no
 * @param materializeGrads whether an input that is not used gets zeros and not an error; default no
 */
public record GradOptions(
    List<Tensor> gradients, boolean retainGraph, boolean createGraph, boolean materializeGrads) {
  static final GradOptions DEFAULTS = new GradOptions(List.of(), false, false, false);

  /** Copies the list. */
  public GradOptions {
    gradients = List.copyOf(gradients);
  }

  /** The defaults. */
  public static GradOptions options() {
    return DEFAULTS;
  }

  /** With these gradients of the outputs to begin with. */
  public GradOptions gradients(Tensor... gradients) {
    return new GradOptions(List.of(gradients), retainGraph, createGraph, materializeGrads);
  }

  /** With the graph kept or not. */
  public GradOptions retainGraph(boolean retainGraph) {
    return new GradOptions(gradients, retainGraph, createGraph, materializeGrads);
  }

  /** With the gradients recorded or not. */
  public GradOptions createGraph(boolean createGraph) {
    return new GradOptions(gradients, retainGraph, createGraph, materializeGrads);
  }

  /** With zeros for inputs that are not used, or an error. */
  public GradOptions materializeGrads(boolean materializeGrads) {
    return new GradOptions(gradients, retainGraph, createGraph, materializeGrads);
  }
}
