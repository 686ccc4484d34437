package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/** Each number, cut to what lies between 0 and 6. Shape: any. torch: {@code nn.ReLU6}. */
public final class ReLU6 extends Layer {
  /** The only kind. */
  public ReLU6() {}

  @Override
  public Tensor forward(Tensor x) {
    return Activations.relu6(x);
  }
}
