package dev.taper;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An op that makes one number of many, over all or some dimensions, with its gradient.
 *
 * <p>Its gradient sees the result and {@code dy} with the reduced dimensions kept at size 1, so
 * that they broadcast against the input.
 */
final class Reduction {
  /** A kernel over a contiguous {@code (outer, reduce, inner)}. */
  interface Kernel {
    void apply(float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo, double p);
  }

  /** The same on integers. */
  interface LongKernel {
    void apply(long[] x, int xo, int outer, int reduce, int inner, long[] y, int yo);
  }

  /** The gradient of the input. */
  interface Gradient {
    Tensor apply(Step step, Tensor dy);
  }

  /** What the gradient needs. */
  enum Saves {
    NOTHING,
    INPUT,
    BOTH
  }

  private final String name;
  private final Kernel kernel;
  private final @Nullable LongKernel integral;
  private final Saves saves;
  private final Gradient gradient;

  Reduction(String name, Kernel kernel, Saves saves, Gradient gradient) {
    this(name, kernel, null, saves, gradient);
  }

  private Reduction(
      String name, Kernel kernel, @Nullable LongKernel integral, Saves saves, Gradient gradient) {
    this.name = name;
    this.kernel = kernel;
    this.integral = integral;
    this.saves = saves;
    this.gradient = gradient;
  }

  /** This op on INT64 too, and through it on BOOL. */
  Reduction integral(LongKernel kernel) {
    return new Reduction(name, this.kernel, kernel, saves, gradient);
  }

  /** Over {@code dims}, all of them if none is given. */
  Tensor apply(Tensor x, int[] dims, boolean keepDim) {
    return apply(x, dims, keepDim, 0);
  }

  /** With a number that the kernel and the gradient are told: a correction, a power. */
  Tensor apply(Tensor x, int[] dims, boolean keepDim, double parameter) {
    if (x.dtype != DType.FLOAT32) {
      if (integral == null) {
        throw new IllegalArgumentException(
            name + ": a tensor of " + x.dtype + ": must be FLOAT32, convert it with to");
      }
      Layout layout = Layout.of(name, x.to(DType.INT64), dims);
      Tensor y = Tensor.empty(DType.INT64, layout.resultShape());
      integral.apply(
          layout.source.longs(),
          layout.source.offset,
          layout.outer,
          layout.reduce,
          layout.inner,
          y.longs(),
          0);
      return layout.result(y, keepDim);
    }
    Layout layout = Layout.of(name, x, dims);
    Tensor y = Tensor.empty(DType.FLOAT32, layout.resultShape());
    kernel.apply(
        layout.source.floats(),
        layout.source.offset,
        layout.outer,
        layout.reduce,
        layout.inner,
        y.floats(),
        0,
        parameter);
    Tensor result = layout.result(y, keepDim);
    if (x.needsGrad() && GradMode.enabled()) {
      result.recorded(new Step(this, x, result, layout, parameter));
    }
    return result;
  }

