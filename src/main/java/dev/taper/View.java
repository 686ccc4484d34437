package dev.taper;

import org.jspecify.annotations.Nullable;

/**
 * An op that shows the same memory in another shape, with its gradient.
 *
 * @param <P> what tells one application from another: dims, sizes, an index
 */
final class View<P> {
  /** The view, as {@link Tensor#view(Shape, int[], int)} makes it. */
  interface Forward<P> {
    Tensor apply(Tensor x, P parameter);
  }

  /** The gradient of the input, whose shape is given. */
  interface Backward<P> {
    Tensor apply(Tensor dy, Shape shape, P parameter);
  }

  private final String name;
  private final Forward<P> forward;
  private final Backward<P> backward;

  View(String name, Forward<P> forward, Backward<P> backward) {
    this.name = name;
    this.forward = forward;
    this.backward = backward;
  }

  Tensor apply(Tensor x, P parameter) {
    boolean needsGrad = x.needsGrad();
    Tensor y = forward.apply(x, parameter);
    if (needsGrad && GradMode.enabled()) {
      y.recorded(new Step<>(this, x.edge(), x.shape, parameter));
    }
    return y;
  }

  /**
   * What the tape keeps of one application: of the input its shape alone.
   *
   * @param <P> the type of the parameter
   */
  static final class Step<P> extends Node.OfOne {
    private final View<P> op;
    private final Shape shape;
    private final P parameter;

    Step(View<P> op, @Nullable Node input, Shape shape, P parameter) {
      super(input);
      this.op = op;
      this.shape = shape;
      this.parameter = parameter;
    }

    @Override
    public String name() {
      return name(op.name);
    }

    @Override
    Tensor gradient(Tensor dy) {
      return op.backward.apply(dy, shape, parameter);
    }

    @Override
    void release() {}
  }
}
