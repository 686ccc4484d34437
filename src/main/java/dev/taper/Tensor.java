package dev.taper;

import dev.taper.kernel.ArgFold;
import dev.taper.kernel.BooleanFold;
import dev.taper.kernel.Copy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array of numbers, which may be a view of another's memory and may carry a
 * gradient.
 *
 * <p>Names and semantics are torch's. Methods whose name ends in {@code _} write into the tensor;
 * all others return a new one, or a view that shares memory where their line says so. Dimensions
 * and indices count from 0, negative ones from the end. Operands broadcast: shapes are aligned at
 * the last dimension and sizes of 1 stretch. BOOL, INT64 and FLOAT32 mix as in torch: the result
 * has the last kind among those present. A call that fails changes nothing.
 *
 * <p>Errors: {@link IllegalArgumentException} for arguments that do not fit, {@link
 * IndexOutOfBoundsException} for dimensions and indices out of range, {@link IllegalStateException}
 * for what the tape does not allow.
 */
// Users need not have JSpecify, so its annotations are not exported with the signatures.
@SuppressWarnings("exports")
public final class Tensor {
  final DType dtype;
  final Storage storage;
  final int offset;
  final Shape shape;
  final int[] strides;
  final boolean contiguous;

  /** The tensor, itself no view, that this one is a view of. */
  final @Nullable Tensor base;

  boolean requiresGrad;
  @Nullable Node gradFn;
  @Nullable Tensor grad;
  private @Nullable AccumulateGrad accumulator;
  private int seenVersion;

  private Tensor(
      DType dtype, Storage storage, int offset, Shape shape, int[] strides, @Nullable Tensor base) {
    this.dtype = dtype;
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
    this.base = base;
    this.contiguous = shape.isRowMajor(strides);
    this.seenVersion = storage.version;
  }

  /** Memory for a result: its numbers are not defined, all must be written. */
  static Tensor empty(DType dtype, Shape shape) {
    return new Tensor(dtype, Storage.of(dtype, shape.numel()), 0, shape, shape.strides(), null);
  }

  /**
   * Memory for a result of the shape and, where {@code x} has no gaps, the order of {@code x}; its
   * numbers are not defined.
   */
  static Tensor emptyLike(Tensor x) {
    return emptyLike(x.dtype, x);
  }

  static Tensor emptyLike(DType dtype, Tensor x) {
    Storage storage = Storage.of(dtype, x.shape.numel());
    return new Tensor(dtype, storage, 0, x.shape, likeStrides(x), null);
  }

  private static int[] likeStrides(Tensor x) {
    return x.contiguous || !x.dense() ? x.shape.strides() : x.strides;
  }

  /** Memory for a result of two operands, in the order of the one that has its shape. */
  static Tensor emptyLike(DType dtype, Tensor a, Tensor b, Shape shape) {
    Tensor like = a.shape.equals(shape) ? a : b;
    boolean keeps =
        !like.contiguous
            && like.shape.equals(shape)
            && (a.shape.numel() == 1 || b.shape.numel() == 1 || Arrays.equals(a.strides, b.strides))
            && like.dense();
    return keeps ? emptyLike(dtype, like) : empty(dtype, shape);
  }

  /** {@code y}, just made and seen by nobody, in another shape. */
  static Tensor own(Tensor y, Shape shape, int[] strides) {
    return new Tensor(y.dtype, y.storage, 0, shape, strides, null);
  }

  /** A tensor of an array that was just made and that nobody else holds. */
  static Tensor wrap(DType dtype, Object array, Shape shape) {
    return new Tensor(dtype, Storage.owning(array), 0, shape, shape.strides(), null);
  }

  /** A view of this memory in any geometry; not recorded. */
  Tensor view(Shape shape, int[] strides, int offset) {
    return new Tensor(dtype, storage, offset, shape, strides, base == null ? this : base);
  }

  float[] floats() {
    return (float[]) array();
  }

  long[] longs() {
    return (long[]) array();
  }

  boolean[] booleans() {
    return (boolean[]) array();
  }

  /** The memory; an error if it has been recycled. */
  Object array() {
    Object array = storage.array;
    if (array == null) {
      throw storage.ended(Storage.calledOp(), shape);
    }
    return array;
  }

  /** The memory, in the name of {@code op}. */
  Object array(String op) {
    Object array = storage.array;
    if (array == null) {
      throw storage.ended(op, shape);
    }
    return array;
  }

  /**
   * 0 for a single number, 1 where it lies as a contiguous result of this shape does, otherwise -1.
   */
  int stepFor(Shape to) {
    int n = shape.numel();
    return n == 1 ? 0 : contiguous && n == to.numel() ? 1 : -1;
  }

  /** The strides by which this tensor is read where it broadcasts to {@code to}. */
  int[] stridesFor(Shape to) {
    if (to.equals(shape)) {
      return strides;
    }
    int[] sizes = shape.sizes();
    int[] result = new int[to.dim()];
    int shift = result.length - sizes.length;
    for (int i = 0; i < sizes.length; i++) {
      result[shift + i] = sizes[i] == 1 && to.sizes()[shift + i] != 1 ? 0 : strides[i];
    }
    return result;
  }

  /** Where in memory the element lies that is {@code index}-th in row-major order. */
  int position(long index) {
    if (contiguous) {
      return offset + (int) index;
    }
    int at = offset;
    long rest = index;
    for (int d = strides.length - 1; d >= 0; d--) {
      int size = shape.sizes()[d];
      at += (int) (rest % size) * strides[d];
      rest /= size;
    }
    return at;
  }

  /** The dimensions from the largest stride to the smallest. */
  int[] memoryOrder() {
    int[] order = Checks.dims("order", new int[0], dim());
    for (int i = 1; i < order.length; i++) {
      int d = order[i];
      int j = i;
      for (; j > 0 && strides[order[j - 1]] < strides[d]; j--) {
        order[j] = order[j - 1];
      }
      order[j] = d;
    }
    return order;
  }

  /** Whether the elements lie in one piece without gaps and overlaps, in whatever order. */
  boolean dense() {
    if (contiguous) {
      return true;
    }
    int[] sizes = shape.sizes();
    int covered = 1;
    while (covered < shape.numel()) {
      int next = 1;
      for (int d = 0; d < sizes.length; d++) {
        if (sizes[d] != 1 && strides[d] == covered) {
          next = sizes[d];
        }
      }
      if (next == 1) {
        return false;
      }
      covered *= next;
    }
    return true;
  }

  /** Copies numbers, converted and broadcast, without recording and without a new version. */
  static void copyData(Tensor from, Tensor to) {
    if (to.shape.numel() == 0) {
      return;
    }
    Tensor x = from;
    if (x.storage == to.storage) {
      if (x.offset == to.offset && Arrays.equals(x.stridesFor(to.shape), to.strides)) {
        return;
      }
      x = emptyLike(from);
      copyData(from, x);
    }
    if (x.dtype == to.dtype && x.contiguous && to.contiguous && x.shape.equals(to.shape)) {
      Copy.run(x.array(), x.offset, to.array(), to.offset, x.shape.numel());
      return;
    }
    int[] sizes = to.shape.sizes();
    int[] xs = x.stridesFor(to.shape);
    int xo = x.offset;
    int yo = to.offset;
    int[] ys = to.strides;
    switch (x.dtype) {
      case FLOAT32 -> {
        switch (to.dtype) {
          case FLOAT32 -> Copy.floats(sizes, x.floats(), xo, xs, to.floats(), yo, ys);
          case INT64 -> Copy.floatsToLongs(sizes, x.floats(), xo, xs, to.longs(), yo, ys);
          case BOOL -> Copy.floatsToBooleans(sizes, x.floats(), xo, xs, to.booleans(), yo, ys);
        }
      }
      case INT64 -> {
        switch (to.dtype) {
          case FLOAT32 -> Copy.longsToFloats(sizes, x.longs(), xo, xs, to.floats(), yo, ys);
          case INT64 -> Copy.longs(sizes, x.longs(), xo, xs, to.longs(), yo, ys);
          case BOOL -> Copy.longsToBooleans(sizes, x.longs(), xo, xs, to.booleans(), yo, ys);
        }
      }
      case BOOL -> {
        switch (to.dtype) {
          case FLOAT32 -> Copy.booleansToFloats(sizes, x.booleans(), xo, xs, to.floats(), yo, ys);
          case INT64 -> Copy.booleansToLongs(sizes, x.booleans(), xo, xs, to.longs(), yo, ys);
          case BOOL -> Copy.booleans(sizes, x.booleans(), xo, xs, to.booleans(), yo, ys);
        }
      }
    }
  }

