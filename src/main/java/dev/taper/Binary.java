package dev.taper;

import dev.taper.kernel.BinaryKernel;
import dev.taper.kernel.FloatBinary;
import dev.taper.kernel.Kernels;
import dev.taper.kernel.LongBinary;
import dev.taper.kernel.Longs;
import dev.taper.kernel.ScaledSum;
import org.jspecify.annotations.Nullable;

/**
 * An op on pairs of numbers of two tensors that broadcast, with its two partial derivatives.
 *
 * <p>What a partial derivative needs, and so the tape keeps, is said by how it is made:
 *
 * <pre>{@code
 * static final Binary MUL =
 *     Binary.of("mul", (a, b) -> a * b,
 *         Partial.ofOther((dy, b) -> dy.mul(b)), Partial.ofOther((dy, a) -> dy.mul(a)));
 * }</pre>
 */
public final class Binary {
  /** The value at a pair of numbers. */
  @FunctionalInterface
  public interface Formula {
    /** The op's value at {@code a} and {@code b}. */
    float apply(float a, float b);
  }

  /** The gradient of one input as an expression of that of the result and of what was saved. */
  public static final class Partial {
    private static final int A = 1;
    private static final int B = 2;
    private static final int Y = 4;
    private static final int OTHER = 8;

    private final int needs;
    private final Rule rule;

    private Partial(int needs, Rule rule) {
      this.needs = needs;
      this.rule = rule;
    }

    private interface Rule {
      Tensor apply(Step step, Tensor dy, boolean first);
    }

    /** From {@code dy} alone. */
    @FunctionalInterface
    public interface FromNothing {
      /** The gradient. */
      Tensor apply(Tensor dy);
    }

    /** From the input that it is not the gradient of. */
    @FunctionalInterface
    public interface FromOther {
      /** The gradient. */
      Tensor apply(Tensor dy, Tensor other);
    }

    /** From both inputs. */
    @FunctionalInterface
    public interface FromBoth {
      /** The gradient. */
      Tensor apply(Tensor dy, Tensor a, Tensor b);
    }

    /** From both inputs and the output. */
    @FunctionalInterface
    public interface FromAll {
      /** The gradient. */
      Tensor apply(Tensor dy, Tensor a, Tensor b, Tensor y);
    }

    /** A partial derivative that is the same everywhere. */
    public static Partial ofNothing(FromNothing rule) {
      return new Partial(0, (_, dy, _) -> rule.apply(dy));
    }

    /** A partial derivative that depends on the other input. */
    public static Partial ofOther(FromOther rule) {
      return new Partial(OTHER, (s, dy, first) -> rule.apply(dy, first ? s.b() : s.a()));
    }

    /** A partial derivative that depends on both inputs. */
    public static Partial ofBoth(FromBoth rule) {
      return new Partial(A | B, (s, dy, _) -> rule.apply(dy, s.a(), s.b()));
    }

    /** A partial derivative that depends on the inputs and the output. */
    public static Partial ofAll(FromAll rule) {
      return new Partial(A | B | Y, (s, dy, _) -> rule.apply(dy, s.a(), s.b(), s.y()));
    }
  }

  private final String name;
  private final BinaryKernel kernel;
  private final @Nullable LongBinary integral;
  private final Partial da;
  private final Partial db;
  private final boolean library;

  private Binary(
      String name,
      BinaryKernel kernel,
      @Nullable LongBinary integral,
      Partial da,
      Partial db,
      boolean library) {
    this.name = name;
    this.kernel = kernel;
    this.integral = integral;
    this.da = da;
    this.db = db;
    this.library = library;
  }

  /** An op of this formula and the partial derivatives by its first and its second input. */
  public static Binary of(String name, Formula formula, Partial da, Partial db) {
    return new Binary(name, Kernels.binary("", formula::apply), null, da, db, false);
  }

  /** One of the library's own outside this package. */
  @SuppressWarnings("exports")
  public static Binary of(String name, BinaryKernel kernel, Partial da, Partial db) {
    return new Binary(name, kernel, null, da, db, true);
  }

  /** One of the library's own: it takes the kernel that the backends have under its name. */
  static Binary own(String name, FloatBinary formula, Partial da, Partial db) {
    return new Binary(name, Kernels.binary(name, formula), null, da, db, true);
  }

  /** This op on INT64 and BOOL too; without it, they become floats first. */
  Binary integral(LongBinary formula) {
    return new Binary(name, kernel, formula, da, db, library);
  }

  /** The op's name. */
  public String name() {
    return name;
  }

  /** The op's name. */
  @Override
  public String toString() {
    return name;
  }

  /**
   * The op on each pair; recorded where one of the two requires a gradient.
   *
   * @throws IllegalArgumentException if the shapes do not broadcast
   */
  public Tensor apply(Tensor a, Tensor b) {
    if (a.dtype != DType.FLOAT32 || b.dtype != DType.FLOAT32) {
      return ofMixed(a, b);
    }
    Shape shape = Shape.broadcast(name, a.shape, b.shape);
    int as = a.stepFor(shape);
    int bs = b.stepFor(shape);
    Tensor y =
        as >= 0 && bs >= 0
            ? Tensor.empty(DType.FLOAT32, shape)
            : Tensor.emptyLike(DType.FLOAT32, a, b, shape);
    run(a, as, b, bs, y);
    if ((a.needsGrad() || b.needsGrad()) && GradMode.enabled()) {
      y.recorded(new Step(this, a, b, y));
    }
    return y;
  }

