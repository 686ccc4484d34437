package dev.taper.kernel;

/** The door to the loops: makes kernels from formulas for the backend that was chosen at start. */
public final class Kernels {
  private Kernels() {}

  /** A kernel for {@code formula}; {@code name} is empty for a user's own op. */
  public static UnaryKernel unary(String name, FloatUnary formula) {
    return new UnaryKernel(name, formula);
  }

  /** A kernel for {@code formula}; {@code name} is empty for a user's own op. */
  public static BinaryKernel binary(String name, FloatBinary formula) {
    return new BinaryKernel(name, formula);
  }

  /** A kernel for the comparison {@code formula}; {@code name} is empty for a user's own op. */
  public static CompareKernel compare(String name, FloatCompare formula) {
    return new CompareKernel(name, formula);
  }

  /** Whether the backend is the one written with the Vector API. */
  public static boolean vector() {
    return false;
  }

  /** What was chosen and why, in one sentence. */
  public static String describe() {
    return "scalar backend";
  }
}