  /** Whether a gradient flows through this tensor. */
  boolean needsGrad() {
    refresh();
    return requiresGrad;
  }

  /** The node that takes this tensor's gradient; null where none is needed. */
  @Nullable Node edge() {
    if (!needsGrad()) {
      return null;
    }
    if (gradFn != null) {
      return gradFn;
    }
    if (accumulator == null) {
      accumulator = new AccumulateGrad(this);
    }
    return accumulator;
  }

  void recorded(Node node) {
    gradFn = node;
    requiresGrad = true;
    seenVersion = storage.version;
  }

  /**
   * Takes the place on the tape that a view has after its base, or another view, was written to.
   */
  void refresh() {
    Tensor whole = base;
    if (whole == null || seenVersion == storage.version || (requiresGrad && gradFn == null)) {
      return;
    }
    seenVersion = storage.version;
    if (!whole.needsGrad()) {
      gradFn = null;
      requiresGrad = false;
      return;
    }
    Geometry geometry = Geometry.of(whole, this);
    gradFn = new View.Step<>(Views.AS_STRIDED, whole.edge(), whole.shape, geometry);
    requiresGrad = true;
  }

  /** Whether gradients flow to this tensor. */
  public boolean requiresGrad() {
    return needsGrad();
  }

  /** Makes this leaf collect a gradient. */
  public Tensor requiresGrad_() {
    return requiresGrad_(true);
  }

  /**
   * Makes this leaf collect a gradient, or not.
   *
   * @throws IllegalArgumentException if it is not FLOAT32
   * @throws IllegalStateException if it was computed from tensors that require a gradient
   */
  public Tensor requiresGrad_(boolean requiresGrad) {
    Checks.dtype("requiresGrad_", this, DType.FLOAT32);
    if (!isLeaf()) {
      if (requiresGrad) {
        return this;
      }
      throw new IllegalStateException(
          "requiresGrad_: the tensor was computed by " + gradFn + ": detach it first");
    }
    seenVersion = storage.version;
    this.requiresGrad = requiresGrad;
    return this;
  }

  /** Whether the tensor was not computed from tensors that require a gradient. */
  public boolean isLeaf() {
    refresh();
    return gradFn == null;
  }

  /** The step of the tape that computed this tensor; null for a leaf. */
  public @Nullable Node gradFn() {
    refresh();
    return gradFn;
  }

  /** The gradient that {@link #backward()} has summed up; null before. */
  public @Nullable Tensor grad() {
    return grad;
  }

  /**
   * Replaces the gradient; null forgets it. A gradient that was made in a {@link Scope} lives as
   * long as this tensor; one that is forgotten in a scope ends with it.
   *
   * @throws IllegalArgumentException if it has another shape or is not FLOAT32
   */
  public void setGrad(@Nullable Tensor grad) {
    if (grad != null) {
      Checks.dtype("setGrad", grad, DType.FLOAT32);
      Checks.sameShape("setGrad", this, grad);
    }
    Tensor old = this.grad;
    this.grad = grad;
    if (old != null && (grad == null || grad.storage != old.storage)) {
      old.storage.drop();
    }
    if (grad != null && (old == null || grad.storage != old.storage)) {
      grad.storage.gradient = false;
      Region.handOver(grad.storage, storage.owner);
    }
  }

  /**
   * Keeps the gradient of this tensor, which is no leaf, in {@link #grad} at the next backward.
   *
   * @throws IllegalStateException if it does not require a gradient
   */
  public Tensor retainGrad() {
    if (!needsGrad()) {
      throw new IllegalStateException(
          "retainGrad: the tensor of shape " + shape + " requires no gradient: must require one");
    }
    if (gradFn != null) {
      gradFn.retained = this;
    }
    return this;
  }

  /**
   * Adds the gradient of this single number to the {@code grad} of each leaf that it depends on,
   * and frees the graph.
   *
   * @throws IllegalArgumentException if this is not a single number
   * @throws IllegalStateException if it requires no gradient, the graph was freed, or a tensor that
   *     the graph saved was modified
   */
  public void backward() {
    Autograd.backward(List.of(this), GradOptions.DEFAULTS);
  }

  /** As {@link #backward()} for any shape, beginning with this gradient. */
  public void backward(Tensor gradient) {
    Autograd.backward(List.of(this), GradOptions.DEFAULTS.gradients(gradient));
  }

  /** As {@link #backward()}, with the graph kept or the gradients recorded as the options say. */
  public void backward(GradOptions options) {
    Autograd.backward(List.of(this), options);
  }

  /** A view without history: it requires no gradient, and a write into it is seen here. */
  public Tensor detach() {
    return new Tensor(dtype, storage, offset, shape, strides, null);
  }

  /** Cuts this tensor off its history; it becomes a leaf that requires no gradient. */
  public Tensor detach_() {
    if (base != null) {
      throw new IllegalStateException(
          "detach_: the tensor is a view of one of shape " + base.shape + ": use detach");
    }
    gradFn = null;
    accumulator = null;
    requiresGrad = false;
    return this;
  }

  /** The kind of its numbers. */
  public DType dtype() {
    return dtype;
  }

  /** Its sizes. */
  public Shape shape() {
    return shape;
  }

  /** The size of a dimension. */
  public int size(int dim) {
    return shape.size(dim);
  }

  /** The number of dimensions. */
  public int dim() {
    return shape.dim();
  }

  /** The number of elements. */
  public int numel() {
    return shape.numel();
  }

  /** The distance in memory between neighbours in a dimension, in elements. */
  public int stride(int dim) {
    return strides[Checks.ownDim("stride", dim, dim())];
  }

  /** Where in its memory the first element lies. */
  public int storageOffset() {
    return offset;
  }

  /** Whether its elements lie in row-major order without gaps. */
  public boolean isContiguous() {
    return contiguous;
  }

  /** How often its memory was written to by in-place ops. */
  public int version() {
    return storage.version;
  }

  /** Whether both have the same shape and the same numbers; NaN equals nothing. */
  public boolean equal(Tensor other) {
    return shape.equals(other.shape) && eq(other).all().itemBoolean();
  }

  /** Whether {@code |a - b| <= 1e-8 + 1e-5 |b|} everywhere. */
  public boolean allclose(Tensor other) {
    return allclose(other, 1e-5, 1e-8);
  }

  /** Whether {@code |a - b| <= atol + rtol |b|} everywhere; infinities equal themselves. */
  public boolean allclose(Tensor other, double rtol, double atol) {
    Shape.broadcast("allclose", shape, other.shape);
    return Autograd.noGrad(() -> close(to(DType.FLOAT32), other.to(DType.FLOAT32), rtol, atol));
  }

  private static boolean close(Tensor a, Tensor b, double rtol, double atol) {
    return a.sub(b)
        .abs()
        .le(b.abs().mul(rtol).add(atol))
        .logicalAnd(b.abs().ne(Double.POSITIVE_INFINITY))
        .logicalOr(a.eq(b))
        .all()
        .itemBoolean();
  }

  /** As PyTorch's {@code repr} in Python. */
  @Override
  public String toString() {
    return Format.python(Printable.of(this));
  }

  /** As PyTorch's {@code repr} in Python, with other options. */
  public String toString(PrintOptions options) {
    return Format.python(Printable.of(this), options);
  }

  /** As libtorch prints a tensor in C++ (before 2.10). */
  public String toLibtorchString() {
    return LibtorchFormat.libtorch(Printable.of(this));
  }

  /** As R's torch prints a tensor, which is what the tutorial shows: 30 lines at most. */
  public String toTutorialString() {
    return LibtorchFormat.tutorial(Printable.of(this));
  }

  /**
   * The number of a tensor that has just one; truth values are 0 and 1.
   *
   * @throws IllegalArgumentException if it has not just one
   */
  public double item() {
    return item("item");
  }

  private double item(String op) {
    int at = single(op);
    return switch (dtype) {
      case FLOAT32 -> floats()[at];
      case INT64 -> longs()[at];
      case BOOL -> booleans()[at] ? 1 : 0;
    };
  }

  /** As {@link #item}, exact for INT64; a FLOAT32 is cut off towards zero. */
  public long itemLong() {
    return dtype == DType.INT64 ? longs()[single("itemLong")] : (long) item("itemLong");
  }

  /** Whether the only number is not zero. */
  public boolean itemBoolean() {
    return item("itemBoolean") != 0;
  }

