package dev.taper;

import org.jspecify.annotations.Nullable;

/**
 * Writing into a tensor that already exists, on the tape too.
 *
 * <p>Where it must be recorded, an in-place op is its ordinary form applied to the tensor as it was
 * before, whose result is then written over it; a view hands the result on to the tensor that it is
 * a view of. So every in-place op has the gradient of its ordinary form and none of its own. A
 * {@link Unary} whose gradient needs its result, and nothing of what was there before, needs no
 * copy.
 */
final class Inplace {
  private Inplace() {}

  /** Refuses what must not be written to: a leaf that requires grad, elements that overlap. */
  static void check(String op, Tensor x) {
    checkLeaf(op, x);
    for (int i = 0; i < x.strides.length && x.shape.numel() > 0; i++) {
      if (repeats(x, i)) {
        throw new IllegalArgumentException(
            op
                + ": elements of shape "
                + x.shape
                + " lie on the same memory in dimension "
                + i
                + ": clone it first");
      }
    }
  }

  /** {@code x} with what it repeats shown once: enough where all elements become the same. */
  static Tensor once(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < x.strides.length; i++) {
      if (repeats(x, i)) {
        y = y.narrow(i, 0, 1);
      }
    }
    return y;
  }

  private static boolean repeats(Tensor x, int dim) {
    return x.strides[dim] == 0 && x.shape.sizes()[dim] > 1;
  }

  /** Refuses a leaf that requires grad. */
  static void checkLeaf(String op, Tensor x) {
    if (GradMode.enabled() && x.needsGrad()) {
      if (x.gradFn == null) {
        throw new IllegalStateException(
            op
                + ": a leaf of shape "
                + x.shape
                + " requires a gradient: change it in a noGrad scope");
      }
      if (x.base != null && x.base.requiresGrad && x.base.gradFn == null) {
        throw new IllegalStateException(
            op
                + ": a view of a leaf of shape "
                + x.base.shape
                + " that requires a gradient: change it in a noGrad scope");
      }
    }
  }

  /** Refuses an operand that would change the shape or the dtype of what is written to. */
  static void fits(String op, Tensor x, Tensor other) {
    Shape shape = Shape.broadcast(op, x.shape, other.shape);
    if (!shape.equals(x.shape)) {
      throw new IllegalArgumentException(
          op
              + ": the result has shape "
              + shape
              + " and the tensor "
              + x.shape
              + ": it can not grow in place");
    }
    castable(op, x, DType.promote(x.dtype, other.dtype));
  }

  /** Refuses a result of a kind that the tensor can not hold. */
  static void castable(String op, Tensor x, DType result) {
    if (DType.promote(x.dtype, result) != x.dtype) {
      throw new IllegalArgumentException(
          op + ": the result is " + result + " and the tensor " + x.dtype + ": convert it first");
    }
  }

  /** A copy of {@code x} that stands on the tape where {@code x} stands now. */
  static Tensor before(Tensor x) {
    Tensor copy = Tensor.emptyLike(x);
    Tensor.copyData(x, copy);
    Node edge = x.edge();
    if (edge != null) {
      copy.requiresGrad = true;
      copy.gradFn = edge;
    }
    return copy;
  }

  /** Writes the numbers of {@code y} over {@code x}, which takes its place on the tape. */
  static Tensor assign(String op, Tensor x, Tensor y) {
    castable(op, x, y.dtype);
    Tensor.copyData(y, x);
    if (x.dtype == DType.FLOAT32 && GradMode.enabled()) {
      boolean tracked = y.needsGrad();
      if (x.base == null) {
        x.storage.written(op);
        takePlace(x, y.edge(), tracked);
        return x;
      }
      Tensor base = x.base;
      if (tracked || base.needsGrad()) {
        Node overwrite = new Overwrite(base, x, y);
        x.storage.written(op);
        takePlace(base, overwrite, true);
        x.gradFn = null;
        x.requiresGrad = false;
        x.refresh();
        return x;
      }
    }
    x.storage.written(op);
    return x;
  }

  /** Lets {@code x} stand on the tape where {@code node} does. */
  static void takePlace(Tensor x, @Nullable Node node, boolean tracked) {
    Node old = x.gradFn;
    if (old != null && old.retained == x) {
      old.retained = null;
      if (node != null) {
        node.retained = x;
      }
    }
    x.gradFn = node;
    x.requiresGrad = tracked;
  }

  /** The step by which a tensor takes over what was written into one of its views. */
  static final class Overwrite extends Node {
    private final @Nullable Node base;
    private final @Nullable Node written;
    private final Geometry geometry;
    private final Shape shape;

    Overwrite(Tensor base, Tensor view, Tensor y) {
      super(number(base.edge(), y.edge()));
      this.base = base.edge();
      this.written = y.edge();
      this.geometry = Geometry.of(base, view);
      this.shape = view.shape;
    }

    @Override
    public String name() {
      return "CopySlices";
    }

    @Override
    int inputs() {
      return 2;
    }

    @Override
    @Nullable Node input(int i) {
      return i == 0 ? base : written;
    }

    @Override
    @Nullable Tensor[] gradients(Tensor dy) {
      return new @Nullable Tensor[] {
        base == null ? null : Views.AS_STRIDED_ZERO.apply(geometry, dy),
        written == null ? null : Views.AS_STRIDED_READ.apply(geometry, dy).sumToSize(shape)
      };
    }

    @Override
    void release() {}
  }
}
