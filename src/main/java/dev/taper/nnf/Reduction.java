package dev.taper.nnf;

import dev.taper.Tensor;

/** What becomes of the losses of the elements; torch's {@code reduction}. */
public enum Reduction {
  /** Each stays by itself. */
  NONE,
  /** Their mean, weighted where the elements have weights; the default. */
  MEAN,
  /** Their sum. */
  SUM;

  Tensor of(Tensor losses) {
    return switch (this) {
      case NONE -> losses;
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
    };
  }
}