  private int single(String op) {
    if (shape.numel() != 1) {
      throw new IllegalArgumentException(
          op + ": a tensor of shape " + shape + ": must have one element");
    }
    return offset;
  }

  /** A copy of its numbers in row-major order, converted where it is not FLOAT32. */
  public float[] toFloatArray() {
    float[] copy = new float[shape.numel()];
    copyData(this, new Tensor(DType.FLOAT32, new Storage(copy), 0, shape, shape.strides(), null));
    return copy;
  }

  /** A copy of its numbers in row-major order, converted where it is not INT64. */
  public long[] toLongArray() {
    long[] copy = new long[shape.numel()];
    copyData(this, new Tensor(DType.INT64, new Storage(copy), 0, shape, shape.strides(), null));
    return copy;
  }

  /** A copy of its truth values in row-major order; numbers are true where they are not zero. */
  public boolean[] toBooleanArray() {
    boolean[] copy = new boolean[shape.numel()];
    copyData(this, new Tensor(DType.BOOL, new Storage(copy), 0, shape, shape.strides(), null));
    return copy;
  }

  /** A vector of these numbers; of a single one, as in torch, shape {@code ()}. */
  public static Tensor of(float... values) {
    return wrap(DType.FLOAT32, values.clone(), Shape.of(values.length));
  }

  /** A vector of these numbers, rounded to FLOAT32; of a single one shape {@code ()}. */
  public static Tensor of(double... values) {
    return Creation.of(values);
  }

  /** A vector of these integers; of a single one, as in torch, shape {@code ()}. */
  public static Tensor of(long... values) {
    return wrap(DType.INT64, values.clone(), Shape.of(values.length));
  }

  /** A vector of these integers, as INT64; of a single one shape {@code ()}. */
  public static Tensor of(int... values) {
    return Creation.of(values);
  }

  /** A vector of these truth values; of a single one shape {@code ()}. */
  public static Tensor of(boolean... values) {
    return wrap(DType.BOOL, values.clone(), Shape.of(values.length));
  }

  /**
   * A tensor of a nested array such as {@code float[][]} or {@code long[][][]}, or of a single
   * {@code Number} or {@code Boolean}.
   *
   * @throws IllegalArgumentException if the array is ragged or of another type
   */
  public static Tensor of(Object values) {
    return Creation.of(values);
  }

  /** A tensor of this shape with a copy of these numbers in row-major order. */
  public static Tensor of(float[] values, Shape shape) {
    return Creation.of(values, DType.FLOAT32, values.length, shape);
  }

  /** A tensor of this shape with a copy of these integers in row-major order. */
  public static Tensor of(long[] values, Shape shape) {
    return Creation.of(values, DType.INT64, values.length, shape);
  }

  /** A tensor of this shape with a copy of these truth values in row-major order. */
  public static Tensor of(boolean[] values, Shape shape) {
    return Creation.of(values, DType.BOOL, values.length, shape);
  }

  /** A single FLOAT32 number, of shape {@code ()}. */
  public static Tensor scalar(double value) {
    return wrap(DType.FLOAT32, new float[] {(float) value}, Shape.SCALAR);
  }

  /** A single integer, of shape {@code ()}. */
  public static Tensor scalar(long value) {
    return wrap(DType.INT64, new long[] {value}, Shape.of());
  }

  /** A single truth value, of shape {@code ()}. */
  public static Tensor scalar(boolean value) {
    return wrap(DType.BOOL, new boolean[] {value}, Shape.of());
  }

  /** Zeros. */
  public static Tensor zeros(int... sizes) {
    return zeros(Shape.of("zeros", sizes), DType.FLOAT32);
  }

  /** Zeros. */
  public static Tensor zeros(Shape shape) {
    return zeros(shape, DType.FLOAT32);
  }

  /** Zeros of a kind; false for BOOL. */
  public static Tensor zeros(Shape shape, DType dtype) {
    return new Tensor(dtype, Storage.zeros(dtype, shape.numel()), 0, shape, shape.strides(), null);
  }

  /** Zeros of the shape and kind of {@code x}. */
  public static Tensor zerosLike(Tensor x) {
    Storage storage = Storage.zeros(x.dtype, x.shape.numel());
    return new Tensor(x.dtype, storage, 0, x.shape, likeStrides(x), null);
  }

  /**
   * A tensor whose numbers are not defined, for those who write all of them; faster than zeros. In
   * torch {@code empty}.
   */
  public static Tensor empty(int... sizes) {
    return empty(DType.FLOAT32, Shape.of("empty", sizes));
  }

  /** As {@link #empty(int...)}. */
  public static Tensor empty(Shape shape) {
    return empty(DType.FLOAT32, shape);
  }

  /** Ones. */
  public static Tensor ones(int... sizes) {
    return full(Shape.of("ones", sizes), 1.0);
  }

  /** Ones. */
  public static Tensor ones(Shape shape) {
    return full(shape, 1.0);
  }

  /** Ones of a kind; true for BOOL. */
  public static Tensor ones(Shape shape, DType dtype) {
    return Creation.filled(empty(dtype, shape), 1);
  }

  /** Ones of the shape and kind of {@code x}. */
  public static Tensor onesLike(Tensor x) {
    return Creation.filled(emptyLike(x), 1);
  }

  /** One FLOAT32 number everywhere. */
  public static Tensor full(Shape shape, double value) {
    return Creation.filled(empty(DType.FLOAT32, shape), value);
  }

  /** One integer everywhere. */
  public static Tensor full(Shape shape, long value) {
    Tensor y = empty(DType.INT64, shape);
    Arrays.fill(y.longs(), value);
    return y;
  }

  /** One truth value everywhere. */
  public static Tensor full(Shape shape, boolean value) {
    return Creation.filled(empty(DType.BOOL, shape), value ? 1 : 0);
  }

  /** One number everywhere, in the shape and kind of {@code x}. */
  public static Tensor fullLike(Tensor x, double value) {
    Creation.check("fullLike", x.dtype, value);
    return Creation.filled(emptyLike(x), value);
  }

  /** The unit matrix, {@code (n, n)}. */
  public static Tensor eye(int n) {
    return eye(n, n);
  }

  /** Ones on the main diagonal of {@code (n, m)}. */
  public static Tensor eye(int n, int m) {
    return Creation.eye(n, m);
  }

  /** The integers from 0 to before {@code end}, as INT64. */
  public static Tensor arange(long end) {
    return arange(0L, end, 1L);
  }

  /** The integers from {@code start} to before {@code end}, as INT64. */
  public static Tensor arange(long start, long end) {
    return arange(start, end, 1L);
  }

  /** Every {@code step}-th integer from {@code start} to before {@code end}, as INT64. */
  public static Tensor arange(long start, long end, long step) {
    return Creation.arange(start, end, step);
  }

  /** The FLOAT32 numbers 0, 1, … to before {@code end}. */
  public static Tensor arange(double end) {
    return arange(0.0, end, 1.0);
  }

  /** The FLOAT32 numbers {@code start}, {@code start + 1}, … to before {@code end}. */
  public static Tensor arange(double start, double end) {
    return arange(start, end, 1.0);
  }

  /** The FLOAT32 numbers {@code start}, {@code start + step}, … to before {@code end}. */
  public static Tensor arange(double start, double end, double step) {
    return Creation.arange(start, end, step);
  }

  /** {@code steps} FLOAT32 numbers at equal distances, from {@code start} to {@code end}. */
  public static Tensor linspace(double start, double end, int steps) {
    return Creation.linspace(start, end, steps);
  }

  /** Numbers drawn evenly from [0, 1) by the default generator. */
  public static Tensor rand(int... sizes) {
    return rand(Shape.of("rand", sizes), Generator.getDefault());
  }

  /** Numbers drawn evenly from [0, 1). */
  public static Tensor rand(Shape shape, Generator generator) {
    return Draws.uniform(empty(DType.FLOAT32, shape), 0, 1, generator);
  }

  /** As {@link #rand} in the shape of {@code x}. */
  public static Tensor randLike(Tensor x) {
    return rand(x.shape, Generator.getDefault());
  }

  /** Numbers drawn from the normal distribution (mean 0, deviation 1) by the default generator. */
  public static Tensor randn(int... sizes) {
    return randn(Shape.of("randn", sizes), Generator.getDefault());
  }

  /** Numbers drawn from the normal distribution (mean 0, deviation 1). */
  public static Tensor randn(Shape shape, Generator generator) {
    return Draws.normal(empty(DType.FLOAT32, shape), 0, 1, generator);
  }

