package dev.taper;

import dev.taper.kernel.FloatUnary;
import dev.taper.kernel.Kernels;
import dev.taper.kernel.LongUnary;
import dev.taper.kernel.Longs;
import dev.taper.kernel.UnaryKernel;
import org.jspecify.annotations.Nullable;

/**
 * An op that maps each number by itself, with its gradient.
 *
 * <p>The gradient is a tensor expression, so it can be differentiated again; which of the op's
 * input and output it needs, and so the tape keeps, is said by the method that makes the op:
 *
 * <pre>{@code
 * static final Unary SQUARE = Unary.ofInput("square", x -> x * x, (dy, x) -> dy.mul(x).mul(2));
 * }</pre>
 */
public final class Unary {
  /** The value at one number. */
  @FunctionalInterface
  public interface Formula {
    /** The op's value at {@code x}. */
    float apply(float x);
  }

  /** A gradient that needs nothing but the gradient of the result. */
  @FunctionalInterface
  public interface FromNothing {
    /** The gradient of the input. */
    Tensor apply(Tensor dy);
  }

  /** A gradient that needs the input, or the output. */
  @FunctionalInterface
  public interface FromOne {
    /** The gradient of the input, where {@code t} is the input or the output. */
    Tensor apply(Tensor dy, Tensor t);
  }

  private enum Saves {
    NOTHING,
    INPUT,
    OUTPUT
  }

  private final String name;
  private final UnaryKernel kernel;
  private final @Nullable LongUnary integral;
  private final Saves saves;
  private final FromOne gradient;
  // A user's gradient may return a tensor that the user keeps, so its memory is not taken over.
  private final boolean library;

  private Unary(
      String name,
      UnaryKernel kernel,
      @Nullable LongUnary integral,
      Saves saves,
      FromOne gradient,
      boolean library) {
    this.name = name;
    this.kernel = kernel;
    this.integral = integral;
    this.saves = saves;
    this.gradient = gradient;
    this.library = library;
  }

  /** An op whose gradient needs neither input nor output. */
  public static Unary of(String name, Formula formula, FromNothing gradient) {
    return new Unary(
        name, user(formula), null, Saves.NOTHING, (dy, _) -> gradient.apply(dy), false);
  }

  /** An op whose gradient is an expression of its input. */
  public static Unary ofInput(String name, Formula formula, FromOne gradient) {
    return new Unary(name, user(formula), null, Saves.INPUT, gradient, false);
  }

  /** An op whose gradient is an expression of its output. */
  public static Unary ofOutput(String name, Formula formula, FromOne gradient) {
    return new Unary(name, user(formula), null, Saves.OUTPUT, gradient, false);
  }

  /** One of the library's own outside this package, with a gradient that needs the input. */
  @SuppressWarnings("exports")
  public static Unary ofInput(String name, UnaryKernel kernel, FromOne gradient) {
    return new Unary(name, kernel, null, Saves.INPUT, gradient, true);
  }

  /** One of the library's own: it takes the kernel that the backends have under its name. */
  static Unary own(String name, FloatUnary formula, FromNothing gradient) {
    return own(name, formula, Saves.NOTHING, (dy, _) -> gradient.apply(dy));
  }

  /** As {@link #own}, with a gradient that needs the input. */
  static Unary ownOfInput(String name, FloatUnary formula, FromOne gradient) {
    return own(name, formula, Saves.INPUT, gradient);
  }

  /** As {@link #own}, with a gradient that needs the output. */
  static Unary ownOfOutput(String name, FloatUnary formula, FromOne gradient) {
    return own(name, formula, Saves.OUTPUT, gradient);
  }

  private static Unary own(String name, FloatUnary formula, Saves saves, FromOne gradient) {
    return new Unary(name, Kernels.unary(name, formula), null, saves, gradient, true);
  }

  /** This op on INT64 too; without it, integers become floats first. */
  Unary integral(LongUnary formula) {
    return new Unary(name, kernel, formula, saves, gradient, library);
  }

  /** The op of {@link Tensor#relu()}. */
  public static Unary relu() {
    return Bounds.RELU;
  }

