package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/** Makes the loops written with the Vector API; touched only where they are wanted. */
final class VectorLoops {
  /** With fewer the Vector API is only an emulation. */
  static final int LEAST_BITS = 128;

  static final int BITS = VectorFormulas.SPECIES.vectorBitSize();

  private VectorLoops() {}

  static @Nullable UnaryLoop unary(String name, UnaryLoop tail) {
    VectorFormulas.Unary f = BITS < LEAST_BITS ? null : VectorFormulas.unary(name);
    if (f == null) {
      return null;
    }
    return VectorFormulas.ofAngles(name)
        ? Clones.loop(VectorAngleLoop.class, f, UnaryLoop.class, tail)
        : Clones.loop(VectorUnaryLoop.class, f, UnaryLoop.class, tail);
  }

  static @Nullable BinaryLoop binary(String name, BinaryLoop tail) {
    if (name.equals("pow")) {
      return BITS < LEAST_BITS ? null : new VectorPowerLoop(tail);
    }
    VectorFormulas.Binary f = BITS < LEAST_BITS ? null : VectorFormulas.binary(name);
    return f == null ? null : Clones.loop(VectorBinaryLoop.class, f, BinaryLoop.class, tail);
  }

  static @Nullable StepLoop steps(String name, BinaryLoop tail) {
    VectorFormulas.Binary f = BITS < LEAST_BITS ? null : VectorFormulas.binary(name);
    return f == null ? null : Clones.loop(VectorStepLoop.class, f, BinaryLoop.class, tail);
  }

  static @Nullable CompareLoop compare(String name, CompareLoop tail) {
    VectorFormulas.Compare f = BITS < LEAST_BITS ? null : VectorFormulas.compare(name);
    return f == null ? null : Clones.loop(VectorCompareLoop.class, f, CompareLoop.class, tail);
  }
}
