package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.Unary;
import dev.taper.nnf.Activations;

/** The hyperbolic tangent of each number. Shape: any. torch: {@code nn.Tanh}. */
public final class Tanh extends Layer {
  /** The only kind. */
  public Tanh() {}

  @Override
  public Tensor forward(Tensor x) {
    return Activations.tanh(x);
  }

  @Override
  Unary activation() {
    return Unary.tanh();
  }
}
