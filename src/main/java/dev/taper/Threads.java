package dev.taper;

import dev.taper.kernel.Team;

/**
 * How many threads work on one large op.
 *
 * <p>The default is the number of processors, or the system property {@code dev.taper.threads}.
 * Results are the same, bit for bit, whatever the number.
 */
public final class Threads {
  private Threads() {}

  /**
   * Lets at most {@code n} threads, the calling one among them, work on one op.
   *
   * @throws IllegalArgumentException if {@code n} is not positive
   */
  public static void set(int n) {
    Team.threads(n);
  }

  /** How many threads work on one op at most. */
  public static int get() {
    return Team.threads();
  }
}
