package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The loops over up to four strided operands, the last of which is the output.
 *
 * <p>Dimensions of size 1 are dropped, the others are ordered so that the output runs through
 * memory as evenly as it can, and neighbours that form one run are joined. The last dimension gives
 * the columns; the rows come from the dimension before it, which is the one that an operand with
 * gaps between its columns runs along, where there is such a one.
 */
final class Nest {
  final int operands;
  final int rank;
  final int[] sizes;

  /** Four a dimension, one for each operand. */
  final int[] strides;

  final boolean empty;

  /** Whether an operand lies denser along the rows than along the columns. */
  final boolean transposed;

  /** Operands that are not there are null. */
  Nest(int[] shape, int[] s0, int @Nullable [] s1, int @Nullable [] s2, int @Nullable [] s3) {
    operands = s1 == null ? 1 : s2 == null ? 2 : s3 == null ? 3 : 4;
    int kept = 0;
    boolean none = false;
    for (int size : shape) {
      if (size != 1) {
        kept++;
        none |= size == 0;
      }
    }
    empty = none;
    sizes = new int[Math.max(1, kept)];
    strides = new int[4 * sizes.length];
    int r = 0;
    for (int d = 0; d < shape.length; d++) {
      if (shape[d] != 1) {
        sizes[r] = shape[d];
        strides[4 * r] = s0[d];
        strides[4 * r + 1] = s1 == null ? 0 : s1[d];
        strides[4 * r + 2] = s2 == null ? 0 : s2[d];
        strides[4 * r + 3] = s3 == null ? 0 : s3[d];
        r++;
      }
    }
    if (r == 0) {
      sizes[0] = 1;
      strides[operands - 1] = 1;
      r = 1;
    }
    order(r);
    rank = join(r);
    transposed = chooseRows();
  }

  /** The same loops with {@code count} turns of that over {@code dim}. */
  Nest(Nest whole, int dim, int count) {
    operands = whole.operands;
    rank = whole.rank;
    sizes = whole.sizes.clone();
    sizes[dim] = count;
    strides = whole.strides;
    empty = whole.empty;
    transposed = whole.transposed;
  }

  /** Sorts by the output's stride, then by those of the inputs, large ones first; stable. */
  private void order(int n) {
    for (int d = 1; d < n; d++) {
      for (int e = d; e > 0 && before(e, e - 1); e--) {
        swap(e, e - 1);
      }
    }
  }

  private boolean before(int d, int e) {
    for (int k = operands - 1; k >= 0; k--) {
      int a = strides[4 * d + k];
      int b = strides[4 * e + k];
      if (a != b) {
        return a > b;
      }
    }
    return false;
  }

  private void swap(int d, int e) {
    int t = sizes[d];
    sizes[d] = sizes[e];
    sizes[e] = t;
    for (int k = 0; k < 4; k++) {
      int s = strides[4 * d + k];
      strides[4 * d + k] = strides[4 * e + k];
      strides[4 * e + k] = s;
    }
  }

  /** Joins neighbours that form one run in every operand; returns how many dimensions are left. */
  private int join(int n) {
    int r = 0;
    for (int d = 1; d < n; d++) {
      int size = sizes[d];
      int from = 4 * d;
      int to = 4 * r;
      if (strides[to] == strides[from] * size
          && strides[to + 1] == strides[from + 1] * size
          && strides[to + 2] == strides[from + 2] * size
          && strides[to + 3] == strides[from + 3] * size) {
        sizes[r] *= size;
      } else {
        r++;
        to += 4;
        sizes[r] = size;
      }
      strides[to] = strides[from];
      strides[to + 1] = strides[from + 1];
      strides[to + 2] = strides[from + 2];
      strides[to + 3] = strides[from + 3];
    }
    return r + 1;
  }

  /** Makes the first gappy operand's densest dimension that of the rows; whether it found one. */
  private boolean chooseRows() {
    int last = rank - 1;
    for (int k = 0; k < operands; k++) {
      if (!sideBySide(k)) {
        int best = last;
        for (int d = 0; d < last; d++) {
          int s = strides[4 * d + k];
          if (s > 0 && s < strides[4 * best + k]) {
            best = d;
          }
        }
        if (best < last) {
          for (int e = best; e < last - 1; e++) {
            swap(e, e + 1);
          }
          return true;
        }
      }
    }
    return false;
  }

  private boolean sideBySide(int k) {
    int s = strides[4 * (rank - 1) + k];
    return s == 1 || (s == 0 && k < operands - 1);
  }

  /** Whether an operand has gaps between its columns. */
  boolean gaps() {
    for (int k = 0; k < operands; k++) {
      if (!sideBySide(k)) {
        return true;
      }
    }
    return false;
  }

  /** The number of elements. */
  long count() {
    long n = 1;
    for (int d = 0; d < rank; d++) {
      n *= sizes[d];
    }
    return n;
  }

  /** The dimension along which a walk of many elements is best split among threads. */
  int longest() {
    int best = rank - 1;
    for (int d = rank - 2; d >= 0; d--) {
      if (sizes[d] > sizes[best] || (sizes[d] > 16 && d < rank - 1)) {
        best = d;
      }
    }
    return best;
  }
}
