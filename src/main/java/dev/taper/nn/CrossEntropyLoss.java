package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.CrossEntropyOptions;
import dev.taper.nnf.Losses;

/**
 * The cross entropy of classes or their probabilities, as {@link Losses#crossEntropy}.
 *
 * <p>Weights of the classes are a buffer named {@code weight}. torch: {@code nn.CrossEntropyLoss}.
 */
public final class CrossEntropyLoss extends Loss {
  private final CrossEntropyOptions options;

  /** The mean. */
  public CrossEntropyLoss() {
    this(options());
  }

  /** With these options. */
  public CrossEntropyLoss(CrossEntropyOptions options) {
    this.options = options;
    Tensor weight = options.weight();
    if (weight != null) {
      buffer("weight", weight);
    }
  }

  /** The defaults. */
  public static CrossEntropyOptions options() {
    return CrossEntropyOptions.options();
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return Losses.crossEntropy(input, target, options);
  }
}
