package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.Unary;
import dev.taper.nnf.Activations;

/** {@code 1 / (1 + e⁻ˣ)} of each number. Shape: any. torch: {@code nn.Sigmoid}. */
public final class Sigmoid extends Layer {
  /** The only kind. */
  public Sigmoid() {}

  @Override
  public Tensor forward(Tensor x) {
    return Activations.sigmoid(x);
  }

  @Override
  Unary activation() {
    return Unary.sigmoid();
  }
}
