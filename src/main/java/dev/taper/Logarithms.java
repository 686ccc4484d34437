package dev.taper;

import dev.taper.kernel.FloatMath;

/** Exponentials and logarithms but the natural ones of each number. */
final class Logarithms {
  private static final double LN_2 = Math.log(2);
  private static final double LN_10 = Math.log(10);

  private Logarithms() {}

  /** {@code 2ˣ}. */
  static final Unary EXP2 =
      Unary.ownOfOutput("exp2", FloatMath::exp2, (dy, y) -> dy.mul(y).mul(LN_2));

  /** {@code eˣ - 1}, exact where that is close to 0. */
  static final Unary EXPM1 =
      Unary.ownOfOutput("expm1", FloatMath::expm1, (dy, y) -> dy.mul(y.add(1)));

  /** The logarithm to base 2. */
  static final Unary LOG2 =
      Unary.ownOfInput("log2", FloatMath::log2, (dy, x) -> dy.div(x.mul(LN_2)));

  /** The logarithm to base 10. */
  static final Unary LOG10 =
      Unary.ownOfInput("log10", FloatMath::log10, (dy, x) -> dy.div(x.mul(LN_10)));

  /** {@code log(1 + x)}, exact where that is close to 0. */
  static final Unary LOG1P =
      Unary.ownOfInput("log1p", FloatMath::log1p, (dy, x) -> dy.div(x.add(1)));
}
