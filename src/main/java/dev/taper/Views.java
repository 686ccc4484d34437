package dev.taper;

import org.jspecify.annotations.Nullable;

/** Ops that show the same memory in another shape. */
final class Views {
  private Views() {}

  /** Another shape of as many elements, in row-major order. */
  static final View<Shape> VIEW =
      new View<>(
          "view",
          (x, shape) -> {
            int[] strides = viewStrides(x, shape);
            if (strides == null) {
              throw new IllegalArgumentException(
                  "view: "
                      + x.shape
                      + " with strides "
                      + Shape.text(x.strides)
                      + " can not be seen as "
                      + shape
                      + ": use reshape, which copies where it must");
            }
            return x.view(shape, strides, x.offset);
          },
          (dy, shape, _) -> dy.reshape(shape));

  /** The dimensions in another order. */
  static final View<int[]> PERMUTE =
      new View<>(
          "permute",
          (x, dims) -> {
            int[] sizes = new int[dims.length];
            int[] strides = new int[dims.length];
            for (int i = 0; i < dims.length; i++) {
              sizes[i] = x.shape.sizes()[dims[i]];
              strides[i] = x.strides[dims[i]];
            }
            return x.view(x.shape.withSizes(sizes), strides, x.offset);
          },
          (dy, _, dims) -> {
            int[] inverse = new int[dims.length];
            for (int i = 0; i < dims.length; i++) {
              inverse[dims[i]] = i;
            }
            return dy.permute(inverse);
          });

  /** Two dimensions exchanged; torch's {@code t} for matrices is the same. */
  static final View<int[]> TRANSPOSE =
      new View<>("transpose", Views::swapped, (dy, _, dims) -> dy.transpose(dims[0], dims[1]));

  /** The two dimensions of a matrix exchanged. */
  static final View<int[]> T = new View<>("t", Views::swapped, (dy, _, _) -> dy.t());

  /** Dimensions of size 1 repeated, and new ones in front, without copying. */
  static final View<Shape> EXPAND =
      new View<>(
          "expand",
          (x, shape) -> x.view(shape, x.stridesFor(shape), x.offset),
          (dy, shape, _) -> dy.sumToSize(shape));

  /** Dimensions of size 1 left out. */
  static final View<int[]> SQUEEZE =
      new View<>("squeeze", Views::squeezed, (dy, shape, _) -> dy.reshape(shape));

  /** A dimension of size 1 put in. */
  static final View<Integer> UNSQUEEZE =
      new View<>("unsqueeze", Views::unsqueezed, (dy, _, dim) -> dy.squeeze(dim));

  /** One index of a dimension, which goes. */
  static final View<Pick> SELECT =
      new View<>(
          "select",
          (x, pick) -> {
            int[] sizes = without(x.shape.sizes(), pick.dim);
            int[] strides = without(x.strides, pick.dim);
            return x.view(Shape.owned(sizes), strides, x.offset + pick.index * x.strides[pick.dim]);
          },
          (dy, shape, pick) -> Views.SELECT_BACKWARD.apply(pick.of(shape), dy));

  /** Every {@code step}-th index of a part of a dimension. */
  static final View<Part> SLICE =
      new View<>(
          "slice",
          (x, part) -> {
            int[] sizes = x.shape.toArray();
            int[] strides = x.strides.clone();
            sizes[part.dim] = part.length;
            strides[part.dim] *= part.step;
            return x.view(Shape.owned(sizes), strides, x.offset + part.start * x.strides[part.dim]);
          },
          (dy, shape, part) -> Views.SLICE_BACKWARD.apply(part.of(shape), dy));

  /** Which index of which dimension. */
  record Pick(Shape shape, int dim, int index) {
    Pick of(Shape other) {
      return new Pick(other, dim, index);
    }
  }

  /** Which part of which dimension. */
  record Part(Shape shape, int dim, int start, int length, int step) {
    Part of(Shape other) {
      return new Part(other, dim, start, length, step);
    }
  }

  /** Zeros but for one index of a dimension. */
  static final Custom<Pick> SELECT_BACKWARD =
      Custom.pure(
          "selectBackward",
          (call, dy) -> {
            Pick pick = call.parameter();
            Tensor dx = Tensor.zeros(pick.shape);
            Tensor.copyData(dy[0], dx.select(pick.dim, pick.index));
            return dx;
          },
          (call, ddx) -> new Tensor[] {ddx.select(call.parameter().dim, call.parameter().index)});

  /** Zeros but for a part of a dimension. */
  static final Custom<Part> SLICE_BACKWARD =
      Custom.pure(
          "sliceBackward",
          (call, dy) -> {
            Tensor dx = Tensor.zeros(call.parameter().shape);
            Tensor.copyData(dy[0], SLICE.apply(dx, call.parameter()));
            return dx;
          },
          (call, ddx) -> new Tensor[] {SLICE.apply(ddx, call.parameter())});

