package dev.taper;

import java.util.Arrays;

/** The checks of arguments that several ops share; each error begins with the name of the op. */
final class Checks {
  private Checks() {}

  /** {@code dim} from the front, for a tensor of {@code dims} dimensions (one at least). */
  static int dim(String op, int dim, int dims) {
    int bound = Math.max(dims, 1);
    if (dim < -bound || dim >= bound) {
      throw new IndexOutOfBoundsException(
          op + ": dim is " + dim + ": must be from " + -bound + " to " + (bound - 1));
    }
    return dim < 0 ? dim + bound : dim;
  }

  /** As {@link #dim} where a single number will not do. */
  static int ownDim(String op, int dim, int dims) {
    if (dims == 0) {
      throw new IndexOutOfBoundsException(
          op + ": a single number has no dimension " + dim + ": must have one at least");
    }
    return dim(op, dim, dims);
  }

  /** The given dims from the front, in ascending order; all of them if none is given. */
  static int[] dims(String op, int[] dims, int count) {
    if (dims.length == 0) {
      int[] all = new int[count];
      for (int i = 0; i < count; i++) {
        all[i] = i;
      }
      return all;
    }
    if (dims.length == 1 && count > 0) {
      return new int[] {dim(op, dims[0], count)};
    }
    int[] sorted = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      sorted[i] = dim(op, dims[i], count);
    }
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw new IllegalArgumentException(
            op + ": dims " + Shape.text(dims) + " name " + sorted[i] + " twice: must differ");
      }
    }
    return count == 0 ? new int[0] : sorted;
  }

  static int index(String op, int index, int size) {
    if (index < -size || index >= size) {
      throw new IndexOutOfBoundsException(
          op
              + ": index is "
              + index
              + " in a dimension of size "
              + size
              + (size == 0 ? ": there is none" : ": must be from " + -size + " to " + (size - 1)));
    }
    return index < 0 ? index + size : index;
  }

  static void dtype(String op, Tensor x, DType needed) {
    if (x.dtype() != needed) {
      throw new IllegalArgumentException(op + ": a tensor of " + x.dtype() + ": must be " + needed);
    }
  }

  /** Refuses truth values where torch does arithmetic on numbers only. */
  static void numbers(String op, Tensor x, String instead) {
    if (x.dtype() == DType.BOOL) {
      throw new IllegalArgumentException(
          op + ": a tensor of BOOL: must be FLOAT32 or INT64" + instead);
    }
  }

  static void dimIs(String op, Tensor x, int dim) {
    if (x.dim() != dim) {
      throw new IllegalArgumentException(
          op
              + ": a tensor of shape "
              + x.shape()
              + ": must have "
              + dim
              + (dim == 1 ? " dimension" : " dimensions"));
    }
  }

  static void sameShape(String op, Tensor a, Tensor b) {
    if (!a.shape().equals(b.shape())) {
      throw new IllegalArgumentException(
          op + ": shapes are " + a.shape() + " and " + b.shape() + ": must be equal");
    }
  }
}
