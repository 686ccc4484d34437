package dev.taper;

import java.lang.reflect.Array;
import java.util.Arrays;

/** What the arguments of views mean, and the views that are made of others. */
final class Shaping {
  private Shaping() {}

  /** The shape that {@code sizes} asks of as many elements as {@code from} has; one may be -1. */
  static Shape infer(String op, int[] sizes, Shape from) {
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1) {
        if (unknown >= 0) {
          throw new IllegalArgumentException(
              op + ": " + Shape.text(sizes) + " has two sizes of -1: can infer only one");
        }
        unknown = i;
      } else {
        if (sizes[i] < 0) {
          throw new IllegalArgumentException(
              op + ": " + Shape.text(sizes) + " has size " + sizes[i] + ": must not be negative");
        }
        // Saturates: too many must not come round to a number that fits.
        known = Math.min(known * sizes[i], 1L << 32);
      }
    }
    int[] result = sizes.clone();
    if (unknown >= 0 && known > 0 && from.numel() % known == 0) {
      result[unknown] = (int) (from.numel() / known);
      known *= result[unknown];
    } else if (unknown >= 0) {
      throw doesNotFit(op, sizes, from);
    }
    if (known != from.numel()) {
      throw doesNotFit(op, sizes, from);
    }
    return Shape.owned(result);
  }

  private static IllegalArgumentException doesNotFit(String op, int[] sizes, Shape from) {
    return new IllegalArgumentException(
        op
            + ": "
            + from
            + " does not fit into "
            + Shape.text(sizes)
            + ": must have "
            + from.numel()
            + " elements");
  }

  static Tensor reshape(Tensor x, Shape shape) {
    if (shape.equals(x.shape)) {
      return x;
    }
    return Views.viewStrides(x, shape) == null
        ? Views.VIEW.apply(x.contiguous(), shape)
        : Views.VIEW.apply(x, shape);
  }

  static int[] permutation(int[] dims, int count) {
    if (dims.length != count) {
      throw new IllegalArgumentException(
          "permute: dims " + Shape.text(dims) + " for " + count + " dimensions: must name each");
    }
    int[] result = new int[count];
    boolean[] seen = new boolean[count];
    for (int i = 0; i < count; i++) {
      result[i] = Checks.dim("permute", dims[i], count);
      if (seen[result[i]]) {
        throw new IllegalArgumentException(
            "permute: dims " + Shape.text(dims) + " name " + result[i] + " twice: must differ");
      }
      seen[result[i]] = true;
    }
    return result;
  }

  private static final int[] MATRIX = {0, 1};

  static Tensor t(Tensor x) {
    if (x.dim() > 2) {
      throw new IllegalArgumentException(
          "t: a tensor of shape " + x.shape + ": must have 2 dimensions at most");
    }
    return x.dim() < 2 ? x : Views.T.apply(x, MATRIX);
  }

  /** The shape that {@code x} stretches to; -1 stands for a size that stays. */
  static Shape expanded(String op, Tensor x, int[] sizes) {
    int[] from = x.shape.sizes();
    int shift = sizes.length - from.length;
    int[] result = sizes.clone();
    if (shift < 0) {
      throw doesNotStretch(op, x, sizes, "must have " + from.length + " dimensions at least");
    }
    for (int i = 0; i < sizes.length; i++) {
      int own = i < shift ? 1 : from[i - shift];
      if (sizes[i] == -1 && i >= shift) {
        result[i] = own;
      } else if (sizes[i] < 0) {
        throw doesNotStretch(op, x, sizes, sizes[i] + " must not be negative");
      } else if (own != 1 && own != sizes[i]) {
        throw doesNotStretch(op, x, sizes, own + " must be 1 or " + sizes[i]);
      }
    }
    return Shape.owned(op, result);
  }

  private static IllegalArgumentException doesNotStretch(
      String op, Tensor x, int[] sizes, String need) {
    return new IllegalArgumentException(
        op + ": " + x.shape + " does not stretch to " + Shape.text(sizes) + ": " + need);
  }

  static Tensor select(String op, Tensor x, int dim, int index) {
    int d = Checks.ownDim(op, dim, x.dim());
    int i = Checks.index(op, index, x.shape.sizes()[d]);
    return Views.SELECT.apply(x, new Views.Pick(x.shape, d, i));
  }

  static Tensor narrow(Tensor x, int dim, int start, int length) {
    int d = Checks.ownDim("narrow", dim, x.dim());
    int size = x.shape.sizes()[d];
    if (start < -size || start > size) {
      throw new IndexOutOfBoundsException(
          "narrow: start is " + start + ": must be from " + -size + " to " + size);
    }
    int from = start < 0 ? start + size : start;
    if (length < 0) {
      throw new IllegalArgumentException("narrow: length is " + length + ": must not be negative");
    }
    if (length > size - from) {
      throw new IndexOutOfBoundsException(
          "narrow: start "
              + start
              + " and length "
              + length
              + ": must end at "
              + size
              + " or before");
    }
    return Views.SLICE.apply(x, new Views.Part(x.shape, d, from, length, 1));
  }

  static Tensor slice(Tensor x, int dim, int start, int end, int step) {
    if (step <= 0) {
      throw new IllegalArgumentException("slice: step is " + step + ": must be positive");
    }
    int d = Checks.ownDim("slice", dim, x.dim());
    int size = x.shape.sizes()[d];
    int from = clip(start, size);
    int to = clip(end, size);
    int length = to <= from ? 0 : (to - from + step - 1) / step;
    return Views.SLICE.apply(x, new Views.Part(x.shape, d, from, length, step));
  }

  private static int clip(int index, int size) {
    return Math.clamp(index < 0 ? (long) index + size : index, 0, size);
  }

  static Tensor flatten(Tensor x, int startDim, int endDim) {
    int from = Checks.dim("flatten", startDim, x.dim());
    int to = Checks.dim("flatten", endDim, x.dim());
    if (x.dim() == 0) {
      return x.reshape(1);
    }
    if (from > to) {
      throw new IllegalArgumentException(
          "flatten: from dimension " + from + " to " + to + ": must not end before it starts");
    }
    int[] all = x.shape.sizes();
    int[] sizes = new int[x.dim() - (to - from)];
    System.arraycopy(all, 0, sizes, 0, from);
    sizes[from] = Shape.owned("flatten", Arrays.copyOfRange(all, from, to + 1)).numel();
    System.arraycopy(all, to + 1, sizes, from + 1, x.dim() - to - 1);
    return reshape(x, Shape.owned(sizes));
  }

  static Tensor unflatten(Tensor x, int dim, int[] sizes) {
    int d = Checks.ownDim("unflatten", dim, x.dim());
    if (sizes.length == 0) {
      throw new IllegalArgumentException("unflatten: no sizes: must have one at least");
    }
    Shape parts = infer("unflatten", sizes, Shape.of(x.size(d)));
    int[] result = new int[x.dim() - 1 + parts.dim()];
    System.arraycopy(x.shape.sizes(), 0, result, 0, d);
    System.arraycopy(parts.sizes(), 0, result, d, parts.dim());
    System.arraycopy(x.shape.sizes(), d + 1, result, d + parts.dim(), x.dim() - d - 1);
    return Views.VIEW.apply(x, Shape.owned(result));
  }

  static Tensor asStrided(Tensor x, int[] sizes, int[] strides, int offset) {
    Shape shape = Shape.of("asStrided", sizes);
    if (strides.length != sizes.length) {
      throw new IllegalArgumentException(
          "asStrided: "
              + strides.length
              + " strides for "
              + sizes.length
              + " sizes: must be equal");
    }
    long last = offset;
    for (int i = 0; i < sizes.length; i++) {
      if (strides[i] < 0) {
        throw new IllegalArgumentException(
            "asStrided: stride is " + strides[i] + ": must not be negative");
      }
      last += shape.numel() == 0 ? 0 : (long) (sizes[i] - 1) * strides[i];
    }
    int length = Array.getLength(x.array());
    if (offset < 0 || (shape.numel() > 0 && last >= length)) {
      throw new IndexOutOfBoundsException(
          "asStrided: elements "
              + offset
              + " to "
              + last
              + " of a memory of "
              + length
              + ": must lie in it");
    }
    Tensor view = x.view(shape, strides.clone(), offset);
    return Views.AS_STRIDED.apply(x, Geometry.of(x, view));
  }

  /** Sums over leading dimensions and over those of size 1 in {@code shape}. */
  static Tensor sumToSize(Tensor x, Shape shape) {
    int shift = x.dim() - shape.dim();
    int[] dims = new int[x.dim()];
    int count = 0;
    boolean fits = shift >= 0;
    for (int i = 0; i < x.dim() && fits; i++) {
      int size = x.shape.sizes()[i];
      int wanted = i < shift ? 1 : shape.sizes()[i - shift];
      if (i < shift || (wanted == 1 && size != 1)) {
        dims[count++] = i;
      } else {
        fits = size == wanted;
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "sumToSize: " + x.shape + " is not a stretched " + shape + ": sizes must be 1 or equal");
    }
    Tensor sum = count == 0 ? x : x.sum(Arrays.copyOf(dims, count), true);
    return shift == 0 ? sum : sum.reshape(shape);
  }
}