  /** What a view of any geometry shows. */
  static final Custom<Geometry> AS_STRIDED_READ =
      Custom.pure(
          "asStrided",
          (call, x) -> {
            Tensor buffer = call.parameter().buffer();
            Tensor.copyData(x[0], call.parameter().base(buffer));
            return call.parameter().view(buffer).clone();
          },
          (call, dy) -> new Tensor[] {Views.AS_STRIDED_ADD.apply(call.parameter(), dy)});

  /** The sum, at each element, of what a view of any geometry has there. */
  static final Custom<Geometry> AS_STRIDED_ADD =
      Custom.pure(
          "asStridedBackward",
          (call, dy) -> {
            Tensor buffer = call.parameter().buffer();
            call.parameter().addToView(dy[0].toFloatArray(), buffer.floats());
            return call.parameter().base(buffer).clone();
          },
          (call, ddx) -> new Tensor[] {AS_STRIDED_READ.apply(call.parameter(), ddx)});

  /** The same numbers with zeros where a view of any geometry lies. */
  static final Custom<Geometry> AS_STRIDED_ZERO =
      Custom.pure(
          "asStridedZero",
          (call, x) -> {
            Tensor buffer = call.parameter().buffer();
            Tensor.copyData(x[0], call.parameter().base(buffer));
            call.parameter().view(buffer).zero_();
            return call.parameter().base(buffer).clone();
          },
          (call, dy) -> new Tensor[] {Views.AS_STRIDED_ZERO.apply(call.parameter(), dy)});

  /** Any sizes and strides over the same memory. */
  static final View<Geometry> AS_STRIDED =
      new View<>(
          "asStrided",
          (x, g) ->
              x.view(g.viewShape(), g.viewStrides(), x.offset + g.viewOffset() - g.baseOffset()),
          (dy, _, g) -> AS_STRIDED_ADD.apply(g, dy));

  private static Tensor swapped(Tensor x, int[] dims) {
    int p = dims[0];
    int q = dims[1];
    int[] sizes = swapped(x.shape.sizes(), p, q);
    return x.view(x.shape.withSizes(sizes), swapped(x.strides, p, q), x.offset);
  }

  private static int[] swapped(int[] values, int p, int q) {
    int[] result = values.clone();
    result[p] = values[q];
    result[q] = values[p];
    return result;
  }

  private static Tensor squeezed(Tensor x, int[] dims) {
    boolean[] out = new boolean[x.dim()];
    int left = x.dim();
    for (int dim : dims) {
      if (x.shape.sizes()[dim] == 1) {
        out[dim] = true;
        left--;
      }
    }
    int[] sizes = new int[left];
    int[] strides = new int[left];
    for (int i = 0, j = 0; i < out.length; i++) {
      if (!out[i]) {
        sizes[j] = x.shape.sizes()[i];
        strides[j++] = x.strides[i];
      }
    }
    return x.view(x.shape.withSizes(sizes), strides, x.offset);
  }

  private static Tensor unsqueezed(Tensor x, int dim) {
    int[] sizes = new int[x.dim() + 1];
    int[] strides = new int[x.dim() + 1];
    for (int i = 0; i < sizes.length; i++) {
      int from = i < dim ? i : i - 1;
      sizes[i] = i == dim ? 1 : x.shape.sizes()[from];
      strides[i] = i == dim ? 1 : x.strides[from];
    }
    if (dim < x.dim()) {
      strides[dim] = x.shape.sizes()[dim] * x.strides[dim];
    }
    return x.view(x.shape.withSizes(sizes), strides, x.offset);
  }

  private static int[] without(int[] values, int at) {
    int[] rest = new int[values.length - 1];
    for (int i = 0, j = 0; i < values.length; i++) {
      if (i != at) {
        rest[j++] = values[i];
      }
    }
    return rest;
  }

  /**
   * The strides by which the memory of {@code x} shows {@code shape}; null if there are none.
   *
   * <p>Runs of dimensions that lie in one piece may be cut anew, others must stay as they are.
   */
  static int @Nullable [] viewStrides(Tensor x, Shape shape) {
    if (x.contiguous || x.shape.numel() == 0) {
      return shape.strides();
    }
    int[] strides = new int[shape.dim()];
    int[] sizes = shape.sizes();
    int to = sizes.length - 1;
    int last = x.dim() - 1;
    int piece = 1;
    int shown = 1;
    int stride = last >= 0 ? x.strides[last] : 1;
    for (int d = last; d >= 0; d--) {
      piece *= x.shape.sizes()[d];
      boolean ends = d == 0 || (x.shape.sizes()[d - 1] != 1 && x.strides[d - 1] != piece * stride);
      if (!ends) {
        continue;
      }
      while (to >= 0 && (shown < piece || sizes[to] == 1)) {
        strides[to] = shown * stride;
        shown *= sizes[to--];
      }
      if (shown != piece) {
        return null;
      }
      if (d > 0) {
        stride = x.strides[d - 1];
        piece = 1;
        shown = 1;
      }
    }
    return to == -1 ? strides : null;
  }
}
