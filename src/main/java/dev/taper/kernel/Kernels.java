package dev.taper.kernel;

/** The door to the loops: makes kernels from formulas for the backend that was chosen at start. */
public final class Kernels {
  private static final Backend BACKEND = Backend.choose();

  private Kernels() {}

  /**
   * A kernel for {@code formula}.
   *
   * <p>A {@code name} that {@code Splice} finds a vector form for must come with the formula of the
   * same name in {@link FloatMath} or the plain operator, which gives the same bits; a user's own
   * op has the empty name.
   */
  public static UnaryKernel unary(String name, FloatUnary formula) {
    return new UnaryKernel(name, formula);
  }

  /** A kernel for {@code formula}; as to {@code name} see {@link #unary}. */
  public static BinaryKernel binary(String name, FloatBinary formula) {
    return new BinaryKernel(name, formula);
  }

  /** A kernel for the comparison {@code formula}; as to {@code name} see {@link #unary}. */
  public static CompareKernel compare(String name, FloatCompare formula) {
    return new CompareKernel(name, formula);
  }

  /**
   * Whether the backend is the one written with the Vector API.
   *
   * <p>Asking does not start the Vector API; whoever then starts it finds out whether its vectors
   * have the 128 bits that make it worth while (a JVM told otherwise by {@code -XX:MaxVectorSize}
   * may not).
   */
  public static boolean vector() {
    return BACKEND.vector();
  }

  /** What was chosen and why, in one sentence, with the vectors' size in bits. */
  public static String describe() {
    return BACKEND.describe();
  }

  /** Whether the Vector API was asked for by name and is to serve before it is compiled. */
  static boolean vectorAtOnce() {
    return BACKEND.atOnce() && VectorLoops.BITS >= VectorLoops.LEAST_BITS;
  }

  /** Tells once what would make heavy work faster, where anything would. */
  static void logOnce() {
    BACKEND.logOnce();
  }
}
