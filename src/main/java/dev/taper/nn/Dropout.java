package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Dropouts;

/**
 * {@link Dropouts#dropout} in training mode, and nothing out of it.
 *
 * <p>Shape: any. torch: {@code nn.Dropout}.
 */
public final class Dropout extends Layer {
  private final double p;

  /** Leaves out half of the numbers. */
  public Dropout() {
    this(0.5);
  }

  /**
   * Leaves out each number with probability {@code p}.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public Dropout(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("Dropout: p is " + p + ": must be from 0 to 1");
    }
    this.p = p;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Dropouts.dropout(x, p, isTraining());
  }

  @Override
  protected String extraRepr() {
    return "p=" + p + ", inplace=False";
  }
}