  /**
   * A tensor seen as {@code (outer, reduce, inner)}, copied where its memory does not allow it.
   *
   * @param kept the shape of the result with the reduced dimensions at size 1
   * @param order the dimensions of the tensor in the order of {@code source}
   */
  record Layout(
      Tensor source, int outer, int reduce, int inner, Shape kept, boolean[] reduced, int[] order) {

    static Layout of(String op, Tensor x, int[] dims) {
      int[] over = Checks.dims(op, dims, x.dim());
      boolean[] reduced = new boolean[x.dim()];
      int[] keptSizes = x.shape.toArray();
      for (int dim : over) {
        reduced[dim] = true;
        keptSizes[dim] = 1;
      }
      Shape kept = Shape.owned(op, keptSizes);
      try (GradMode _ = Autograd.noGrad()) {
        // A contiguous tensor may have strides of any size in dimensions of size 1.
        int[] order = x.contiguous ? Checks.dims(op, new int[0], x.dim()) : x.memoryOrder();
        Tensor source = x.contiguous ? x : Views.PERMUTE.apply(x, order);
        if (!source.contiguous || !inOneRun(source, order, reduced)) {
          order = reducedLast(reduced);
          source = Views.PERMUTE.apply(x, order).contiguous();
        }
        int outer = 1;
        int reduce = 1;
        int inner = 1;
        boolean seen = false;
        for (int i = 0; i < order.length; i++) {
          int size = source.shape.sizes()[i];
          if (reduced[order[i]]) {
            reduce *= size;
            seen |= size != 1;
          } else if (seen) {
            inner *= size;
          } else {
            outer *= size;
          }
        }
        return new Layout(source, outer, reduce, inner, kept, reduced, order);
      }
    }

    private static boolean inOneRun(Tensor source, int[] order, boolean[] reduced) {
      int runs = 0;
      boolean before = false;
      for (int i = 0; i < order.length; i++) {
        if (source.shape.sizes()[i] == 1) {
          continue;
        }
        boolean now = reduced[order[i]];
        runs += now && !before ? 1 : 0;
        before = now;
      }
      return runs <= 1;
    }

    private static int[] reducedLast(boolean[] reduced) {
      int[] order = new int[reduced.length];
      int at = 0;
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < reduced.length; i++) {
          if (reduced[i] == (pass == 1)) {
            order[at++] = i;
          }
        }
      }
      return order;
    }

    /** The shape of the result as the kernel writes it. */
    Shape resultShape() {
      int[] sizes = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        sizes[i] = kept.sizes()[order[i]];
      }
      return Shape.owned(sizes);
    }

    /** What the kernel wrote, with the dimensions in the tensor's order. */
    Tensor result(Tensor y, boolean keepDim) {
      int[] sizes = kept.sizes();
      int[] strides = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        strides[order[i]] = y.strides[i];
      }
      if (keepDim) {
        return Tensor.own(y, kept, strides);
      }
      int left = 0;
      for (boolean gone : reduced) {
        left += gone ? 0 : 1;
      }
      int[] leftSizes = new int[left];
      int[] leftStrides = new int[left];
      for (int i = 0, j = 0; i < sizes.length; i++) {
        if (!reduced[i]) {
          leftSizes[j] = sizes[i];
          leftStrides[j++] = strides[i];
        }
      }
      return Tensor.own(y, Shape.owned(leftSizes), leftStrides);
    }
  }

  /** What the tape keeps of one application. */
  static final class Step extends Node {
    private final Reduction op;
    private final @Nullable Node input;
    private final Shape shape;
    private final Shape kept;
    private final int[] dims;
    private final int count;
    private final double parameter;
    private @Nullable Tensor x;
    private @Nullable Tensor y;
    private final int versionX;
    private final int versionY;

    Step(Reduction op, Tensor x, Tensor y, Layout layout, double parameter) {
      this.op = op;
      this.input = x.edge();
      this.shape = x.shape;
      this.kept = layout.kept;
      this.count = layout.reduce;
      this.parameter = parameter;
      this.x = op.saves == Saves.NOTHING ? null : x;
      this.y = op.saves == Saves.BOTH ? y : null;
      this.versionX = x.storage.version;
      this.versionY = y.storage.version;
      int n = 0;
      int[] over = new int[layout.reduced.length];
      for (int i = 0; i < over.length; i++) {
        if (layout.reduced[i]) {
          over[n++] = i;
        }
      }
      this.dims = Arrays.copyOf(over, n);
    }

    /** The input. */
    Tensor x() {
      return unpack(x, versionX);
    }

    /** The result, with the reduced dimensions at size 1. */
    Tensor y() {
      return unpack(y, versionY).reshape(kept);
    }

    /** The shape of the input. */
    Shape shape() {
      return shape;
    }

    /** The dimensions reduced over. */
    int[] dims() {
      return dims;
    }

    /** How many numbers each result is made of. */
    int count() {
      return count;
    }

    double parameter() {
      return parameter;
    }

    @Override
    public String name() {
      return name(op.name);
    }

    @Override
    int inputs() {
      return 1;
    }

    @Override
    @Nullable Node input(int i) {
      return input;
    }

    @Override
    @Nullable Tensor[] gradients(Tensor dy) {
      return new Tensor[] {op.gradient.apply(this, dy.reshape(kept))};
    }

    @Override
    void release() {
      x = null;
      y = null;
    }
  }
}
