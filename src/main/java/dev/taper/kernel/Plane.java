package dev.taper.kernel;

/**
 * Few strided elements in rows and columns, for which the plan of a {@link Walk} would cost more
 * than they do: what does not lie in one run, in the order of the result, goes through scratch as a
 * whole.
 */
final class Plane {
  /** Rows of a multiple of this are whole vectors of any length, and computed where they lie. */
  static final int WIDE = 16;

  final int h;
  final int w;

  /** The places of the strides from row to row and from column to column; -1 for no stride. */
  private final int row;

  private final int column;

  /** Whether runs are as fast at any offset; if not, they go through scratch too. */
  private final boolean anyOffset;

  /** Whether these sizes, of {@code n > 0} elements, are few rows and columns. */
  static boolean serves(int[] sizes, int n) {
    return n <= Walk.SMALL && (sizes.length == 2 || sizes.length == 1);
  }

  /** In the order in which a result of these strides lies. */
  Plane(int[] sizes, int[] ys, boolean anyOffset) {
    this.anyOffset = anyOffset;
    if (sizes.length == 1) {
      h = 1;
      w = sizes[0];
      row = -1;
      column = 0;
    } else {
      boolean turned = sizes[0] > 1 && (sizes[1] == 1 || ys[0] < ys[1]);
      row = turned ? 1 : 0;
      column = 1 - row;
      h = sizes[row];
      w = sizes[column];
    }
  }

  /** From row to row. */
  int next(int[] strides) {
    return row < 0 ? 0 : strides[row];
  }

  /** From column to column. */
  int step(int[] strides) {
    return strides[column];
  }

  /** Whether an operand takes part where it lies. */
  boolean isRun(int[] strides, int offset) {
    return (anyOffset || offset == 0)
        && (strides[column] == 1 || w == 1)
        && (h == 1 || strides[row] == w);
  }

  /** Whether an operand takes part row by row where it lies. */
  boolean byRows(int[] strides) {
    return anyOffset && w % WIDE == 0 && strides[column] == 1;
  }

  /** A copy of an operand in {@code scratch}. */
  float[] read(float[] x, int xo, int[] strides, float[] scratch) {
    Block.gather(x, xo, next(strides), strides[column], h, w, scratch);
    return scratch;
  }

  /** Writes what was computed in scratch where the result lies. */
  void write(float[] scratch, float[] y, int yo, int[] strides) {
    Block.scatter(scratch, y, yo, next(strides), strides[column], h, w);
  }
}
