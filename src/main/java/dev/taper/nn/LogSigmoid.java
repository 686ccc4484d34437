package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/** The logarithm of the sigmoid of each number. Shape: any. torch: {@code nn.LogSigmoid}. */
public final class LogSigmoid extends Layer {
  /** The only kind. */
  public LogSigmoid() {}

  @Override
  public Tensor forward(Tensor x) {
    return Activations.logSigmoid(x);
  }
}
