package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Losses;
import dev.taper.nnf.Reduction;

/** {@code (input − target)²}, reduced, as {@link Losses#mseLoss}. torch: {@code nn.MSELoss}. */
public final class MSELoss extends Loss {
  private final Reduction reduction;

  /** The mean. */
  public MSELoss() {
    this(Reduction.MEAN);
  }

  /** With this reduction. */
  public MSELoss(Reduction reduction) {
    this.reduction = reduction;
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return Losses.mseLoss(input, target, reduction);
  }
}
