package dev.taper;

import dev.taper.kernel.FloatGaussian;

/** The error function and its complement. */
final class Gaussian {
  private static final double SLOPE = 2 / Math.sqrt(Math.PI);

  private Gaussian() {}

  /** {@code 2/√π ∫₀ˣ e^(-t²) dt}. */
  static final Unary ERF =
      Unary.ownOfInput("erf", FloatGaussian::erf, (dy, x) -> dy.mul(density(x).mul(SLOPE)));

  /** {@code 1 - erf(x)}, exact where that is close to 0. */
  static final Unary ERFC =
      Unary.ownOfInput("erfc", FloatGaussian::erfc, (dy, x) -> dy.mul(density(x).mul(-SLOPE)));

  private static Tensor density(Tensor x) {
    return x.square().neg().exp();
  }
}