  /** As {@link #randn} in the shape of {@code x}. */
  public static Tensor randnLike(Tensor x) {
    return randn(x.shape, Generator.getDefault());
  }

  /** Integers drawn evenly from {@code low} to before {@code high} by the default generator. */
  public static Tensor randint(long low, long high, int... sizes) {
    return randint(low, high, Shape.of("randint", sizes), Generator.getDefault());
  }

  /** Integers drawn evenly from {@code low} to before {@code high}, as INT64. */
  public static Tensor randint(long low, long high, Shape shape, Generator generator) {
    return Draws.randint(empty(DType.INT64, shape), low, high, generator);
  }

  /** As {@link #randint} in the shape and kind of {@code x}. */
  public static Tensor randintLike(Tensor x, long low, long high) {
    return Draws.randint(emptyLike(x), low, high, Generator.getDefault());
  }

  /** The integers from 0 to before {@code n} in an order drawn by the default generator. */
  public static Tensor randperm(int n) {
    return randperm(n, Generator.getDefault());
  }

  /** The integers from 0 to before {@code n} in a drawn order, as INT64. */
  public static Tensor randperm(int n, Generator generator) {
    return Draws.randperm(n, generator);
  }

  /** The same numbers in memory of their own; recorded. */
  @Override
  @SuppressWarnings({"MethodDoesntCallSuperMethod", "CloneDetection"})
  public Tensor clone() {
    return Copies.CLONE.apply(false, this);
  }

  /** This tensor where it is contiguous, otherwise a copy that is. */
  public Tensor contiguous() {
    return contiguous ? this : Copies.CLONE.apply(true, this);
  }

  /** This tensor where it has that kind already, otherwise a converted copy. */
  public Tensor to(DType dtype) {
    if (dtype == this.dtype) {
      return this;
    }
    Tensor y = emptyLike(dtype, this);
    copyData(this, y);
    return y;
  }

  /** These numbers in another shape, a view where possible; one size may be -1: what is left. */
  public Tensor reshape(int... sizes) {
    return Shaping.reshape(this, Shaping.infer("reshape", sizes, shape));
  }

  /** These numbers in another shape, a view where possible. */
  public Tensor reshape(Shape shape) {
    return Shaping.reshape(this, Shaping.infer("reshape", shape.sizes(), this.shape));
  }

  /** A view in another shape; one size may be -1. An error where the memory does not allow it. */
  public Tensor view(int... sizes) {
    return Views.VIEW.apply(this, Shaping.infer("view", sizes, shape));
  }

  /** A view in another shape. */
  public Tensor view(Shape shape) {
    return Views.VIEW.apply(this, Shaping.infer("view", shape.sizes(), this.shape));
  }

  /** A view with the dimensions in another order. */
  public Tensor permute(int... dims) {
    return Views.PERMUTE.apply(this, Shaping.permutation(dims, dim()));
  }

  /** A view with two dimensions exchanged. */
  public Tensor transpose(int dim0, int dim1) {
    int p = Checks.dim("transpose", dim0, dim());
    int q = Checks.dim("transpose", dim1, dim());
    return dim() == 0 ? this : Views.TRANSPOSE.apply(this, new int[] {p, q});
  }

  /** A view of a matrix with rows and columns exchanged; vectors stay. */
  public Tensor t() {
    return Shaping.t(this);
  }

  /** A view with the last two dimensions exchanged. */
  public Tensor mT() {
    if (dim() < 2) {
      throw new IllegalArgumentException(
          "mT: a tensor of shape " + shape + ": must have 2 dimensions at least");
    }
    return transpose(-2, -1);
  }

  /** A view without the dimensions of size 1. */
  public Tensor squeeze() {
    return Views.SQUEEZE.apply(this, Checks.dims("squeeze", new int[0], dim()));
  }

  /** A view without those of the given dimensions that have size 1. */
  public Tensor squeeze(int... dims) {
    return Views.SQUEEZE.apply(this, Checks.dims("squeeze", dims, dim()));
  }

  /** A view with a new dimension of size 1 before {@code dim}. */
  public Tensor unsqueeze(int dim) {
    return Views.UNSQUEEZE.apply(this, Checks.dim("unsqueeze", dim, dim() + 1));
  }

  /** A view with dimensions of size 1 repeated and new ones in front; -1 leaves a size. */
  public Tensor expand(int... sizes) {
    return Views.EXPAND.apply(this, Shaping.expanded("expand", this, sizes));
  }

  /** A view with dimensions of size 1 repeated and new ones in front. */
  public Tensor expand(Shape shape) {
    return Views.EXPAND.apply(this, Shaping.expanded("expand", this, shape.sizes()));
  }

  /** As {@link #expand(int...)}. */
  public Tensor broadcastTo(int... sizes) {
    return Views.EXPAND.apply(this, Shaping.expanded("broadcastTo", this, sizes));
  }

  /** A view in the shape of {@code other}. */
  public Tensor expandAs(Tensor other) {
    return Views.EXPAND.apply(this, Shaping.expanded("expandAs", this, other.shape.sizes()));
  }

  /** A view of one index of a dimension, which goes. */
  public Tensor select(int dim, int index) {
    return Shaping.select("select", this, dim, index);
  }

  /** A view of {@code length} indices of a dimension from {@code start} on. */
  public Tensor narrow(int dim, int start, int length) {
    return Shaping.narrow(this, dim, start, length);
  }

  /**
   * A view of every {@code step}-th index from {@code start} to before {@code end}, as in Python.
   */
  public Tensor slice(int dim, int start, int end, int step) {
    return Shaping.slice(this, dim, start, end, step);
  }

  /** A vector of all elements in row-major order, a view where possible. */
  public Tensor flatten() {
    return flatten(0, -1);
  }

  /** The dimensions from {@code startDim} to {@code endDim} made one. */
  public Tensor flatten(int startDim, int endDim) {
    return Shaping.flatten(this, startDim, endDim);
  }

  /** One dimension cut into several; one of their sizes may be -1. */
  public Tensor unflatten(int dim, int... sizes) {
    return Shaping.unflatten(this, dim, sizes);
  }

  /** A view of any sizes and strides over the same memory, beginning at this tensor's offset. */
  public Tensor asStrided(int[] sizes, int[] strides) {
    return asStrided(sizes, strides, offset);
  }

  /** A view of any sizes and strides over the same memory. */
  public Tensor asStrided(int[] sizes, int[] strides, int storageOffset) {
    return Shaping.asStrided(this, sizes, strides, storageOffset);
  }

  /** The sum over the dimensions in which {@code shape} would broadcast to this one's. */
  public Tensor sumToSize(Shape shape) {
    return this.shape.equals(shape) ? this : Shaping.sumToSize(this, shape);
  }

  /** Views of {@code size} indices each, the last of what is left. */
  public List<Tensor> split(int size, int dim) {
    return Joins.split(this, size, dim);
  }

  /** As {@link #split(int, int)}, along the first dimension. */
  public List<Tensor> split(int size) {
    return Joins.split(this, size, 0);
  }

  /** Views of these sizes, which add up to that of the first dimension. */
  public List<Tensor> split(int[] sizes) {
    return Joins.split(this, sizes, 0);
  }

  /** Views of these sizes, which add up to that of the dimension. */
  public List<Tensor> split(int[] sizes, int dim) {
    return Joins.split(this, sizes, dim);
  }

  /** At most {@code chunks} views of equal size, the last of what is left. */
  public List<Tensor> chunk(int chunks, int dim) {
    return Joins.chunk(this, chunks, dim);
  }

  /** As {@link #chunk(int, int)}, along the first dimension. */
  public List<Tensor> chunk(int chunks) {
    return Joins.chunk(this, chunks, 0);
  }

  /** A view of each index of the first dimension. */
  public List<Tensor> unbind() {
    return Joins.unbind(this, 0);
  }

  /** A view of each index of a dimension. */
  public List<Tensor> unbind(int dim) {
    return Joins.unbind(this, dim);
  }

  /**
   * Copies of the tensor side by side, so many along each dimension; counts in front add new ones.
   */
  public Tensor repeat(int... counts) {
    return Joins.repeat(this, counts);
  }

  /** Tensors one after the other along the first dimension. */
  public static Tensor cat(List<Tensor> tensors) {
    return cat(tensors, 0);
  }

  /** Tensors one after the other along a dimension. */
  public static Tensor cat(List<Tensor> tensors, int dim) {
    return Joins.cat(tensors.toArray(new Tensor[0]), dim);
  }

  /** Tensors one after the other along a dimension. */
  public static Tensor cat(int dim, Tensor... tensors) {
    return Joins.cat(tensors, dim);
  }

