package dev.taper;

import dev.taper.kernel.Kernels;

/** The kernels that this JVM runs: written with the Vector API, or in plain Java. */
public final class Backend {
  private Backend() {}

  /**
   * Which kernels were chosen when they were first used, and why.
   *
   * <p>The system property {@code dev.taper.backend} chooses: {@code vector}, {@code scalar}, or
   * {@code auto}, the default, which takes the Vector API where the module {@code
   * jdk.incubator.vector} is there, the JVM has its optimising compiler and vectors have 128 bits
   * at least. Both give the same numbers.
   */
  public static String describe() {
    return Kernels.describe();
  }

  /** Whether the kernels are those written with the Vector API. */
  public static boolean isVector() {
    return Kernels.vector();
  }
}
