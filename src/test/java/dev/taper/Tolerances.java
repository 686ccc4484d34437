package dev.taper;

/** How far numbers may lie from what they should be. */
final class Tolerances {
  private Tolerances() {}

  /** Gradients against differences, of the size of the terms that the derivative is the sum of. */
  static final double GRADIENT = 1e-4;

  /** The same, of the size of the terms that the function is the sum of: their rounding. */
  static final double GRADIENT_ROUNDING = 2e-5;

  /** Two backends, which sum in different orders. */
  static final double BACKENDS_RELATIVE = 2e-6;

  /** The same near 0. */
  static final double BACKENDS_ABSOLUTE = 2e-6;

  /** Torch's numbers: one op. */
  static final double TORCH_RELATIVE = 1.3e-6;

  /** The same near 0. */
  static final double TORCH_ABSOLUTE = 1e-5;

  /** Torch's numbers: products and long sums. */
  static final double TORCH_SUMS_RELATIVE = 1e-4;

  /** Sums of a few FLOAT32 against sums of double. */
  static final double SUMS = 1e-5;
}
