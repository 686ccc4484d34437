package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.Unary;
import dev.taper.nnf.Activations;

/** {@code max(x, 0)} of each number. Shape: any. torch: {@code nn.ReLU}. */
public final class ReLU extends Layer {
  /** The only kind. */
  public ReLU() {}

  @Override
  public Tensor forward(Tensor x) {
    return Activations.relu(x);
  }

  @Override
  Unary activation() {
    return Unary.relu();
  }
}
