package dev.taper.kernel;

import java.util.Arrays;

/**
 * Elements of an array at indices along one dimension, one index for each of them, and sums that go
 * back to where they came from.
 *
 * <p>The indices lie in a row; {@code sizes} is their shape, and {@code strides} are those of the
 * indexed array, 0 in the dimension of the indices, in which it has {@code size} places {@code
 * stride} apart. Negative indices count from the end.
 */
public final class Gather {
  private static final int BLOCK = 1024;

  /** Elements that one thread does at a time. */
  private static final int GRAIN = 1 << 15;

  private final int[] sizes;
  private final int[] strides;
  private final int rows;
  private final int columns;
  private final int step;
  private final long[] indices;
  private final int first;
  private final int size;
  private final int stride;
  private final int offset;
  private volatile boolean bad;

  /** Of an array whose first element is at {@code offset}; the first index is at {@code first}. */
  public Gather(
      int[] sizes, int[] strides, int offset, int size, int stride, long[] indices, int first) {
    int[] kept = new int[Math.max(1, sizes.length)];
    int[] steps = new int[kept.length];
    int n = 0;
    for (int d = 0; d < sizes.length; d++) {
      if (sizes[d] == 1) {
        continue;
      }
      if (n > 0 && steps[n - 1] == strides[d] * sizes[d]) {
        kept[n - 1] *= sizes[d];
        steps[n - 1] = strides[d];
      } else {
        kept[n] = sizes[d];
        steps[n++] = strides[d];
      }
    }
    if (n == 0) {
      kept[n++] = 1;
    }
    this.sizes = Arrays.copyOf(kept, n);
    this.strides = steps;
    columns = kept[n - 1];
    step = steps[n - 1];
    int before = 1;
    for (int d = 0; d < n - 1; d++) {
      before *= kept[d];
    }
    rows = before;
    this.offset = offset;
    this.size = size;
    this.stride = stride;
    this.indices = indices;
    this.first = first;
  }

  /** {@code y[i] = x[index i]}; false where an index names no place. */
  public boolean read(Object x, Object y) {
    run(false, x, y, true);
    return !bad;
  }

  /** {@code x[index i] += y[i]}, in ascending order of {@code i}; false as for {@link #read}. */
  public boolean add(Object x, Object y) {
    // Threads must not meet in one element: they share the rows, or the columns, of both arrays.
    run(true, x, y, sizes.length > 1 && strides[0] != 0);
    return !bad;
  }

  private void run(boolean add, Object x, Object y, boolean byRows) {
    if (rows == 0 || columns == 0) {
      return;
    }
    long n = (long) rows * columns;
    if (n < 2 * GRAIN) {
      part(add, x, y, 0, rows, 0, columns);
    } else if (byRows && rows > 1) {
      // The first dimension as a whole: other rows may repeat the same places.
      int whole = add ? rows / sizes[0] : 1;
      int units = rows / whole;
      int each = (int) Math.max(1, GRAIN / (n / units));
      Team.run(
          (units - 1) / each + 1,
          i ->
              part(
                  add,
                  x,
                  y,
                  i * each * whole,
                  Math.min(units, (i + 1) * each) * whole,
                  0,
                  columns));
    } else if (!add || step != 0) {
      int each = Math.max(16, GRAIN / rows);
      Team.run(
          (columns - 1) / each + 1,
          i -> part(add, x, y, 0, rows, i * each, Math.min(columns, (i + 1) * each)));
    } else {
      part(add, x, y, 0, rows, 0, columns);
    }
  }

  private void part(boolean add, Object x, Object y, int fromRow, int toRow, int from, int to) {
    int[] places = new int[Math.min(BLOCK, to - from)];
    for (int r = fromRow; r < toRow; r++) {
      int base = offset + start(r);
      for (int c = from; c < to; c += BLOCK) {
        int n = Math.min(BLOCK, to - c);
        int at = r * columns + c;
        if (!find(base + c * step, first + at, n, places)) {
          bad = true;
          return;
        }
        if (add) {
          add(x, places, y, at, n);
        } else {
          read(x, places, y, at, n);
        }
      }
    }
  }

  private int start(int row) {
    if (sizes.length == 2) {
      return row * strides[0];
    }
    int start = 0;
    for (int d = sizes.length - 2, rest = row; d >= 0; d--) {
      start += rest % sizes[d] * strides[d];
      rest /= sizes[d];
    }
    return start;
  }

  private boolean find(int base, int at, int n, int[] places) {
    long[] indices = this.indices;
    int size = this.size;
    int stride = this.stride;
    int step = this.step;
    long outside = 0;
    for (int i = 0; i < n; i++) {
      long index = indices[at + i];
      // The sign's bit all over: a negative index counts from the end.
      index += (index >> 63) & size;
      outside |= index | (size - 1 - index);
      places[i] = base + i * step + (int) index * stride;
    }
    return outside >= 0;
  }

  private static void read(Object x, int[] places, Object y, int at, int n) {
    switch (x) {
      case float[] from -> {
        float[] to = (float[]) y;
        for (int i = 0; i < n; i++) {
          to[at + i] = from[places[i]];
        }
      }
      case long[] from -> {
        long[] to = (long[]) y;
        for (int i = 0; i < n; i++) {
          to[at + i] = from[places[i]];
        }
      }
      case boolean[] from -> {
        boolean[] to = (boolean[]) y;
        for (int i = 0; i < n; i++) {
          to[at + i] = from[places[i]];
        }
      }
      default -> throw new IllegalArgumentException("gather: not an array of a tensor");
    }
  }

  private static void add(Object x, int[] places, Object y, int at, int n) {
    switch (x) {
      case float[] to -> {
        float[] from = (float[]) y;
        for (int i = 0; i < n; i++) {
          to[places[i]] += from[at + i];
        }
      }
      case long[] to -> {
        long[] from = (long[]) y;
        for (int i = 0; i < n; i++) {
          to[places[i]] += from[at + i];
        }
      }
      default -> throw new IllegalArgumentException("gather: not an array of numbers");
    }
  }
}
