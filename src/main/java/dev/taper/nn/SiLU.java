package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/** {@code x / (1 + e⁻ˣ)} of each number. Shape: any. torch: {@code nn.SiLU}. */
public final class SiLU extends Layer {
  /** The only kind. */
  public SiLU() {}

  @Override
  public Tensor forward(Tensor x) {
    return Activations.silu(x);
  }
}
