package dev.taper.kernel;

/**
 * What all float kernels share: when to take a faster loop, and when to share work among threads.
 */
abstract sealed class Kernel implements Warmup.Subject permits UnaryKernel, PairKernel {
  /** Elements after which a formula gets a loop of its own (about a millisecond to make). */
  private static final int OWN_AFTER = Warmup.PORTION;

  /** What a trial leaves over at the end of whole vectors. */
  static final int REST = 1;

  /** The most elements of a trial. */
  static final int TRIAL = 16 * 16 + REST;

  private static final int COSTLY_TRIAL = 4 * 16 + REST;

  /** Where rare values stand among 64 of a trial, and how many behind one are common. */
  static final int RARE = 7;

  static final int COMMON = 3 * 16;

  /**
   * Calls without an element in a turn of a trial. A loop is compiled after so many thousand calls;
   * if each of them did some vectors, the compiler would be busy with all the methods of the Vector
   * API beneath by then, each by itself and for nothing.
   */
  static final int CALLS = 2_000;

  /**
   * Cheap elements that one thread does at a time; a call of fewer than FORK stays in its thread.
   */
  private static final int GRAIN = 1 << 16;

  private static final int FORK = 2 * GRAIN;

  /** By how much vectors make a costly element cheaper, where a cheap one waits for memory. */
  private static final int VECTOR_GAIN = 4;

  /** So few strided elements are not worth any preparation. */
  private static final int FEW = 64;

  private final String name;

  /** An element's cost, where that of a sum is 1. */
  private final int cost;

  /** The cost with the loop that serves. */
  private int weight;

  private final Warmup warmup = new Warmup(this);

  /** Elements to go until the next step; negative when there is none. */
  private int left = Warmup.atOnce() ? 0 : OWN_AFTER;

  private boolean own;

  Kernel(String name) {
    this.name = name;
    cost =
        switch (name) {
          case "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "tanh", "sigmoid" -> 8;
          case "sin", "cos", "tan", "erf", "silu", "siluBackward", "softplusBackward" -> 8;
          case "erfc", "gelu", "geluBackward", "geluTanh", "geluTanhBackward" -> 16;
          case "softplus", "logSigmoid", "elu" -> 16;
          case "pow" -> 32;
          default -> 1;
        };
    weight = cost;
  }

  /** Notes that the vector loop serves from now on. */
  final void vectorTaken() {
    weight = Math.max(1, cost / VECTOR_GAIN);
  }

  /** Gives the formula a loop of its own in plain Java. */
  abstract void takeOwn();

  /** Gives the formula a loop of its own with the Vector API, where it has a vector form. */
  abstract void takeVector();

  final String name() {
    return name;
  }

  final int trialElements() {
    return cost == 1 ? TRIAL : COSTLY_TRIAL;
  }

  /** How many strided elements are done one by one; fewer where each of them is dear. */
  final int few() {
    return cost == 1 ? FEW : FEW / 4;
  }

  final boolean forks(int n) {
    return n >= FORK / weight;
  }

  final int grain() {
    return GRAIN / weight;
  }

  /** Counts {@code n} elements; threads may overwrite each other's counts, which does no harm. */
  final void count(int n) {
    if (left >= 0 && (left -= n) < 0) {
      advance();
    }
  }

  private synchronized void advance() {
    if (left >= 0) {
      return;
    }
    if (Warmup.atOnce()) {
      settle();
    } else {
      if (!own) {
        own = true;
        takeOwn();
      }
      // A call of a million elements counts as such.
      left = warmup.ready((long) cost * ((long) OWN_AFTER - left)) ? -1 : OWN_AFTER;
    }
  }

  /** Takes the fastest loop at once instead of after enough work; for tests. */
  public final synchronized void settle() {
    own = true;
    left = -1;
    takeOwn();
    if (Kernels.vector()) {
      takeVector();
      vectorTaken();
    }
  }

  /** Plain values and, in every fourth vector or so, some that make formulas take a rare way. */
  static float[] trialValues() {
    float[] rare = {Float.NEGATIVE_INFINITY, -1000f, Float.NaN, 0f};
    float[] x = new float[TRIAL + 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 64 == RARE ? rare[i / 64 % rare.length] : 0.25f + i % 32 * 0.125f;
    }
    return x;
  }

  @Override
  public final String toString() {
    return name;
  }
}