  /** The op of {@link Tensor#sigmoid()}. */
  public static Unary sigmoid() {
    return Elementary.SIGMOID;
  }

  /** The op of {@link Tensor#tanh()}. */
  public static Unary tanh() {
    return Elementary.TANH;
  }

  /**
   * Whether another op may apply this one's {@link #kernel} to its result instead of making two
   * tensors: so where the library's own gradient does not need the input.
   */
  public boolean endsOthers() {
    return library && saves != Saves.INPUT;
  }

  /** What runs over arrays. */
  @SuppressWarnings("exports")
  public UnaryKernel kernel() {
    return kernel;
  }

  /** The gradient of the input of an op that {@link #endsOthers}, whose output is {@code y}. */
  public Tensor gradient(Tensor dy, Tensor y) {
    if (saves == Saves.INPUT) {
      throw new IllegalArgumentException(name + ": its gradient needs its input: must not");
    }
    return gradient.apply(dy, y);
  }

  private static UnaryKernel user(Formula formula) {
    return Kernels.unary("", formula::apply);
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

  /** The op on each number of {@code x}; recorded where {@code x} requires a gradient. */
  public Tensor apply(Tensor x) {
    if (x.dtype != DType.FLOAT32) {
      return ofIntegers(x);
    }
    Tensor y = Tensor.emptyLike(x);
    run(x, y);
    if (x.needsGrad() && GradMode.enabled()) {
      y.recorded(new Step(this, x, y));
    }
    return y;
  }

  private Tensor ofIntegers(Tensor x) {
    if (integral == null) {
      return apply(x.to(DType.FLOAT32));
    }
    Tensor z = x.to(DType.INT64);
    Tensor y = Tensor.emptyLike(z);
    Longs.unary(
        integral, z.shape.sizes(), z.longs(), z.offset, z.strides, y.longs(), y.offset, y.strides);
    return y;
  }

  /** The op in place; see {@link Inplace}. */
  public Tensor applyInPlace(Tensor x) {
    String op = name + "_";
    Inplace.check(op, x);
    if (x.dtype != DType.FLOAT32) {
      return Inplace.assign(op, x, apply(x));
    }
    boolean recording = x.needsGrad() && GradMode.enabled();
    if (recording && (saves != Saves.OUTPUT || x.base != null)) {
      return Inplace.assign(op, x, apply(Inplace.before(x)));
    }
    Node input = recording ? x.edge() : null;
    run(x, x);
    x.storage.written(op);
    if (recording) {
      // The result is saved where it is: no copy, and a later change of it is noticed.
      Tensor y = x.detach();
      Step step = new Step(this, input, y);
      y.recorded(step);
      Inplace.takePlace(x, step, true);
    }
    return x;
  }

  private void run(Tensor x, Tensor y) {
    // A result has the strides of its input, the very same, where that is dense.
    if (x.contiguous ? y.contiguous : x != y && x.strides == y.strides) {
      kernel.apply(x.floats(), x.offset, y.floats(), y.offset, x.shape.numel());
    } else {
      kernel.apply(
          x.shape.sizes(), x.floats(), x.offset, x.strides, y.floats(), y.offset, y.strides);
    }
  }

  /** What the tape keeps of one application. */
  static final class Step extends Node.OfOne {
    private final Unary op;
    private final int version;
    private @Nullable Tensor saved;

    Step(Unary op, Tensor x, Tensor y) {
      this(op, x.edge(), op.saves == Saves.OUTPUT ? y : x);
    }

    private Step(Unary op, @Nullable Node input, Tensor saved) {
      super(input);
      this.op = op;
      this.saved = saved;
      this.version = saved.storage.version;
    }

    @Override
    public String name() {
      return name(op.name);
    }

    @Override
    Tensor gradient(Tensor dy) {
      return op.gradient.apply(dy, op.saves == Saves.NOTHING ? dy : unpack(saved, version));
    }

    @Override
    void release() {
      saved = null;
    }

    @Override
    boolean fresh() {
      return op.library;
    }
  }
}