  private Tensor ofMixed(Tensor a, Tensor b) {
    DType common = DType.promote(a.dtype, b.dtype);
    if (common == DType.FLOAT32 || integral == null) {
      return apply(a.to(DType.FLOAT32), b.to(DType.FLOAT32));
    }
    Shape shape = Shape.broadcast(name, a.shape, b.shape);
    Tensor p = a.to(DType.INT64);
    Tensor q = b.to(DType.INT64);
    Tensor y = Tensor.emptyLike(DType.INT64, a, b, shape);
    Longs.binary(
        integral,
        shape.sizes(),
        p.longs(),
        p.offset,
        p.stridesFor(shape),
        q.longs(),
        q.offset,
        q.stridesFor(shape),
        y.longs(),
        0,
        y.strides);
    return y.to(common);
  }

  /** The op in place, into {@code a}; see {@link Inplace}. */
  public Tensor applyInPlace(Tensor a, Tensor b) {
    String op = name + "_";
    Inplace.check(op, a);
    Inplace.fits(op, a, b);
    if (a.dtype != DType.FLOAT32 || b.dtype != DType.FLOAT32) {
      return Inplace.assign(op, a, apply(a, b));
    }
    boolean recording = (a.needsGrad() || b.needsGrad()) && GradMode.enabled();
    if (recording || a.storage == b.storage) {
      Tensor before = Inplace.before(a);
      return Inplace.assign(
          op, a, apply(before, b == a ? before : a.storage == b.storage ? Inplace.before(b) : b));
    }
    run(a, a.stepFor(a.shape), b, b.stepFor(a.shape), a);
    a.storage.written(op);
    return a;
  }

  /**
   * The op in place with {@code scale} times {@code b}; in one pass where that is not recorded and
   * both lie in order without gaps.
   */
  Tensor applyInPlaceScaled(Tensor a, Tensor b, double scale) {
    String op = name + "_";
    boolean recording = (a.needsGrad() || b.needsGrad()) && GradMode.enabled();
    if (recording
        || a.dtype != DType.FLOAT32
        || b.dtype != DType.FLOAT32
        || a.storage == b.storage
        || !a.contiguous
        || !b.contiguous
        || !a.shape.equals(b.shape)) {
      return applyInPlace(a, b.mul(b.number(scale)));
    }
    Inplace.check(op, a);
    ScaledSum.apply(
        kernel,
        Arithmetic.MUL.kernel,
        a.floats(),
        a.offset,
        b.floats(),
        b.offset,
        (float) scale,
        a.floats(),
        a.offset,
        a.numel());
    a.storage.written(op);
    return a;
  }

  private void run(Tensor a, int as, Tensor b, int bs, Tensor y) {
    if (as >= 0 && bs >= 0 && y.contiguous) {
      int n = y.shape.numel();
      kernel.apply(a.floats(), a.offset, as, b.floats(), b.offset, bs, y.floats(), y.offset, n);
      return;
    }
    kernel.apply(
        y.shape.sizes(),
        a.floats(),
        a.offset,
        a.stridesFor(y.shape),
        b.floats(),
        b.offset,
        b.stridesFor(y.shape),
        y.floats(),
        y.offset,
        y.strides);
  }

  /** What the tape keeps of one application. */
  static final class Step extends Node {
    private final Binary op;
    private final @Nullable Node inputA;
    private final @Nullable Node inputB;
    private final Shape shapeA;
    private final Shape shapeB;
    private @Nullable Tensor a;
    private @Nullable Tensor b;
    private @Nullable Tensor y;
    private final int versionA;
    private final int versionB;
    private final int versionY;

    Step(Binary op, Tensor a, Tensor b, Tensor y) {
      this(op, a, b, y, a.edge(), b.edge());
    }

    private Step(
        Binary op, Tensor a, Tensor b, Tensor y, @Nullable Node inputA, @Nullable Node inputB) {
      super(number(inputA, inputB));
      this.op = op;
      this.inputA = inputA;
      this.inputB = inputB;
      shapeA = a.shape;
      shapeB = b.shape;
      int needs =
          (inputA == null ? 0 : saved(op.da.needs, Partial.B))
              | (inputB == null ? 0 : saved(op.db.needs, Partial.A));
      this.a = (needs & Partial.A) == 0 ? null : a;
      this.b = (needs & Partial.B) == 0 ? null : b;
      this.y = (needs & Partial.Y) == 0 ? null : y;
      versionA = a.storage.version;
      versionB = b.storage.version;
      versionY = y.storage.version;
    }

    private static int saved(int needs, int other) {
      return needs == Partial.OTHER ? other : needs;
    }

    private Tensor a() {
      return unpack(a, versionA);
    }

    private Tensor b() {
      return unpack(b, versionB);
    }

    private Tensor y() {
      return unpack(y, versionY);
    }

    @Override
    public String name() {
      return name(op.name);
    }

    @Override
    int inputs() {
      return 2;
    }

    @Override
    @Nullable Node input(int i) {
      return i == 0 ? inputA : inputB;
    }

    @Override
    @Nullable Tensor[] gradients(Tensor dy) {
      return new @Nullable Tensor[] {
        inputA == null ? null : op.da.rule.apply(this, dy, true).sumToSize(shapeA),
        inputB == null ? null : op.db.rule.apply(this, dy, false).sumToSize(shapeB)
      };
    }

    @Override
    void release() {
      a = null;
      b = null;
      y = null;
    }

    @Override
    boolean fresh() {
      return op.library;
    }
  }
}