  /** Tensors of one shape side by side along a new first dimension. */
  public static Tensor stack(List<Tensor> tensors) {
    return stack(tensors, 0);
  }

  /** Tensors of one shape side by side along a new dimension. */
  public static Tensor stack(List<Tensor> tensors, int dim) {
    return Joins.stack(tensors.toArray(new Tensor[0]), dim);
  }

  /** Tensors of one shape side by side along a new dimension. */
  public static Tensor stack(int dim, Tensor... tensors) {
    return Joins.stack(tensors, dim);
  }

  /** A view of one index of the first dimension. */
  public Tensor get(int index) {
    return Shaping.select("get", this, 0, index);
  }

  /**
   * What an index in Python's syntax names, for example {@code ":, 0, None"}, {@code "..., -1"} or
   * {@code "1:10:2"}; a view.
   *
   * @throws IllegalArgumentException if the index is malformed or has too many dimensions
   */
  public Tensor get(String index) {
    return Indexing.get(this, IndexSyntax.parse(index));
  }

  /** What these indices name: a view where they are integers and slices, otherwise a copy. */
  public Tensor get(Index... indices) {
    return Indexing.get(this, List.of(indices));
  }

  /** A copy of the elements at these INT64 indices, or where a BOOL mask is true. */
  public Tensor get(Tensor index) {
    return Indexing.get(this, List.of(Index.of(index)));
  }

  /** Writes {@code value}, broadcast, to where an index in Python's syntax points. */
  public Tensor set(String index, Tensor value) {
    return Indexing.set("set", this, IndexSyntax.parse(index), value);
  }

  /** Writes one number to where an index in Python's syntax points. */
  public Tensor set(String index, double value) {
    return set(index, Creation.scalar("set", dtype, value));
  }

  /** Writes {@code value}, broadcast, to where these indices point. */
  public Tensor set(List<Index> indices, Tensor value) {
    return Indexing.set("set", this, indices, value);
  }

  /** Writes one number to where these indices point. */
  public Tensor set(List<Index> indices, double value) {
    return set(indices, Creation.scalar("set", dtype, value));
  }

  /** Writes {@code value}, broadcast, to these INT64 indices, or where a BOOL mask is true. */
  public Tensor set(Tensor index, Tensor value) {
    return Indexing.set("set", this, List.of(Index.of(index)), value);
  }

  /** Writes one number to these INT64 indices, or where a BOOL mask is true. */
  public Tensor set(Tensor index, double value) {
    return set(index, Creation.scalar("set", dtype, value));
  }

  /** Adds {@code value}, broadcast, to where these indices point, once for each time. */
  public Tensor indexAdd_(List<Index> indices, Tensor value) {
    return Indexing.add(this, indices, value);
  }

  /** The elements at INT64 indices along one dimension: {@code y[i][j] = x[index[i][j]][j]}. */
  public Tensor gather(int dim, Tensor index) {
    return Picking.gather(this, dim, index);
  }

  /** A copy of these indices of one dimension, given by an INT64 vector. */
  public Tensor indexSelect(int dim, Tensor index) {
    return Picking.indexSelect(this, dim, index);
  }

  /** A vector of the elements where the BOOL mask, broadcast, is true. */
  public Tensor maskedSelect(Tensor mask) {
    return Indexing.maskedSelect(this, mask);
  }

  /** This tensor with one number where the BOOL mask is true. */
  public Tensor maskedFill(Tensor mask, double value) {
    return Indexing.maskedFill(this, mask, value);
  }

  /** The indices of the elements that are not zero, {@code (count, dim)}, as INT64. */
  public Tensor nonzero() {
    return Indexing.nonzero(this);
  }

  /** The sum. */
  public Tensor add(Tensor other) {
    return Arithmetic.ADD.apply(this, other);
  }

  /** The sum with a number. */
  public Tensor add(double other) {
    return Arithmetic.ADD.apply(this, scalar(other));
  }

  /** The sum with an integer, which keeps INT64. */
  public Tensor add(long other) {
    return Arithmetic.ADD.apply(this, integer(other));
  }

  /** The sum with {@code alpha} times the other. */
  public Tensor add(Tensor other, double alpha) {
    return add(other.mul(other.number(alpha)));
  }

  /** The difference. */
  public Tensor sub(Tensor other) {
    difference("sub", other);
    return Arithmetic.SUB.apply(this, other);
  }

  /** The difference from a number. */
  public Tensor sub(double other) {
    difference("sub", this);
    return Arithmetic.SUB.apply(this, scalar(other));
  }

  /** The difference from an integer, which keeps INT64. */
  public Tensor sub(long other) {
    difference("sub", this);
    return Arithmetic.SUB.apply(this, integer(other));
  }

  /** The difference from {@code alpha} times the other. */
  public Tensor sub(Tensor other, double alpha) {
    return sub(other.mul(other.number(alpha)));
  }

  /** A number minus this tensor. */
  public Tensor rsub(double other) {
    difference("rsub", this);
    return Arithmetic.SUB.apply(scalar(other), this);
  }

  /** An integer minus this tensor, which keeps INT64. */
  public Tensor rsub(long other) {
    difference("rsub", this);
    return Arithmetic.SUB.apply(integer(other), this);
  }

  private void difference(String op, Tensor other) {
    Checks.numbers(op, this, ", see logicalXor and logicalNot");
    Checks.numbers(op, other, ", see logicalXor and logicalNot");
  }

  /** The product. */
  public Tensor mul(Tensor other) {
    return Arithmetic.MUL.apply(this, other);
  }

  /** The product with a number. */
  public Tensor mul(double other) {
    return Arithmetic.MUL.apply(this, scalar(other));
  }

  /** The product with an integer, which keeps INT64. */
  public Tensor mul(long other) {
    return Arithmetic.MUL.apply(this, integer(other));
  }

  /** The quotient, always FLOAT32. */
  public Tensor div(Tensor other) {
    return Arithmetic.DIV.apply(this, other);
  }

  /** The quotient by a number. */
  public Tensor div(double other) {
    return Arithmetic.DIV.apply(this, scalar(other));
  }

  /** A number divided by this tensor. */
  public Tensor rdiv(double other) {
    return Arithmetic.DIV.apply(scalar(other), this);
  }

  /** The power, number by number. */
  public Tensor pow(Tensor exponent) {
    if (dtype == DType.BOOL) {
      Checks.numbers("pow", exponent, "");
    }
    return Powers.POW.apply(this, exponent);
  }

  /** The power; of INT64 too a FLOAT32. */
  public Tensor pow(double exponent) {
    return Powers.POW_NUMBER.apply(exponent, to(DType.FLOAT32));
  }

  /** The integer power, which keeps INT64. */
  public Tensor pow(long exponent) {
    Powers.integerExponent("pow", dtype, (double) exponent);
    return dtype == DType.FLOAT32
        ? pow((double) exponent)
        : Powers.POW.apply(this, scalar(exponent));
  }

  /** A number to the power of this tensor. */
  public Tensor rpow(double base) {
    return Powers.POW.apply(scalar(base), this);
  }

  // In float arithmetic an integer operand is a float: this spares its conversion.
  private Tensor integer(long value) {
    return dtype == DType.FLOAT32 ? scalar((double) value) : scalar(value);
  }

  /** {@code -x}. */
  public Tensor neg() {
    Checks.numbers("neg", this, ", see logicalNot");
    return Arithmetic.NEG.apply(this);
  }

  /** {@code |x|}. */
  public Tensor abs() {
    Checks.numbers("abs", this, "");
    return Elementary.ABS.apply(this);
  }

  /** -1, 0 or 1 by the sign. */
  public Tensor sign() {
    return Elementary.SIGN.apply(this).to(dtype);
  }

  /** {@code eˣ}. */
  public Tensor exp() {
    return Elementary.EXP.apply(this);
  }

  /** The natural logarithm. */
  public Tensor log() {
    return Elementary.LOG.apply(this);
  }

  /** {@code √x}. */
  public Tensor sqrt() {
    return Elementary.SQRT.apply(this);
  }

  /** {@code 2ˣ}. */
  public Tensor exp2() {
    return Logarithms.EXP2.apply(this);
  }

  /** {@code eˣ - 1}, exact where that is close to 0. */
  public Tensor expm1() {
    return Logarithms.EXPM1.apply(this);
  }

  /** The logarithm to base 2. */
  public Tensor log2() {
    return Logarithms.LOG2.apply(this);
  }

  /** The logarithm to base 10. */
  public Tensor log10() {
    return Logarithms.LOG10.apply(this);
  }

