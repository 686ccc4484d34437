package dev.taper.kernel;

/** Cuts a range of equal pieces of work by their size and gives the cuts to the {@link Team}. */
final class Grid {
  /** Work on the pieces from {@code from} to {@code to - 1}. */
  @FunctionalInterface
  interface Range {
    void run(int from, int to);
  }

  private Grid() {}

  /**
   * Whether so much work goes to the team. Who does little work is faster without making a {@link
   * Range} of it.
   */
  static boolean shares(int pieces, long elements) {
    return pieces >= 2 && pieces * elements >= Fold.PARALLEL;
  }

  /** Runs {@code task} over {@code pieces} pieces of {@code elements} elements each. */
  static void run(int pieces, long elements, Range task) {
    if (!shares(pieces, elements)) {
      task.run(0, pieces);
      return;
    }
    int size = (int) Math.max(1, Fold.GRAIN / Math.max(1, elements));
    int chunks = (pieces + size - 1) / size;
    Team.run(chunks, c -> task.run(c * size, Math.min(pieces, (c + 1) * size)));
  }
}
