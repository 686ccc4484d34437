package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * An odometer over the elements of up to four strided operands.
 *
 * <p>Dimensions of size 1 are dropped, the others are ordered so that the last operand (the output)
 * runs through memory as evenly as it can, and neighbours that form one run are joined. What is
 * left is an inner run of {@code n} elements with strides {@code i0 .. i3}, which starts at the
 * offsets {@code o0 .. o3}; {@link #next} moves on to the next run.
 */
final class Walk {
  final int rank;
  final int[] sizes;
  final int[] strides;
  final int operands;
  final boolean empty;

  /** Elements in the inner run. */
  int n;

  int i0;
  int i1;
  int i2;
  int i3;
  int o0;
  int o1;
  int o2;
  int o3;
  private int @Nullable [] position;
  private boolean started;
  private int outer;

  /** Operands that are not there are null; the last one that is there is the output. */
  Walk(
      int[] sizes,
      int[] s0,
      int @Nullable [] s1,
      int @Nullable [] s2,
      int @Nullable [] s3) {
    operands = s1 == null ? 1 : s2 == null ? 2 : s3 == null ? 3 : 4;
    int kept = 0;
    boolean none = false;
    for (int size : sizes) {
      if (size != 1) {
        kept++;
        none |= size == 0;
      }
    }
    empty = none;
    int[] size = new int[Math.max(1, kept)];
    int[] stride = new int[4 * size.length];
    int r = 0;
    for (int d = 0; d < sizes.length; d++) {
      if (sizes[d] != 1) {
        size[r] = sizes[d];
        stride[4 * r] = s0[d];
        stride[4 * r + 1] = s1 == null ? 0 : s1[d];
        stride[4 * r + 2] = s2 == null ? 0 : s2[d];
        stride[4 * r + 3] = s3 == null ? 0 : s3[d];
        r++;
      }
    }
    if (r == 0) {
      size[0] = 1;
      r = 1;
    }
    order(r, size, stride, operands);
    rank = join(r, size, stride);
    this.sizes = size;
    this.strides = stride;
    inner(rank);
  }

  /** A walk over a part of another: {@code count} of dimension {@code dim}. */
  private Walk(Walk whole, int dim, int count) {
    rank = whole.rank;
    sizes = whole.sizes.clone();
    sizes[dim] = count;
    strides = whole.strides;
    operands = whole.operands;
    empty = whole.empty || count == 0;
    inner(rank);
  }

  private void inner(int from) {
    int last = 4 * (from - 1);
    n = sizes[from - 1];
    i0 = strides[last];
    i1 = strides[last + 1];
    i2 = strides[last + 2];
    i3 = strides[last + 3];
    outer = from - 1;
  }

  /** Sorts by the output's stride, then by those of the inputs, large ones first; stable. */
  private static void order(int rank, int[] size, int[] stride, int operands) {
    for (int d = 1; d < rank; d++) {
      for (int e = d; e > 0 && before(stride, e, e - 1, operands); e--) {
        swap(size, stride, e, e - 1);
      }
    }
  }

  private static boolean before(int[] stride, int d, int e, int operands) {
    for (int k = operands - 1; k >= 0; k--) {
      int a = stride[4 * d + k];
      int b = stride[4 * e + k];
      if (a != b) {
        return a > b;
      }
    }
    return false;
  }

  private static void swap(int[] size, int[] stride, int d, int e) {
    int t = size[d];
    size[d] = size[e];
    size[e] = t;
    for (int k = 0; k < 4; k++) {
      int s = stride[4 * d + k];
      stride[4 * d + k] = stride[4 * e + k];
      stride[4 * e + k] = s;
    }
  }

  private static int join(int rank, int[] size, int[] stride) {
    int r = 0;
    for (int d = 1; d < rank; d++) {
      boolean joins = true;
      for (int k = 0; k < 4; k++) {
        joins &= stride[4 * r + k] == stride[4 * d + k] * size[d];
      }
      if (joins) {
        size[r] *= size[d];
      } else {
        r++;
        size[r] = size[d];
      }
      for (int k = 0; k < 4; k++) {
        stride[4 * r + k] = stride[4 * d + k];
      }
    }
    return r + 1;
  }

  /** Sets the offsets of the operands' first elements. */
  Walk from(int p0, int p1, int p2, int p3) {
    o0 = p0;
    o1 = p1;
    o2 = p2;
    o3 = p3;
    return this;
  }

  /** Moves to the next inner run (the first one at the first call); false when there is none. */
  boolean next() {
    if (!started) {
      started = true;
      return !empty;
    }
    if (outer == 0) {
      return false;
    }
    int[] at = position;
    if (at == null) {
      position = at = new int[outer];
    }
    for (int d = outer - 1; d >= 0; d--) {
      int s = 4 * d;
      if (++at[d] < sizes[d]) {
        step(s, 1);
        return true;
      }
      step(s, 1 - sizes[d]);
      at[d] = 0;
    }
    return false;
  }

  private void step(int s, int times) {
    o0 += times * strides[s];
    o1 += times * strides[s + 1];
    o2 += times * strides[s + 2];
    o3 += times * strides[s + 3];
  }
}
