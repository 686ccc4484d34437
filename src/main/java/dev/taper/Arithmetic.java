package dev.taper;

import dev.taper.Binary.Partial;

/**
 * The four operations and what is made of them, on each number or pair of numbers.
 *
 * <p>The pointwise ops stand in several small classes, since a cold JVM makes all ops of a class at
 * once, at a millisecond each.
 */
final class Arithmetic {
  private Arithmetic() {}

  /** {@code -x}. */
  static final Unary NEG = Unary.own("neg", x -> -x, dy -> dy.neg()).integral(x -> -x);

  /** {@code 1/x}. */
  static final Unary RECIPROCAL =
      Unary.ownOfOutput("reciprocal", x -> 1 / x, (dy, y) -> dy.neg().mul(y.mul(y)));

  /** {@code x²}. */
  static final Unary SQUARE =
      Unary.ownOfInput("square", x -> x * x, (dy, x) -> dy.mul(x.mul(2))).integral(x -> x * x);

  /** {@code a + b}; or for truth values. */
  static final Binary ADD =
      Binary.own("add", (a, b) -> a + b, Partial.ofNothing(dy -> dy), Partial.ofNothing(dy -> dy))
          .integral((a, b) -> a + b);

  /** {@code a - b}. */
  static final Binary SUB =
      Binary.own(
              "sub", (a, b) -> a - b, Partial.ofNothing(dy -> dy), Partial.ofNothing(Tensor::neg))
          .integral((a, b) -> a - b);

  /** {@code a · b}; and for truth values. */
  static final Binary MUL =
      Binary.own(
              "mul",
              (a, b) -> a * b,
              Partial.ofOther((dy, b) -> dy.mul(b)),
              Partial.ofOther((dy, a) -> dy.mul(a)))
          .integral((a, b) -> a * b);

  /** {@code a / b}, of integers too a FLOAT32. */
  static final Binary DIV =
      Binary.own(
          "div",
          (a, b) -> a / b,
          Partial.ofOther((dy, b) -> dy.div(b)),
          Partial.ofBoth((dy, a, b) -> dy.neg().mul(a.div(b).div(b))));
}
