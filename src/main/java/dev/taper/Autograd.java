package dev.taper;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gradients as values, and the scopes that switch recording on and off. */
public final class Autograd {
  private Autograd() {}

  /** Switches recording off in this thread until the scope is closed; torch's {@code no_grad}. */
  public static GradMode noGrad() {
    return new GradMode(false);
  }

  /** Switches recording on in this thread until the scope is closed. */
  public static GradMode enableGrad() {
    return new GradMode(true);
  }

  /** Runs {@code body} without recording. */
  public static void noGrad(Runnable body) {
    try (GradMode _ = noGrad()) {
      body.run();
    }
  }

  /** What {@code body} returns, run without recording. */
  public static <T> T noGrad(Supplier<T> body) {
    try (GradMode _ = noGrad()) {
      return body.get();
    }
  }

  /** Runs {@code body} with recording. */
  public static void enableGrad(Runnable body) {
    try (GradMode _ = enableGrad()) {
      body.run();
    }
  }

  /** What {@code body} returns, run with recording. */
  public static <T> T enableGrad(Supplier<T> body) {
    try (GradMode _ = enableGrad()) {
      return body.get();
    }
  }

  /** Whether ops of this thread are recorded, which is the default. */
  public static boolean isGradEnabled() {
    return GradMode.enabled();
  }

  /**
   * The gradient of the single number {@code output} by {@code input}; frees the graph.
   *
   * @throws IllegalArgumentException if {@code output} is not a single number, or {@code input}
   *     requires no gradient or is not used
   */
  public static Tensor grad(Tensor output, Tensor input) {
    return grad(output, List.of(input), GradOptions.DEFAULTS).getFirst();
  }

  /** The gradients of the single number {@code output} by each of {@code inputs}. */
  public static List<Tensor> grad(Tensor output, List<Tensor> inputs) {
    return grad(output, inputs, GradOptions.DEFAULTS);
  }

  /**
   * The gradients of {@code output} by each of {@code inputs}; does not touch any {@code grad}.
   *
   * @throws IllegalArgumentException if an output is not a single number and the options give no
   *     gradient for it, or an input requires no gradient, or is not used and the options neither
   *     allow that nor ask for zeros
   */
  public static List<Tensor> grad(Tensor output, List<Tensor> inputs, GradOptions options) {
    return grad(List.of(output), inputs, options);
  }

  /** As {@link #grad(Tensor, List, GradOptions)} for several outputs. */
  public static List<Tensor> grad(List<Tensor> outputs, List<Tensor> inputs, GradOptions options) {
    Tensor[] roots = outputs.toArray(new Tensor[0]);
    Tensor[] gradients = start("grad", roots, options.gradients());
    @Nullable Tensor[] found =
        Tape.grad(
            roots,
            gradients,
            inputs.toArray(new Tensor[0]),
            options.retainGraph() || options.createGraph(),
            options.createGraph());
    Tensor[] result = new Tensor[found.length];
    for (int i = 0; i < found.length; i++) {
      Tensor gradient = found[i];
      if (gradient == null) {
        if (!options.materializeGrads()) {
          throw new IllegalArgumentException(
              "grad: input "
                  + i
                  + " of shape "
                  + inputs.get(i).shape()
                  + " was not used to compute the outputs: pass materializeGrads for zeros");
        }
        gradient = Tensor.zeros(inputs.get(i).shape());
      }
      result[i] = gradient;
    }
    return List.of(result);
  }

  /** Back-propagates from several tensors at once; torch's {@code autograd.backward}. */
  public static void backward(List<Tensor> outputs, GradOptions options) {
    Tensor[] roots = outputs.toArray(new Tensor[0]);
    Tape.backward(
        roots,
        start("backward", roots, options.gradients()),
        options.retainGraph() || options.createGraph(),
        options.createGraph());
  }

  /** The gradients to begin with: those given, checked, or 1 for a single number. */
  static Tensor[] start(String op, Tensor[] roots, List<Tensor> given) {
    if (!given.isEmpty() && given.size() != roots.length) {
      throw new IllegalArgumentException(
          op + ": " + given.size() + " gradients for " + roots.length + " outputs: must be equal");
    }
    Tensor[] start = new Tensor[roots.length];
    for (int i = 0; i < roots.length; i++) {
      Tensor root = roots[i];
      if (given.isEmpty()) {
        if (root.numel() != 1) {
          throw new IllegalArgumentException(
              op
                  + ": the output has shape "
                  + root.shape()
                  + ": must be a single number where no gradient is given");
        }
        start[i] = Tensor.ones(root.shape());
      } else {
        start[i] = given.get(i);
        Checks.dtype(op, start[i], DType.FLOAT32);
        if (!start[i].shape().equals(root.shape())) {
          throw new IllegalArgumentException(
              op
                  + ": the gradient has shape "
                  + start[i].shape()
                  + ": must be "
                  + root.shape()
                  + ", that of the output");
        }
      }
    }
    return start;
  }
}
