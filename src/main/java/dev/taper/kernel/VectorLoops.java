package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/** Makes the loops written with the Vector API; touched only where they are wanted. */
final class VectorLoops {
  /** With fewer the Vector API is only an emulation. */
  static final int LEAST_BITS = 128;

  static final int BITS = VectorFormulas.SPECIES.vectorBitSize();

  private VectorLoops() {}

  static @Nullable UnaryLoop unary(String name, UnaryLoop tail) {
    return loop(
        VectorFormulas.ofAngles(name) ? VectorAngleLoop.class : VectorUnaryLoop.class,
        name,
        UnaryLoop.class,
        tail);
  }

  static @Nullable BinaryLoop binary(String name, BinaryLoop tail) {
    return loop(
        name.equals("pow") ? VectorPowerLoop.class : VectorBinaryLoop.class,
        name,
        BinaryLoop.class,
        tail);
  }

  static @Nullable StepLoop steps(String name, BinaryLoop tail) {
    return BITS < LEAST_BITS
        ? null
        : Clones.vectorLoop(VectorStepLoop.class, name, BinaryLoop.class, tail);
  }

  static @Nullable CompareLoop compare(String name, CompareLoop tail) {
    return loop(VectorCompareLoop.class, name, CompareLoop.class, tail);
  }

  private static <T> @Nullable T loop(
      Class<? extends T> template, String name, Class<T> type, T tail) {
    return BITS < LEAST_BITS ? null : Clones.vectorLoop(template, name, type, tail);
  }
}
