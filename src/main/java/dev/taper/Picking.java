package dev.taper;

import dev.taper.kernel.Gather;
import dev.taper.kernel.Pieces;

/** Elements at indices along one dimension. */
final class Picking {
  private Picking() {}

  /**
   * One index for each element.
   *
   * @param op whose name an error bears
   * @param shape of the tensor that is indexed
   * @param index of as many dimensions, as INT64
   */
  record Each(String op, Shape shape, int dim, Tensor index) {
    /** The same, of the index that the tape has kept. */
    private Each of(Tensor kept) {
      return new Each(op, shape, dim, kept);
    }

    private Gather on(Tensor x) {
      Tensor at = index.contiguous();
      int[] steps = x.strides.clone();
      steps[dim] = 0;
      return new Gather(
          at.shape.sizes(),
          steps,
          x.offset,
          shape.sizes()[dim],
          x.strides[dim],
          at.longs(),
          at.offset);
    }

    private Tensor read(Tensor x) {
      Tensor y = Tensor.empty(x.dtype, index.shape);
      if (y.shape.numel() > 0 && !on(x).read(x.array(), y.array())) {
        throw new IndexOutOfBoundsException(refusal(op, index, dim, shape.sizes()[dim]));
      }
      return y;
    }

    private Tensor addUp(Tensor dy) {
      Tensor dx = Tensor.zeros(shape);
      Tensor from = dy.contiguous();
      if (from.offset > 0) {
        from = from.clone();
      }
      if (dy.shape.numel() > 0 && !on(dx).add(dx.array(), from.array())) {
        throw new IndexOutOfBoundsException(refusal(op, index, dim, shape.sizes()[dim]));
      }
      return dx;
    }
  }

  /** The same indices, none of them negative, for all elements before and behind. */
  record Rows(Shape shape, int dim, int[] indices) {
    private Pieces pieces() {
      int outer = 1;
      int n = 1;
      for (int d = 0; d < shape.dim(); d++) {
        if (d < dim) {
          outer *= shape.sizes()[d];
        } else if (d > dim) {
          n *= shape.sizes()[d];
        }
      }
      return new Pieces(outer, shape.sizes()[dim], n, indices);
    }

    private Tensor read(Tensor x) {
      int[] sizes = shape.toArray();
      sizes[dim] = indices.length;
      Tensor y = Tensor.empty(x.dtype, Shape.owned("indexSelect", sizes));
      if (y.shape.numel() > 0) {
        Tensor source = x.contiguous();
        pieces().read(source.array(), source.offset, y.array());
      }
      return y;
    }

    private Tensor addUp(Tensor dy) {
      Tensor dx = Tensor.zeros(shape);
      Tensor from = dy.contiguous();
      if (from.offset > 0) {
        from = from.clone();
      }
      if (dy.shape.numel() > 0) {
        pieces().add(dx.floats(), from.floats());
      }
      return dx;
    }
  }

  /** Elements along one dimension, at indices for each of them. */
  static final Custom<Each> GATHER = reading("gather");

  /** The largest along a dimension, found before. */
  static final Custom<Each> MAX = reading("max");

  /** The smallest along a dimension, found before. */
  static final Custom<Each> MIN = reading("min");

  /** Zeros, plus each number where {@link #GATHER} would have read it. */
  static final Custom<Each> GATHER_BACKWARD =
      Custom.pure(
          "gatherBackward",
          (call, dy) -> {
            call.save(call.parameter().index);
            return call.parameter().addUp(dy[0]);
          },
          (call, ddx) -> new Tensor[] {GATHER.apply(call.parameter().of(call.saved(0)), ddx)});

  /** Parts along one dimension. */
  static final Custom<Rows> INDEX_SELECT =
      Custom.pure(
          "indexSelect",
          (call, x) -> call.parameter().read(x[0]),
          (call, dy) -> new Tensor[] {Picking.INDEX_SELECT_BACKWARD.apply(call.parameter(), dy)});

  /** Zeros, plus each part where {@link #INDEX_SELECT} would have read it. */
  static final Custom<Rows> INDEX_SELECT_BACKWARD =
      Custom.pure(
          "indexSelectBackward",
          (call, dy) -> call.parameter().addUp(dy[0]),
          (call, ddx) -> new Tensor[] {INDEX_SELECT.apply(call.parameter(), ddx)});

  private static Custom<Each> reading(String name) {
    return Custom.pure(
        name,
        (call, x) -> {
          call.save(call.parameter().index);
          return call.parameter().read(x[0]);
        },
        (call, dy) -> {
          Each each = call.parameter().of(call.saved(0));
          return new Tensor[] {Picking.GATHER_BACKWARD.apply(each, dy)};
        });
  }

  /** What is wrong with the first index that names no place of {@code size}. */
  static String refusal(String op, Tensor index, int dim, int size) {
    for (long value : index.toLongArray()) {
      if (value < -size || value >= size) {
        return op
            + ": index "
            + value
            + " in dimension "
            + dim
            + " of size "
            + size
            + (size == 0 ? ": there is none" : ": must be from " + -size + " to " + (size - 1));
      }
    }
    throw new IllegalStateException(op + ": all indices are in range");
  }

  /** The indices as they count from the start, in the name of {@code op}. */
  static int[] wrapped(String op, Tensor index, int dim, int size) {
    Tensor at = index.contiguous();
    long[] values = at.longs();
    int first = at.offset;
    int[] wrapped = new int[at.shape.numel()];
    long outside = 0;
    for (int i = 0; i < wrapped.length; i++) {
      long value = values[first + i];
      // The sign's bit all over: a negative index counts from the end.
      value += (value >> 63) & size;
      outside |= value | (size - 1 - value);
      wrapped[i] = (int) value;
    }
    if (outside < 0) {
      throw new IndexOutOfBoundsException(refusal(op, index, dim, size));
    }
    return wrapped;
  }

  /** The element of each index of {@code at} along {@code dim}, in the name of {@code op}. */
  static Tensor pick(String op, Tensor x, int dim, Tensor at) {
    Custom<Each> reading =
        switch (op) {
          case "max" -> MAX;
          case "min" -> MIN;
          default -> GATHER;
        };
    return reading.apply(new Each(op, x.shape, dim, at), x);
  }

  static Tensor gather(Tensor x, int dim, Tensor index) {
    int d = Checks.dim("gather", dim, x.dim());
    Checks.dtype("gather", index, DType.INT64);
    boolean fits = index.dim() == x.dim();
    for (int i = 0; fits && i < x.dim(); i++) {
      fits = i == d || index.size(i) <= x.size(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "gather: index of shape "
              + index.shape
              + " for "
              + x.shape
              + ": must have as many dimensions and not be larger but in dimension "
              + d);
    }
    return x.dim() == 0
        ? x.reshape(1).gather(0, index.reshape(1)).reshape()
        : pick("gather", x, d, index);
  }

  static Tensor indexSelect(Tensor x, int dim, Tensor index) {
    int d = Checks.dim("indexSelect", dim, x.dim());
    Checks.dtype("indexSelect", index, DType.INT64);
    if (index.dim() > 1) {
      throw new IllegalArgumentException(
          "indexSelect: index of shape " + index.shape + ": must be a vector");
    }
    Tensor source = x.dim() == 0 ? x.reshape(1) : x;
    int[] indices = wrapped("indexSelect", index, d, source.shape.sizes()[d]);
    Tensor y = INDEX_SELECT.apply(new Rows(source.shape, d, indices), source);
    return x.dim() == 0 ? y.reshape() : y;
  }
}
