package dev.taper;

/** How far numbers may lie from what they should be. */
final class Tolerances {
  private Tolerances() {}

  /** Gradients against differences, of the size of the terms that the derivative is the sum of. */
  static final double GRADIENT = 1e-4;

  /** The same, of the size of the terms that the function is the sum of: their rounding. */
  static final double GRADIENT_ROUNDING = 2e-5;

  /** Two backends, which sum in different orders; of the largest number of a result. */
  static final double BACKENDS = 1e-6;

  /** Torch's numbers: one op. */
  static final double TORCH_RELATIVE = 1.3e-6;

  /** The same near 0. */
  static final double TORCH_ABSOLUTE = 1e-5;

  /** Torch's numbers: products and long sums. */
  static final double TORCH_SUMS_RELATIVE = 1e-4;

  /** Numbers below this torch flushes to 0 on its way: its sigmoid(-100) is 0, not 3.8e-44. */
  static final double SUBNORMAL = Float.MIN_NORMAL;

  /** Sums of a few FLOAT32 against sums of double. */
  static final double SUMS = 1e-5;
}
