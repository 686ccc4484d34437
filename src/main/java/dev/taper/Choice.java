package dev.taper;

import dev.taper.kernel.BooleanBinary;
import dev.taper.kernel.Booleans;
import dev.taper.kernel.CompareKernel;
import dev.taper.kernel.FloatCompare;
import dev.taper.kernel.Kernels;
import dev.taper.kernel.LongCompare;
import dev.taper.kernel.Longs;
import dev.taper.kernel.Select;

/** Comparisons, logic on masks, and choosing by a mask; nothing here has a gradient of its own. */
final class Choice {
  private Choice() {}

  /** The strides of a vector, and of one number in place of a vector. */
  private static final int[] NEXT = {1};

  private static final int[] SAME = {0};

  /** {@code a = b}. */
  static final Comparison EQ = new Comparison("eq", (a, b) -> a == b, (a, b) -> a == b);

  /** {@code a ≠ b}. */
  static final Comparison NE = new Comparison("ne", (a, b) -> a != b, (a, b) -> a != b);

  /** {@code a < b}. */
  static final Comparison LT = new Comparison("lt", (a, b) -> a < b, (a, b) -> a < b);

  /** {@code a ≤ b}. */
  static final Comparison LE = new Comparison("le", (a, b) -> a <= b, (a, b) -> a <= b);

  /** {@code a > b}. */
  static final Comparison GT = new Comparison("gt", (a, b) -> a > b, (a, b) -> a > b);

  /** {@code a ≥ b}. */
  static final Comparison GE = new Comparison("ge", (a, b) -> a >= b, (a, b) -> a >= b);

  /** True where both are (not zero). */
  static final Logic AND = new Logic("logicalAnd", (a, b) -> a && b);

  /** True where one is (not zero). */
  static final Logic OR = new Logic("logicalOr", (a, b) -> a || b);

  /** True where just one is (not zero). */
  static final Logic XOR = new Logic("logicalXor", (a, b) -> a != b);

  /** An op from pairs of numbers to truth values. */
  static final class Comparison {
    private final String name;
    private final CompareKernel kernel;
    private final LongCompare integral;

    Comparison(String name, FloatCompare formula, LongCompare integral) {
      this.name = name;
      this.kernel = Kernels.compare(name, formula);
      this.integral = integral;
    }

    Tensor apply(Tensor a, Tensor b) {
      Shape shape = Shape.broadcast(name, a.shape, b.shape);
      Tensor y = Tensor.emptyLike(DType.BOOL, a, b, shape);
      if (DType.promote(a.dtype, b.dtype) == DType.FLOAT32) {
        Tensor p = a.to(DType.FLOAT32);
        Tensor q = b.to(DType.FLOAT32);
        int ps = p.stepFor(shape);
        int qs = q.stepFor(shape);
        if (ps >= 0 && qs >= 0 && y.contiguous) {
          boolean[] to = y.booleans();
          kernel.apply(p.floats(), p.offset, ps, q.floats(), q.offset, qs, to, 0, shape.numel());
          return y;
        }
        kernel.apply(
            shape.sizes(),
            p.floats(),
            p.offset,
            p.stridesFor(shape),
            q.floats(),
            q.offset,
            q.stridesFor(shape),
            y.booleans(),
            0,
            y.strides);
        return y;
      }
      Tensor p = a.to(DType.INT64);
      Tensor q = b.to(DType.INT64);
      Longs.compare(
          integral,
          shape.sizes(),
          p.longs(),
          p.offset,
          p.stridesFor(shape),
          q.longs(),
          q.offset,
          q.stridesFor(shape),
          y.booleans(),
          0,
          y.strides);
      return y;
    }
  }

  /** An op on pairs of truth values; numbers are true where they are not zero. */
  record Logic(String name, BooleanBinary formula) {
    Tensor apply(Tensor a, Tensor b) {
      Shape shape = Shape.broadcast(name, a.shape, b.shape);
      Tensor p = a.to(DType.BOOL);
      Tensor q = b.to(DType.BOOL);
      Tensor y = Tensor.emptyLike(DType.BOOL, a, b, shape);
      Booleans.binary(
          formula,
          shape.sizes(),
          p.booleans(),
          p.offset,
          p.stridesFor(shape),
          q.booleans(),
          q.offset,
          q.stridesFor(shape),
          y.booleans(),
          0,
          y.strides);
      return y;
    }
  }

  /** True where {@code x} is false (zero). */
  static Tensor not(Tensor x) {
    Tensor p = x.to(DType.BOOL);
    Tensor y = Tensor.emptyLike(DType.BOOL, x);
    Booleans.unary(
        a -> !a, x.shape.sizes(), p.booleans(), p.offset, p.strides, y.booleans(), 0, y.strides);
    return y;
  }

  /** The numbers of {@code a} where the mask is true, otherwise of {@code b}. */
  static Tensor where(Tensor mask, Tensor a, Tensor b) {
    Checks.dtype("where", mask, DType.BOOL);
    Shape shape = Shape.broadcast("where", mask.shape, Shape.broadcast("where", a.shape, b.shape));
    DType dtype = DType.promote(a.dtype, b.dtype);
    Tensor p = a.to(dtype);
    Tensor q = b.to(dtype);
    Tensor y = Tensor.empty(dtype, shape);
    where(mask, p, q, y);
    return y;
  }

  /** The same into {@code y}, of the same dtype as both; {@code y} may be {@code q}. */
  static void where(Tensor mask, Tensor p, Tensor q, Tensor y) {
    Shape shape = y.shape;
    int left = p.stepFor(shape);
    int right = q.stepFor(shape);
    // As vectors where all are runs or single numbers: fewer dimensions are looked through sooner.
    boolean whole = mask.contiguous && mask.shape.numel() == shape.numel();
    boolean runs = whole && left >= 0 && right >= 0 && y.contiguous;
    int[] sizes = runs ? new int[] {shape.numel()} : shape.sizes();
    int[] cs = runs ? NEXT : mask.stridesFor(shape);
    int[] as = runs ? step(left) : p.stridesFor(shape);
    int[] bs = runs ? step(right) : q.stridesFor(shape);
    int[] ys = runs ? NEXT : y.strides;
    boolean[] c = mask.booleans();
    int co = mask.offset;
    switch (y.dtype) {
      case FLOAT32 ->
          Select.where(
              sizes,
              c,
              co,
              cs,
              p.floats(),
              p.offset,
              as,
              q.floats(),
              q.offset,
              bs,
              y.floats(),
              y.offset,
              ys);
      case INT64 ->
          Select.where(
              sizes, c, co, cs, p.longs(), p.offset, as, q.longs(), q.offset, bs, y.longs(),
              y.offset, ys);
      case BOOL ->
          Select.where(
              sizes,
              c,
              co,
              cs,
              p.booleans(),
              p.offset,
              as,
              q.booleans(),
              q.offset,
              bs,
              y.booleans(),
              y.offset,
              ys);
    }
  }

  private static int[] step(int step) {
    return step == 0 ? SAME : NEXT;
  }
}
