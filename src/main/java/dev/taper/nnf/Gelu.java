package dev.taper.nnf;

import dev.taper.Binary;
import dev.taper.Binary.Partial;
import dev.taper.Tensor;
import dev.taper.Unary;
import dev.taper.kernel.FloatActivations;
import dev.taper.kernel.FloatGaussian;
import dev.taper.kernel.Kernels;

/** Numbers times the normal distribution up to them, and what is nearly that. */
final class Gelu {
  /** The density of the normal distribution at 0. */
  private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

  /** Of 2 √(2/π) (x + 0.044715 x³). */
  private static final double SLOPE = 2 * Math.sqrt(2 / Math.PI);

  private static final double CUBE = SLOPE * 0.044715;

  private Gelu() {}

  /** {@code x Φ(x)}. */
  static final Unary GELU =
      Unary.ofInput(
          "gelu",
          Kernels.unary("gelu", FloatGaussian::gelu),
          (dy, x) -> Gelu.GELU_BACKWARD.apply(dy, x));

  /** {@code dy (Φ(x) + x φ(x))}. */
  static final Binary GELU_BACKWARD =
      Binary.of(
          "geluBackward",
          Kernels.binary("geluBackward", FloatGaussian::geluBackward),
          Partial.ofOther((ddx, x) -> Gelu.GELU_BACKWARD.apply(ddx, x)),
          Partial.ofBoth((ddx, dy, x) -> ddx.mul(dy).mul(bend(x))));

  /** {@code φ(x) (2 - x²)}. */
  private static Tensor bend(Tensor x) {
    Tensor square = x.square();
    return square.mul(-0.5).exp().mul(DENSITY).mul(square.rsub(2));
  }

  /** {@code x s(u)}, where s is the sigmoid and {@code u = 2 √(2/π) (x + 0.044715 x³)}. */
  static final Unary GELU_TANH =
      Unary.ofInput(
          "geluTanh",
          Kernels.unary("geluTanh", FloatActivations::geluTanh),
          (dy, x) -> Gelu.GELU_TANH_BACKWARD.apply(dy, x));

  /** {@code dy s (1 + x u' (1 - s))}. */
  static final Binary GELU_TANH_BACKWARD =
      Binary.of(
          "geluTanhBackward",
          Kernels.binary("geluTanhBackward", FloatActivations::geluTanhBackward),
          Partial.ofOther((ddx, x) -> Gelu.GELU_TANH_BACKWARD.apply(ddx, x)),
          Partial.ofBoth((ddx, dy, x) -> ddx.mul(dy).mul(bendOfTanh(x))));

  /** {@code s' (2 u' + x u'' + x u'² (1 - 2 s))}. */
  private static Tensor bendOfTanh(Tensor x) {
    Tensor square = x.square();
    Tensor s = square.mul(CUBE).add(SLOPE).mul(x).sigmoid();
    Tensor u1 = square.mul(3 * CUBE).add(SLOPE);
    Tensor u2 = x.mul(6 * CUBE);
    Tensor third = x.mul(u1.square()).mul(s.mul(-2).add(1));
    return s.mul(s.rsub(1)).mul(u1.mul(2).add(x.mul(u2)).add(third));
  }
}
