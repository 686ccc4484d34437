package dev.taper.kernel;

/**
 * Pieces of an array at indices along one dimension, the same indices for all that comes before it;
 * and sums that go back to where they came from.
 *
 * <p>An array is {@code outer} times {@code size} pieces of {@code n} elements, without gaps.
 */
public final class Pieces {
  /** Longer pieces are copied as such; of others every element is looked up. */
  private static final int SHORT = 16;

  private final int outer;
  private final int size;
  private final int n;
  private final int[] indices;

  /** For each short element, from the start of its array of pieces. */
  private final int[] places;

  /** {@code indices} are from 0 to {@code size - 1}. */
  public Pieces(int outer, int size, int n, int[] indices) {
    this.outer = outer;
    this.size = size;
    this.n = n;
    this.indices = indices;
    if (n >= SHORT) {
      places = new int[0];
    } else {
      places = new int[n == 1 ? 0 : indices.length * n];
      for (int i = 0; i < places.length; i++) {
        places[i] = indices[i / n] * n + i % n;
      }
    }
  }

  private int[] places() {
    return n == 1 ? indices : places;
  }

  /** {@code y = x} at the indices; {@code x} begins at {@code xo}. */
  public void read(Object x, int xo, Object y) {
    int count = indices.length;
    if (n < SHORT) {
      int[] at = places();
      Grid.run(
          outer,
          at.length,
          (from, to) -> {
            for (int o = from; o < to; o++) {
              pick(x, xo + o * size * n, at, y, o * at.length);
            }
          });
      return;
    }
    Grid.run(
        outer * count,
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            System.arraycopy(x, xo + (i / count * size + indices[i % count]) * n, y, i * n, n);
          }
        });
  }

  private static void pick(Object x, int xo, int[] at, Object y, int yo) {
    switch (x) {
      case float[] from -> {
        float[] to = (float[]) y;
        for (int i = 0; i < at.length; i++) {
          to[yo + i] = from[xo + at[i]];
        }
      }
      case long[] from -> {
        long[] to = (long[]) y;
        for (int i = 0; i < at.length; i++) {
          to[yo + i] = from[xo + at[i]];
        }
      }
      case boolean[] from -> {
        boolean[] to = (boolean[]) y;
        for (int i = 0; i < at.length; i++) {
          to[yo + i] = from[xo + at[i]];
        }
      }
      default -> throw new IllegalArgumentException("pieces: not an array of a tensor");
    }
  }

  /** {@code x} at the indices {@code += y}, in ascending order; both begin at 0. */
  public void add(float[] x, float[] y) {
    if (n < SHORT) {
      int[] at = places();
      Grid.run(
          outer,
          at.length,
          (from, to) -> {
            for (int o = from; o < to; o++) {
              add(x, o * size * n, at, y, o * at.length);
            }
          });
    } else if (outer > 1) {
      Grid.run(outer, (long) indices.length * n, (from, to) -> add(x, y, from, to, 0, n));
    } else {
      // Threads must not meet in one element: they share the columns.
      int blocks = (n - 1) / Walk.TILE + 1;
      Grid.run(
          blocks,
          (long) indices.length * Math.min(n, Walk.TILE),
          (from, to) -> add(x, y, 0, 1, from * Walk.TILE, Math.min(n, to * Walk.TILE)));
    }
  }

  private static void add(float[] x, int xo, int[] at, float[] y, int yo) {
    for (int i = 0; i < at.length; i++) {
      x[xo + at[i]] += y[yo + i];
    }
  }

  private void add(float[] x, float[] y, int fromOuter, int toOuter, int from, int to) {
    for (int o = fromOuter; o < toOuter; o++) {
      for (int i = 0; i < indices.length; i++) {
        int at = (o * size + indices[i]) * n + from;
        int source = (o * indices.length + i) * n + from;
        Rows.ADD.apply(x, at, 1, y, source, 1, x, at, to - from);
      }
    }
  }
}