  /** {@code log(1 + x)}, exact where that is close to 0. */
  public Tensor log1p() {
    return Logarithms.LOG1P.apply(this);
  }

  /** The sine of radians. */
  public Tensor sin() {
    return Angles.SIN.apply(this);
  }

  /** The cosine of radians. */
  public Tensor cos() {
    return Angles.COS.apply(this);
  }

  /** The tangent of radians. */
  public Tensor tan() {
    return Angles.TAN.apply(this);
  }

  /** The error function, {@code 2/√π ∫₀ˣ e^(-t²) dt}. */
  public Tensor erf() {
    return Gaussian.ERF.apply(this);
  }

  /** {@code 1 - erf(x)}, exact where that is close to 0. */
  public Tensor erfc() {
    return Gaussian.ERFC.apply(this);
  }

  /** The largest integer that is not more; its gradient is 0. */
  public Tensor floor() {
    Checks.numbers("floor", this, "");
    return Rounding.FLOOR.apply(this);
  }

  /** The smallest integer that is not less; its gradient is 0. */
  public Tensor ceil() {
    Checks.numbers("ceil", this, "");
    return Rounding.CEIL.apply(this);
  }

  /** The nearest integer, of two as near the even one; its gradient is 0. */
  public Tensor round() {
    Checks.numbers("round", this, "");
    return Rounding.ROUND.apply(this);
  }

  /** The integer part; its gradient is 0. */
  public Tensor trunc() {
    Checks.numbers("trunc", this, "");
    return Rounding.TRUNC.apply(this);
  }

  /** {@code 1/√x}. */
  public Tensor rsqrt() {
    return Elementary.RSQRT.apply(this);
  }

  /** {@code 1/x}. */
  public Tensor reciprocal() {
    return Arithmetic.RECIPROCAL.apply(this);
  }

  /** {@code x²}. */
  public Tensor square() {
    return Arithmetic.SQUARE.apply(this);
  }

  /** {@code 1/(1+e⁻ˣ)}. */
  public Tensor sigmoid() {
    return Elementary.SIGMOID.apply(this);
  }

  /** The hyperbolic tangent. */
  public Tensor tanh() {
    return Elementary.TANH.apply(this);
  }

  /** {@code max(x, 0)}. */
  public Tensor relu() {
    Checks.numbers("relu", this, "");
    return Bounds.RELU.apply(this);
  }

  /** Numbers below {@code min} and above {@code max} set to them. */
  public Tensor clamp(double min, double max) {
    return clampMin(min).clampMax(max);
  }

  /** Numbers below {@code min} and above {@code max} set to them, number by number. */
  public Tensor clamp(Tensor min, Tensor max) {
    return Bounds.clamp(this, min, max);
  }

  /** Numbers below {@code min} set to it. */
  public Tensor clampMin(double min) {
    return Bounds.CLAMP_MIN.apply(this, number(min));
  }

  /** Numbers below {@code min} set to it, number by number. */
  public Tensor clampMin(Tensor min) {
    return Bounds.CLAMP_MIN.apply(this, min);
  }

  /** Numbers above {@code max} set to it, number by number. */
  public Tensor clampMax(Tensor max) {
    return Bounds.CLAMP_MAX.apply(this, max);
  }

  /** Numbers above {@code max} set to it. */
  public Tensor clampMax(double max) {
    return Bounds.CLAMP_MAX.apply(this, number(max));
  }

  // A whole bound keeps integers integers, as Python's own distinction of 1 and 1.0 does.
  Tensor number(double value) {
    return dtype != DType.FLOAT32 && value == (long) value ? scalar((long) value) : scalar(value);
  }

  /** The larger of two. */
  public Tensor maximum(Tensor other) {
    return Bounds.MAXIMUM.apply(this, other);
  }

  /** The smaller of two. */
  public Tensor minimum(Tensor other) {
    return Bounds.MINIMUM.apply(this, other);
  }

  /** The numbers of {@code a} where the BOOL mask is true, otherwise of {@code b}. */
  public static Tensor where(Tensor mask, Tensor a, Tensor b) {
    Checks.dtype("where", mask, DType.BOOL);
    return a.needsGrad() || b.needsGrad()
        ? Copies.WHERE.apply(mask, a.to(DType.FLOAT32), b.to(DType.FLOAT32))
        : Choice.where(mask, a, b);
  }

  /** The numbers of {@code a} where the BOOL mask is true, otherwise one number. */
  public static Tensor where(Tensor mask, Tensor a, double b) {
    return where(mask, a, a.number(b));
  }

  /** One number where the BOOL mask is true, otherwise the numbers of {@code b}. */
  public static Tensor where(Tensor mask, double a, Tensor b) {
    return where(mask, b.number(a), b);
  }

  /** Where both are equal. */
  public Tensor eq(Tensor other) {
    return Choice.EQ.apply(this, other);
  }

  /** Where it equals a number. */
  public Tensor eq(double other) {
    return Choice.EQ.apply(this, number(other));
  }

  /** Where both differ. */
  public Tensor ne(Tensor other) {
    return Choice.NE.apply(this, other);
  }

  /** Where it differs from a number. */
  public Tensor ne(double other) {
    return Choice.NE.apply(this, number(other));
  }

  /** Where it is less. */
  public Tensor lt(Tensor other) {
    return Choice.LT.apply(this, other);
  }

  /** Where it is less than a number. */
  public Tensor lt(double other) {
    return Choice.LT.apply(this, number(other));
  }

  /** Where it is less or equal. */
  public Tensor le(Tensor other) {
    return Choice.LE.apply(this, other);
  }

  /** Where it is less than a number or equals it. */
  public Tensor le(double other) {
    return Choice.LE.apply(this, number(other));
  }

  /** Where it is greater. */
  public Tensor gt(Tensor other) {
    return Choice.GT.apply(this, other);
  }

  /** Where it is greater than a number. */
  public Tensor gt(double other) {
    return Choice.GT.apply(this, number(other));
  }

  /** Where it is greater or equal. */
  public Tensor ge(Tensor other) {
    return Choice.GE.apply(this, other);
  }

  /** Where it is greater than a number or equals it. */
  public Tensor ge(double other) {
    return Choice.GE.apply(this, number(other));
  }

  /** Where it is NaN. */
  public Tensor isnan() {
    return Choice.NE.apply(this, this);
  }

  /** Where it is an infinity. */
  public Tensor isinf() {
    return Choice.EQ.apply(Elementary.ABS.apply(detach()), scalar(Double.POSITIVE_INFINITY));
  }

  /** Where it is neither NaN nor an infinity. */
  public Tensor isfinite() {
    return Choice.LT.apply(Elementary.ABS.apply(detach()), scalar(Double.POSITIVE_INFINITY));
  }

  /** Where both are true. */
  public Tensor logicalAnd(Tensor other) {
    return Choice.AND.apply(this, other);
  }

  /** Where one is true. */
  public Tensor logicalOr(Tensor other) {
    return Choice.OR.apply(this, other);
  }

  /** Where just one is true. */
  public Tensor logicalXor(Tensor other) {
    return Choice.XOR.apply(this, other);
  }

  /** Where it is not true. */
  public Tensor logicalNot() {
    return Choice.not(this);
  }

  /** The sum of all; INT64 for integers and truth values. */
  public Tensor sum() {
    return Reductions.SUM.apply(this, ALL, false);
  }

  /** The sum over dimensions. */
  public Tensor sum(int... dims) {
    return Reductions.SUM.apply(this, dims, false);
  }

  /** The sum over dimensions, which stay at size 1 if {@code keepDim}. */
  public Tensor sum(int[] dims, boolean keepDim) {
    return Reductions.SUM.apply(this, dims, keepDim);
  }

  /** The mean of all. */
  public Tensor mean() {
    return Reductions.MEAN.apply(this, ALL, false);
  }

  /** The mean over dimensions. */
  public Tensor mean(int... dims) {
    return Reductions.MEAN.apply(this, dims, false);
  }

  /** The mean over dimensions, which stay at size 1 if {@code keepDim}. */
  public Tensor mean(int[] dims, boolean keepDim) {
    return Reductions.MEAN.apply(this, dims, keepDim);
  }

  /** The product of all. */
  public Tensor prod() {
    return Reductions.PROD.apply(this, ALL, false);
  }

  /** The product over a dimension. */
  public Tensor prod(int dim) {
    return prod(dim, false);
  }

