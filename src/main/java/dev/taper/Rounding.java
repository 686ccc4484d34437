package dev.taper;

import dev.taper.kernel.FloatMath;
import dev.taper.kernel.FloatUnary;

/** Integers close to each number; their gradients are 0. */
final class Rounding {
  private Rounding() {}

  /** The largest integer that is not more. */
  static final Unary FLOOR = integer("floor", FloatMath::floor);

  /** The smallest integer that is not less. */
  static final Unary CEIL = integer("ceil", FloatMath::ceil);

  /** The nearest integer; of two as near the even one. */
  static final Unary ROUND = integer("round", FloatMath::round);

  /** The integer part: the next one towards 0. */
  static final Unary TRUNC = integer("trunc", FloatMath::trunc);

  private static Unary integer(String name, FloatUnary formula) {
    return Unary.own(name, formula, Tensor::zerosLike).integral(x -> x);
  }
}
