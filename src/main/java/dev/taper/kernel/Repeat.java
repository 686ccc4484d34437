package dev.taper.kernel;

/** One row over and over. */
public final class Repeat {
  private Repeat() {}

  /** Fills {@code count} elements of {@code y} with the {@code n > 0} of {@code x} repeated. */
  public static void rows(float[] x, int xo, int n, float[] y, int yo, int count) {
    int done = Math.min(n, count);
    System.arraycopy(x, xo, y, yo, done);
    // What is done is copied too, twice as much each time: few long copies instead of many short.
    while (done < count) {
      int more = Math.min(done, count - done);
      System.arraycopy(y, yo, y, yo + done, more);
      done += more;
    }
  }
}