  /** The product over a dimension, which stays at size 1 if {@code keepDim}. */
  public Tensor prod(int dim, boolean keepDim) {
    return Reductions.PROD.apply(this, new int[] {dim}, keepDim);
  }

  /** The largest of all; equal ones share the gradient. */
  public Tensor max() {
    return Extremum.all("max", Reductions.MAX, this);
  }

  /** The larger of two, number by number; as {@link #maximum}. */
  public Tensor max(Tensor other) {
    return maximum(other);
  }

  /** The largest over a dimension and where it is; the gradient goes there. */
  public Extremum max(int dim) {
    return max(dim, false);
  }

  /** The largest over a dimension, which stays at size 1 if {@code keepDim}, and where it is. */
  public Extremum max(int dim, boolean keepDim) {
    return Extremum.along("max", ArgFold.ARGMAX, this, dim, keepDim);
  }

  /** The smallest of all; equal ones share the gradient. */
  public Tensor min() {
    return Extremum.all("min", Reductions.MIN, this);
  }

  /** The smaller of two, number by number; as {@link #minimum}. */
  public Tensor min(Tensor other) {
    return minimum(other);
  }

  /** The smallest over a dimension and where it is; the gradient goes there. */
  public Extremum min(int dim) {
    return min(dim, false);
  }

  /** The smallest over a dimension, which stays at size 1 if {@code keepDim}, and where it is. */
  public Extremum min(int dim, boolean keepDim) {
    return Extremum.along("min", ArgFold.ARGMIN, this, dim, keepDim);
  }

  /** The largest over dimensions, all if none is given; equal ones share the gradient. */
  public Tensor amax(int... dims) {
    return amax(dims, false);
  }

  /** The largest over dimensions, which stay at size 1 if {@code keepDim}. */
  public Tensor amax(int[] dims, boolean keepDim) {
    return Extremum.shared("amax", Reductions.AMAX, this, dims, keepDim);
  }

  /** The smallest over dimensions, all if none is given; equal ones share the gradient. */
  public Tensor amin(int... dims) {
    return amin(dims, false);
  }

  /** The smallest over dimensions, which stay at size 1 if {@code keepDim}. */
  public Tensor amin(int[] dims, boolean keepDim) {
    return Extremum.shared("amin", Reductions.AMIN, this, dims, keepDim);
  }

  /** The index of the first largest of all, in row-major order, as INT64. */
  public Tensor argmax() {
    return Reductions.arg("argmax", ArgFold.ARGMAX, this, null, false);
  }

  /** The index of the first largest over a dimension, as INT64. */
  public Tensor argmax(int dim) {
    return argmax(dim, false);
  }

  /** The index of the first largest over a dimension, which stays at size 1 if {@code keepDim}. */
  public Tensor argmax(int dim, boolean keepDim) {
    return Reductions.arg("argmax", ArgFold.ARGMAX, this, dim, keepDim);
  }

  /** The index of the first smallest of all, in row-major order, as INT64. */
  public Tensor argmin() {
    return Reductions.arg("argmin", ArgFold.ARGMIN, this, null, false);
  }

  /** The index of the first smallest over a dimension, as INT64. */
  public Tensor argmin(int dim) {
    return argmin(dim, false);
  }

  /** The index of the first smallest over a dimension, which stays at size 1 if {@code keepDim}. */
  public Tensor argmin(int dim, boolean keepDim) {
    return Reductions.arg("argmin", ArgFold.ARGMIN, this, dim, keepDim);
  }

  /** Whether one is true (not zero) over dimensions, all if none is given. */
  public Tensor any(int... dims) {
    return any(dims, false);
  }

  /** Whether one is true over dimensions, which stay at size 1 if {@code keepDim}. */
  public Tensor any(int[] dims, boolean keepDim) {
    return Reductions.truth("any", BooleanFold.ANY, this, dims, keepDim);
  }

  /** Whether all are true (not zero) over dimensions, all if none is given. */
  public Tensor all(int... dims) {
    return all(dims, false);
  }

  /** Whether all are true over dimensions, which stay at size 1 if {@code keepDim}. */
  public Tensor all(int[] dims, boolean keepDim) {
    return Reductions.truth("all", BooleanFold.ALL, this, dims, keepDim);
  }

  /** The variance over dimensions, all if none is given, by n - 1. */
  public Tensor var(int... dims) {
    return Reductions.VAR.apply(this, dims, false, 1);
  }

  /** The variance over dimensions by n - {@code correction}. */
  public Tensor var(int[] dims, double correction, boolean keepDim) {
    return Reductions.VAR.apply(this, dims, keepDim, correction);
  }

  /** The standard deviation over dimensions, all if none is given, by n - 1. */
  public Tensor std(int... dims) {
    return Reductions.STD.apply(this, dims, false, 1);
  }

  /** The standard deviation over dimensions by n - {@code correction}. */
  public Tensor std(int[] dims, double correction, boolean keepDim) {
    return Reductions.STD.apply(this, dims, keepDim, correction);
  }

  /** The Euclidean norm of all. */
  public Tensor norm() {
    return Reductions.NORM.apply(this, ALL, false, 2);
  }

  /** The p-norm of all; p may be infinite. */
  public Tensor norm(double p) {
    return norm(p, ALL, false);
  }

  /** The p-norm over dimensions. */
  public Tensor norm(double p, int[] dims, boolean keepDim) {
    if (p < 0 || p == Double.POSITIVE_INFINITY) {
      Reductions.notEmpty("norm", this, dims);
    }
    return Reductions.NORM.apply(this, dims, keepDim, p);
  }

  private static final int[] ALL = {};

  /**
   * The product of vectors, matrices and batches of matrices, in torch's cases; like the other
   * products of two tensors of FLOAT32 or two of INT64, whose sums wrap around.
   */
  public Tensor matmul(Tensor other) {
    return Products.matmul(this, other);
  }

  /** The product of two matrices, {@code (m, k)} and {@code (k, n)}. */
  public Tensor mm(Tensor other) {
    return Products.mm("mm", this, other);
  }

  /** The products of two batches of matrices, {@code (b, m, k)} and {@code (b, k, n)}. */
  public Tensor bmm(Tensor other) {
    return Products.bmm(this, other);
  }

  /** The product of a matrix {@code (m, k)} and a vector {@code (k)}. */
  public Tensor mv(Tensor vector) {
    return Products.mv(this, vector);
  }

  /** The product of two vectors, one number. */
  public Tensor dot(Tensor other) {
    return Products.dot("dot", this, other);
  }

  /** All products of a number of this vector and one of the other, {@code (n, m)}. */
  public Tensor outer(Tensor other) {
    return Products.outer(this, other);
  }

  /** This tensor, broadcast, plus the product of {@code (m, k)} and {@code (k, n)}. */
  public Tensor addmm(Tensor a, Tensor b) {
    return Products.addmm(this, a, b);
  }

  /** {@code beta} times this tensor, broadcast, plus {@code alpha} times the product. */
  public Tensor addmm(Tensor a, Tensor b, double beta, double alpha) {
    return Products.addmm(this, a, b, beta, alpha);
  }

  /** Adds. */
  public Tensor add_(Tensor other) {
    return Arithmetic.ADD.applyInPlace(this, other);
  }

  /** Adds a number. */
  public Tensor add_(double other) {
    return Arithmetic.ADD.applyInPlace(this, number(other));
  }

  /** Adds {@code alpha} times the other. */
  public Tensor add_(Tensor other, double alpha) {
    return Arithmetic.ADD.applyInPlaceScaled(this, other, alpha);
  }

  /** Subtracts. */
  public Tensor sub_(Tensor other) {
    difference("sub_", other);
    return Arithmetic.SUB.applyInPlace(this, other);
  }

  /** Subtracts a number. */
  public Tensor sub_(double other) {
    difference("sub_", this);
    return Arithmetic.SUB.applyInPlace(this, number(other));
  }

  /** Subtracts {@code alpha} times the other. */
  public Tensor sub_(Tensor other, double alpha) {
    difference("sub_", this);
    return Arithmetic.SUB.applyInPlaceScaled(this, other, alpha);
  }

  /** Multiplies. */
  public Tensor mul_(Tensor other) {
    return Arithmetic.MUL.applyInPlace(this, other);
  }

  /** Multiplies by a number. */
  public Tensor mul_(double other) {
    return Arithmetic.MUL.applyInPlace(this, number(other));
  }

  /** Divides. */
  public Tensor div_(Tensor other) {
    return Arithmetic.DIV.applyInPlace(this, other);
  }

  /** Divides by a number. */
  public Tensor div_(double other) {
    return Arithmetic.DIV.applyInPlace(this, scalar(other));
  }

