package dev.taper.kernel;

/** Pieces of {@code n} elements copied from, to and onto given places of an array of any kind. */
public final class Rows {
  /** Longer pieces are copied, and added, as such. */
  private static final int SHORT = 16;

  static final BinaryKernel ADD = Kernels.binary("add", Float::sum);

  private Rows() {}

  /** {@code y[i·n + j] = x[starts[i] + j]}. */
  public static void gather(Object x, int[] starts, int n, Object y) {
    Grid.run(starts.length, n, (from, to) -> gather(x, starts, from, to, n, y));
  }

  private static void gather(Object x, int[] starts, int from, int to, int n, Object y) {
    if (n == 1) {
      gather(x, starts, from, to, y);
    } else if (n < SHORT && x instanceof float[] source && y instanceof float[] target) {
      for (int i = from; i < to; i++) {
        int start = starts[i];
        for (int j = 0; j < n; j++) {
          target[i * n + j] = source[start + j];
        }
      }
    } else {
      for (int i = from; i < to; i++) {
        System.arraycopy(x, starts[i], y, i * n, n);
      }
    }
  }

  private static void gather(Object x, int[] starts, int first, int end, Object y) {
    switch (x) {
      case float[] from -> {
        float[] to = (float[]) y;
        for (int i = first; i < end; i++) {
          to[i] = from[starts[i]];
        }
      }
      case long[] from -> {
        long[] to = (long[]) y;
        for (int i = first; i < end; i++) {
          to[i] = from[starts[i]];
        }
      }
      case boolean[] from -> {
        boolean[] to = (boolean[]) y;
        for (int i = first; i < end; i++) {
          to[i] = from[starts[i]];
        }
      }
      default -> throw new IllegalArgumentException("rows: not an array of a tensor");
    }
  }

  /** {@code y[starts[i] + j] = x[i·n + j]}, in ascending order of {@code i}. */
  public static void scatter(Object x, Object y, int[] starts, int n) {
    if (n == 1) {
      scatter(x, y, starts);
      return;
    }
    for (int i = 0; i < starts.length; i++) {
      System.arraycopy(x, i * n, y, starts[i], n);
    }
  }

  private static void scatter(Object x, Object y, int[] starts) {
    switch (x) {
      case float[] from -> {
        float[] to = (float[]) y;
        for (int i = 0; i < starts.length; i++) {
          to[starts[i]] = from[i];
        }
      }
      case long[] from -> {
        long[] to = (long[]) y;
        for (int i = 0; i < starts.length; i++) {
          to[starts[i]] = from[i];
        }
      }
      case boolean[] from -> {
        boolean[] to = (boolean[]) y;
        for (int i = 0; i < starts.length; i++) {
          to[starts[i]] = from[i];
        }
      }
      default -> throw new IllegalArgumentException("rows: not an array of a tensor");
    }
  }

  /** {@code y[starts[i] + j] += x[i·n + j]}, in ascending order of {@code i}; or, for booleans. */
  public static void add(Object x, Object y, int[] starts, int n) {
    switch (x) {
      case float[] from -> add(from, (float[]) y, starts, n);
      case long[] from -> {
        long[] to = (long[]) y;
        for (int i = 0; i < starts.length; i++) {
          for (int j = 0; j < n; j++) {
            to[starts[i] + j] += from[i * n + j];
          }
        }
      }
      case boolean[] from -> {
        boolean[] to = (boolean[]) y;
        for (int i = 0; i < starts.length; i++) {
          for (int j = 0; j < n; j++) {
            to[starts[i] + j] |= from[i * n + j];
          }
        }
      }
      default -> throw new IllegalArgumentException("rows: not an array of a tensor");
    }
  }

  private static void add(float[] x, float[] y, int[] starts, int n) {
    if (n == 1) {
      for (int i = 0; i < starts.length; i++) {
        y[starts[i]] += x[i];
      }
    } else if (n < SHORT) {
      for (int i = 0; i < starts.length; i++) {
        int start = starts[i];
        for (int j = 0; j < n; j++) {
          y[start + j] += x[i * n + j];
        }
      }
    } else {
      for (int i = 0; i < starts.length; i++) {
        ADD.apply(y, starts[i], 1, x, i * n, 1, y, starts[i], n);
      }
    }
  }
}
