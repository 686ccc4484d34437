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
      Tensor y = layout.empty(DType.INT64, keepDim);
      integral.apply(
          layout.source.longs(),
          layout.source.offset,
          layout.outer,
          layout.reduce,
          layout.inner,
          y.longs(),
          0);
      return y;
    }
    Layout layout = Layout.of(name, x, dims);
    Tensor y = layout.empty(DType.FLOAT32, keepDim);
    kernel.apply(
        layout.source.floats(),
        layout.source.offset,
        layout.outer,
        layout.reduce,
        layout.inner,
        y.floats(),
        0,
        parameter);
    if (x.needsGrad() && GradMode.enabled()) {
      y.recorded(new Step(this, x, y, layout, parameter));
    }
    return y;
  }

  /**
   * A tensor seen as {@code (outer, reduce, inner)}, copied where its memory does not allow it.
   *
   * @param shape that of the tensor
   * @param reduced which of its dimensions are reduced
   * @param order its dimensions in the order of {@code source}; null where that is their own
   */
  record Layout(
      Tensor source,
      int outer,
      int reduce,
      int inner,
      Shape shape,
      boolean[] reduced,
      int @Nullable [] order) {

    static Layout of(String op, Tensor x, int[] dims) {
      boolean[] reduced = new boolean[x.dim()];
      if (dims.length == 0) {
        Arrays.fill(reduced, true);
      } else {
        for (int dim : Checks.dims(op, dims, x.dim())) {
          reduced[dim] = true;
        }
      }
      if (x.shape.numel() == 0) {
        // Of no elements a result may have too many.
        kept(op, x.shape, reduced);
      }
      // A contiguous tensor may have strides of any size in dimensions of size 1.
      if (x.contiguous && inOneRun(x.shape.sizes(), reduced)) {
        return of(x, x.shape, reduced, reduced, null);
      }
      try (GradMode _ = Autograd.noGrad()) {
        int[] order = x.memoryOrder();
        Tensor source = Views.PERMUTE.apply(x, order);
        if (!source.contiguous || !inOneRun(source.shape.sizes(), inOrder(reduced, order))) {
          order = reducedLast(reduced);
          source = Views.PERMUTE.apply(x, order).contiguous();
        }
        return of(source, x.shape, reduced, inOrder(reduced, order), order);
      }
    }

    /** Where {@code runs} tells which dimensions of {@code source} are reduced. */
    private static Layout of(
        Tensor source, Shape shape, boolean[] reduced, boolean[] runs, int @Nullable [] order) {
      int outer = 1;
      int reduce = 1;
      int inner = 1;
      boolean seen = false;
      for (int i = 0; i < runs.length; i++) {
        int size = source.shape.sizes()[i];
        if (runs[i]) {
          reduce *= size;
          seen |= size != 1;
        } else if (seen) {
          inner *= size;
        } else {
          outer *= size;
        }
      }
      return new Layout(source, outer, reduce, inner, shape, reduced, order);
    }

    private static boolean[] inOrder(boolean[] reduced, int[] order) {
      boolean[] result = new boolean[order.length];
      for (int i = 0; i < order.length; i++) {
        result[i] = reduced[order[i]];
      }
      return result;
    }

    private static boolean inOneRun(int[] sizes, boolean[] reduced) {
      int runs = 0;
      boolean before = false;
      for (int i = 0; i < sizes.length; i++) {
        if (sizes[i] != 1) {
          runs += reduced[i] && !before ? 1 : 0;
          before = reduced[i];
        }
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

    /** The shape of the result with the reduced dimensions at size 1. */
    Shape kept() {
      return kept("shape", shape, reduced);
    }

    private static Shape kept(String op, Shape shape, boolean[] reduced) {
      int[] sizes = shape.toArray();
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = reduced[i] ? 1 : sizes[i];
      }
      return Shape.owned(op, sizes);
    }

    /** A result, whose memory the kernel writes from the beginning in the order of the source. */
    Tensor empty(DType dtype, boolean keepDim) {
      if (order == null) {
        return Tensor.empty(dtype, keepDim ? kept() : Shape.owned(left(shape.sizes())));
      }
      int[] sizes = kept().sizes();
      int[] inOrder = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        inOrder[i] = sizes[order[i]];
      }
      Tensor y = Tensor.empty(dtype, Shape.owned(inOrder));
      int[] strides = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        strides[order[i]] = y.strides[i];
      }
      return keepDim
          ? Tensor.own(y, kept(), strides)
          : Tensor.own(y, Shape.owned(left(sizes)), left(strides));
    }

    /** The values of the dimensions that are left. */
    private int[] left(int[] values) {
      int count = 0;
      for (boolean gone : reduced) {
        count += gone ? 0 : 1;
      }
      int[] left = new int[count];
      for (int i = 0, j = 0; i < values.length; i++) {
        if (!reduced[i]) {
          left[j++] = values[i];
        }
      }
      return left;
    }
  }

  /** What the tape keeps of one application. */
  static final class Step extends Node.OfOne {
    private final Reduction op;
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
      super(x.edge());
      this.op = op;
      this.shape = x.shape;
      this.kept = layout.kept();
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
    Tensor gradient(Tensor dy) {
      return op.gradient.apply(this, dy.reshape(kept));
    }

    @Override
    void release() {
      x = null;
      y = null;
    }
  }
}
