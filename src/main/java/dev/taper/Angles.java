package dev.taper;

import dev.taper.kernel.FloatAngles;

/** Functions of angles in radians. */
final class Angles {
  private Angles() {}

  /** The sine. */
  static final Unary SIN = Unary.ownOfInput("sin", FloatAngles::sin, (dy, x) -> dy.mul(x.cos()));

  /** The cosine. */
  static final Unary COS =
      Unary.ownOfInput("cos", FloatAngles::cos, (dy, x) -> dy.mul(x.sin().neg()));

  /** The tangent. */
  static final Unary TAN =
      Unary.ownOfOutput("tan", FloatAngles::tan, (dy, y) -> dy.mul(y.square().add(1)));
}
