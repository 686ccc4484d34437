package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/** {@link Activations#softmax} along one dimension. Shape: any. torch: {@code nn.Softmax}. */
public final class Softmax extends Layer {
  private final int dim;

  /** Along {@code dim}; negative counts from the end. */
  public Softmax(int dim) {
    this.dim = dim;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Activations.softmax(x, dim);
  }

  @Override
  protected String extraRepr() {
    return "dim=" + dim;
  }
}
