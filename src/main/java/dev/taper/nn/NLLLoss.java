package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Losses;
import dev.taper.nnf.NllOptions;

/**
 * The negative log likelihood, as {@link Losses#nllLoss}.
 *
 * <p>Weights of the classes are a buffer named {@code weight}. torch: {@code nn.NLLLoss}.
 */
public final class NLLLoss extends Loss {
  private final NllOptions options;

  /** The mean. */
  public NLLLoss() {
    this(options());
  }

  /** With these options. */
  public NLLLoss(NllOptions options) {
    this.options = options;
    Tensor weight = options.weight();
    if (weight != null) {
      buffer("weight", weight);
    }
  }

  /** The defaults. */
  public static NllOptions options() {
    return NllOptions.options();
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return Losses.nllLoss(input, target, options);
  }
}
