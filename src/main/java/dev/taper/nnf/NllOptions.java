package dev.taper.nnf;

import dev.taper.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Losses#nllLoss} may be told.
 *
 * @param weight of each class, {@code (C)}; default none, which counts them alike
 * @param ignoreIndex the target that adds nothing to the loss; default -100
 * @param reduction default {@link Reduction#MEAN}, which divides by the sum of the weights
 */
@SuppressWarnings("exports")
public record NllOptions(@Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
  private static final NllOptions DEFAULTS = new NllOptions(null, -100, Reduction.MEAN);

  /** The defaults. */
  public static NllOptions options() {
    return DEFAULTS;
  }

  /** With these weights of the classes; null for none. */
  public NllOptions weight(@Nullable Tensor weight) {
    return new NllOptions(weight, ignoreIndex, reduction);
  }

  /** With this target ignored. */
  public NllOptions ignoreIndex(long ignoreIndex) {
    return new NllOptions(weight, ignoreIndex, reduction);
  }

  /** With this reduction. */
  public NllOptions reduction(Reduction reduction) {
    return new NllOptions(weight, ignoreIndex, reduction);
  }
}