  /** Raises to a power. */
  public Tensor pow_(Tensor exponent) {
    return Powers.POW.applyInPlace(this, exponent);
  }

  /** Raises to a power. */
  public Tensor pow_(double exponent) {
    Inplace.check("pow_", this);
    Powers.integerExponent("pow_", dtype, exponent);
    return Inplace.assign(
        "pow_",
        this,
        dtype == DType.INT64 && exponent == (long) exponent
            ? pow((long) exponent)
            : Inplace.before(this).pow(exponent));
  }

  /** Negates. */
  public Tensor neg_() {
    Checks.numbers("neg_", this, ", see logicalNot");
    return Arithmetic.NEG.applyInPlace(this);
  }

  /** Takes absolute values. */
  public Tensor abs_() {
    Checks.numbers("abs_", this, "");
    return Elementary.ABS.applyInPlace(this);
  }

  /** Exponentiates. */
  public Tensor exp_() {
    return Elementary.EXP.applyInPlace(this);
  }

  /** Takes logarithms. */
  public Tensor log_() {
    return Elementary.LOG.applyInPlace(this);
  }

  /** Applies {@code 2ˣ}. */
  public Tensor exp2_() {
    return Logarithms.EXP2.applyInPlace(this);
  }

  /** Applies {@code eˣ - 1}. */
  public Tensor expm1_() {
    return Logarithms.EXPM1.applyInPlace(this);
  }

  /** Applies the logarithm to base 2. */
  public Tensor log2_() {
    return Logarithms.LOG2.applyInPlace(this);
  }

  /** Applies the logarithm to base 10. */
  public Tensor log10_() {
    return Logarithms.LOG10.applyInPlace(this);
  }

  /** Applies {@code log(1 + x)}. */
  public Tensor log1p_() {
    return Logarithms.LOG1P.applyInPlace(this);
  }

  /** Applies the sine. */
  public Tensor sin_() {
    return Angles.SIN.applyInPlace(this);
  }

  /** Applies the cosine. */
  public Tensor cos_() {
    return Angles.COS.applyInPlace(this);
  }

  /** Applies the tangent. */
  public Tensor tan_() {
    return Angles.TAN.applyInPlace(this);
  }

  /** Applies the error function. */
  public Tensor erf_() {
    return Gaussian.ERF.applyInPlace(this);
  }

  /** Applies {@code 1 - erf(x)}. */
  public Tensor erfc_() {
    return Gaussian.ERFC.applyInPlace(this);
  }

  /** Applies {@link #floor}. */
  public Tensor floor_() {
    return Rounding.FLOOR.applyInPlace(this);
  }

  /** Applies {@link #ceil}. */
  public Tensor ceil_() {
    return Rounding.CEIL.applyInPlace(this);
  }

  /** Applies {@link #round}. */
  public Tensor round_() {
    return Rounding.ROUND.applyInPlace(this);
  }

  /** Applies {@link #trunc}. */
  public Tensor trunc_() {
    return Rounding.TRUNC.applyInPlace(this);
  }

  /** Squares. */
  public Tensor square_() {
    return Arithmetic.SQUARE.applyInPlace(this);
  }

  /** Takes square roots. */
  public Tensor sqrt_() {
    return Elementary.SQRT.applyInPlace(this);
  }

  /** Takes reciprocal square roots. */
  public Tensor rsqrt_() {
    return Elementary.RSQRT.applyInPlace(this);
  }

  /** Takes reciprocals. */
  public Tensor reciprocal_() {
    return Arithmetic.RECIPROCAL.applyInPlace(this);
  }

  /** Applies the sigmoid. */
  public Tensor sigmoid_() {
    return Elementary.SIGMOID.applyInPlace(this);
  }

  /** Applies the hyperbolic tangent. */
  public Tensor tanh_() {
    return Elementary.TANH.applyInPlace(this);
  }

  /** Sets negative numbers to 0. */
  public Tensor relu_() {
    Checks.numbers("relu_", this, "");
    return Bounds.RELU.applyInPlace(this);
  }

  /** Sets numbers below {@code min} and above {@code max} to them. */
  public Tensor clamp_(double min, double max) {
    Inplace.check("clamp_", this);
    return Inplace.assign("clamp_", this, Inplace.before(this).clamp(min, max));
  }

  /** Sets numbers below {@code min} to it. */
  public Tensor clampMin_(double min) {
    return Bounds.CLAMP_MIN.applyInPlace(this, number(min));
  }

  /** Sets numbers above {@code max} to it. */
  public Tensor clampMax_(double max) {
    return Bounds.CLAMP_MAX.applyInPlace(this, number(max));
  }

  /** Sets numbers below {@code min} and above {@code max} to them, number by number. */
  public Tensor clamp_(Tensor min, Tensor max) {
    Inplace.check("clamp_", this);
    Inplace.fits("clamp_", this, min);
    Inplace.fits("clamp_", this, max);
    return Inplace.assign("clamp_", this, Inplace.before(this).clamp(min, max));
  }

  /** Sets numbers below {@code min} to it, number by number. */
  public Tensor clampMin_(Tensor min) {
    return Bounds.CLAMP_MIN.applyInPlace(this, min);
  }

  /** Sets numbers above {@code max} to it, number by number. */
  public Tensor clampMax_(Tensor max) {
    return Bounds.CLAMP_MAX.applyInPlace(this, max);
  }

  /** Sets all to 0. */
  public Tensor zero_() {
    return Creation.fill("zero_", this, 0);
  }

  /** Sets all to a number. */
  public Tensor fill_(double value) {
    return Creation.fill("fill_", this, value);
  }

  /** Copies the numbers of {@code other}, converted and broadcast; its gradient flows on. */
  public Tensor copy_(Tensor other) {
    return Creation.copy(this, other);
  }

  /** Sets one number where the BOOL mask is true. */
  public Tensor maskedFill_(Tensor mask, double value) {
    return Indexing.maskedFillInPlace(this, mask, value);
  }

  /** Draws numbers evenly from [{@code from}, {@code to}) by the default generator. */
  public Tensor uniform_(double from, double to) {
    return uniform_(from, to, Generator.getDefault());
  }

  /** Draws numbers evenly from [{@code from}, {@code to}). */
  public Tensor uniform_(double from, double to, Generator generator) {
    return Draws.inPlace("uniform_", this, () -> Draws.uniform(this, from, to, generator));
  }

  /** Draws numbers from a normal distribution by the default generator. */
  public Tensor normal_(double mean, double std) {
    return normal_(mean, std, Generator.getDefault());
  }

  /** Draws numbers from a normal distribution. */
  public Tensor normal_(double mean, double std, Generator generator) {
    return Draws.inPlace("normal_", this, () -> Draws.normal(this, mean, std, generator));
  }

  /** Draws ones with probability {@code p} and zeros, by the default generator. */
  public Tensor bernoulli_(double p) {
    return Draws.bernoulli(this, p, Generator.getDefault());
  }

  /** Draws whole numbers that the kind holds exactly: to 2²⁴, to 2⁶³ - 1, or truth values. */
  public Tensor random_() {
    return Draws.random(this, Generator.getDefault());
  }

  /** Draws numbers of density {@code λ exp(-λx)} by the default generator. */
  public Tensor exponential_(double lambda) {
    Generator generator = Generator.getDefault();
    return Draws.floats(
        "exponential_", this, (y, at, n) -> generator.exponential(y, at, n, lambda));
  }

  /** Draws numbers of the Cauchy distribution by the default generator. */
  public Tensor cauchy_(double median, double sigma) {
    Generator generator = Generator.getDefault();
    return Draws.floats("cauchy_", this, (y, at, n) -> generator.cauchy(y, at, n, median, sigma));
  }

  /** Draws numbers whose logarithm is normal, by the default generator. */
  public Tensor logNormal_(double mean, double std) {
    Generator generator = Generator.getDefault();
    return Draws.floats("logNormal_", this, (y, at, n) -> generator.logNormal(y, at, n, mean, std));
  }

  /** Draws how many trials of probability {@code p} the first success takes. */
  public Tensor geometric_(double p) {
    Generator generator = Generator.getDefault();
    return Draws.floats("geometric_", this, (y, at, n) -> generator.geometric(y, at, n, p));
  }

  /**
   * {@code count} indices drawn with these weights, {@code (n)} or in each row of {@code (m, n)},
   * as INT64.
   */
  public Tensor multinomial(int count, boolean replacement) {
    return Draws.multinomial(this, count, replacement, Generator.getDefault());
  }
}
