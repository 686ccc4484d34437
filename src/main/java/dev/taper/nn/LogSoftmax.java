package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/** {@link Activations#logSoftmax} along one dimension. Shape: any. torch: {@code nn.LogSoftmax}. */
public final class LogSoftmax extends Layer {
  private final int dim;

  /** Along {@code dim}; negative counts from the end. */
  public LogSoftmax(int dim) {
    this.dim = dim;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Activations.logSoftmax(x, dim);
  }

  @Override
  protected String extraRepr() {
    return "dim=" + dim;
  }
}
