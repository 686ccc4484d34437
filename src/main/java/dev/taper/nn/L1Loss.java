package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Losses;
import dev.taper.nnf.Reduction;

/** {@code |input − target|}, reduced, as {@link Losses#l1Loss}. torch: {@code nn.L1Loss}. */
public final class L1Loss extends Loss {
  private final Reduction reduction;

  /** The mean. */
  public L1Loss() {
    this(Reduction.MEAN);
  }

  /** With this reduction. */
  public L1Loss(Reduction reduction) {
    this.reduction = reduction;
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return Losses.l1Loss(input, target, reduction);
  }
}
