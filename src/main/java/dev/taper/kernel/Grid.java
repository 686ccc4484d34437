package dev.taper.kernel;

/** Decides by size alone how a reduction is done: in how many cuts, and with which backend. */
final class Grid {
  /** Elements in a block below which the Vector API does not pay. */
  private static final int WORTHWHILE = 512;

  /**
   * Elements that go through plain Java before the Vector API is first touched: loading it takes
   * some 20 ms, and its code runs slowly until it is compiled.
   */
  private static final int WARM = 1 << 22;

  private static final boolean VECTOR =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
          && !"scalar".equals(System.getProperty("dev.taper.backend"));

  /** Elements seen so far, until they suffice; a count lost in a race only delays the change. */
  private static int seen;

  /** Work on the pieces from {@code from} to {@code to - 1}. */
  @FunctionalInterface
  interface Range {
    void run(int from, int to);
  }

  private Grid() {}

  /** Whether a block of {@code n} elements goes to the Vector API; the result is the same. */
  static boolean vector(int n) {
    if (!VECTOR || n < WORTHWHILE) {
      return false;
    }
    if (seen < WARM) {
      seen += n;
      return false;
    }
    return true;
  }

  /** Runs {@code task} over {@code pieces} pieces of {@code elements} elements each. */
  static void run(int pieces, long elements, Range task) {
    if (pieces < 2 || pieces * elements < Fold.PARALLEL) {
      task.run(0, pieces);
      return;
    }
    int size = (int) Math.max(1, Fold.GRAIN / Math.max(1, elements));
    int chunks = (pieces + size - 1) / size;
    Team.run(chunks, c -> task.run(c * size, Math.min(pieces, (c + 1) * size)));
  }
}
