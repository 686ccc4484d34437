package dev.taper.kernel;

/**
 * How the team shares a product that reads a matrix once: the results are cut into stripes of whole
 * units, by the matrix's size alone, so no chain is cut and no bit depends on the number of
 * threads.
 *
 * <p>Such a product is bound by memory, so its size is the number of the matrix's elements and not
 * that of multiply-adds.
 */
final class Stripes {
  private Stripes() {}

  /** Elements of a matrix from which threads are worth their start, where vectors read it. */
  static final int LEAST = 1 << 17;

  /** The same where plain Java does. */
  static final int LEAST_PLAIN = 1 << 16;

  /** Results that lie side by side in the matrix: rows of it are then read in runs of 1 KB. */
  static final int LONG = 256;

  /** Results of which each has a row of the matrix: as many as are summed at a time. */
  static final int LOW = 4;

  /** The stripes of n results of k elements each; 1 where the team is not to share them. */
  static int count(int n, int k, int unit, int least) {
    long elements = (long) n * k;
    if (elements < least || n < 2 * unit || Team.threads() == 1) {
      return 1;
    }
    // A power of two, for so are most numbers of threads.
    return (int) Long.highestOneBit(Math.min(n / unit, 2 * elements / least));
  }

  /** The first result of a stripe; the last stripe ends with what is left of a unit. */
  static int start(int stripe, int count, int n, int unit) {
    return stripe == count ? n : (int) ((long) stripe * (n / unit) / count) * unit;
  }
}
