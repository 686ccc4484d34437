package dev.taper.kernel;

/** Pieces of {@code n} elements copied from, to and onto given places of an array of any kind. */
public final class Rows {
  private Rows() {}

  /** {@code y[i·n + j] = x[starts[i] + j]}. */
  public static void gather(Object x, int[] starts, int n, Object y) {
    if (n == 1 && x instanceof float[] from && y instanceof float[] to) {
      for (int i = 0; i < starts.length; i++) {
        to[i] = from[starts[i]];
      }
      return;
    }
    for (int i = 0; i < starts.length; i++) {
      System.arraycopy(x, starts[i], y, i * n, n);
    }
  }

  /** {@code y[starts[i] + j] = x[i·n + j]}, in ascending order of {@code i}. */
  public static void scatter(Object x, Object y, int[] starts, int n) {
    for (int i = 0; i < starts.length; i++) {
      System.arraycopy(x, i * n, y, starts[i], n);
    }
  }

  /** {@code y[starts[i] + j] += x[i·n + j]}, in ascending order of {@code i}; or, for booleans. */
  public static void add(Object x, Object y, int[] starts, int n) {
    for (int i = 0; i < starts.length; i++) {
      switch (x) {
        case float[] from -> {
          float[] to = (float[]) y;
          for (int j = 0; j < n; j++) {
            to[starts[i] + j] += from[i * n + j];
          }
        }
        case long[] from -> {
          long[] to = (long[]) y;
          for (int j = 0; j < n; j++) {
            to[starts[i] + j] += from[i * n + j];
          }
        }
        case boolean[] from -> {
          boolean[] to = (boolean[]) y;
          for (int j = 0; j < n; j++) {
            to[starts[i] + j] |= from[i * n + j];
          }
        }
        default -> throw new IllegalArgumentException("rows: not an array of a tensor");
      }
    }
  }
}
