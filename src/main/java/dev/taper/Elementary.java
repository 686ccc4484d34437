package dev.taper;

import dev.taper.Binary.Partial;
import dev.taper.kernel.FloatMath;

/** Functions of each number. */
final class Elementary {
  private Elementary() {}

  /** {@code |x|}; its gradient at 0 is 0. */
  static final Unary ABS =
      Unary.ownOfInput("abs", Math::abs, (dy, x) -> dy.mul(x.sign())).integral(Math::abs);

  /** -1, 0 or 1 as the number is negative, zero or positive; 0 for NaN. */
  static final Unary SIGN =
      Unary.own("sign", x -> x > 0 ? 1 : x < 0 ? -1 : 0, Tensor::zerosLike).integral(Long::signum);

  /** {@code eˣ}. */
  static final Unary EXP = Unary.ownOfOutput("exp", FloatMath::exp, (dy, y) -> dy.mul(y));

  /** The natural logarithm. */
  static final Unary LOG = Unary.ownOfInput("log", FloatMath::log, (dy, x) -> dy.div(x));

  /** {@code √x}. */
  static final Unary SQRT =
      Unary.ownOfOutput("sqrt", x -> (float) Math.sqrt(x), (dy, y) -> dy.div(y.mul(2)));

  /** {@code 1/√x}. */
  static final Unary RSQRT =
      Unary.ownOfOutput(
          "rsqrt", x -> 1 / (float) Math.sqrt(x), (dy, y) -> dy.mul(-0.5).mul(y.pow(3)));

  /** {@code 1/(1+e⁻ˣ)}. */
  static final Unary SIGMOID =
      Unary.ownOfOutput(
          "sigmoid", FloatMath::sigmoid, (dy, y) -> Elementary.SIGMOID_BACKWARD.apply(dy, y));

  /** {@code dy · y(1 - y)}. */
  static final Binary SIGMOID_BACKWARD =
      Binary.own(
          "sigmoidBackward",
          FloatMath::sigmoidBackward,
          Partial.ofOther((ddx, y) -> Elementary.SIGMOID_BACKWARD.apply(ddx, y)),
          Partial.ofBoth((ddx, dy, y) -> ddx.mul(dy).mul(y.mul(-2).add(1))));

  /** The hyperbolic tangent. */
  static final Unary TANH =
      Unary.ownOfOutput("tanh", FloatMath::tanh, (dy, y) -> Elementary.TANH_BACKWARD.apply(dy, y));

  /** {@code dy (1 - y²)}. */
  static final Binary TANH_BACKWARD =
      Binary.own(
          "tanhBackward",
          FloatMath::tanhBackward,
          Partial.ofOther((ddx, y) -> Elementary.TANH_BACKWARD.apply(ddx, y)),
          Partial.ofBoth((ddx, dy, y) -> ddx.mul(dy).mul(y.mul(-2))));
}
