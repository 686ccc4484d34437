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
      Node edge = x.edge();
      y.recorded(new Step(name, edge, dy -> backward.apply(dy, x.shape, parameter)));
    }
    return y;
  }

  /** How a gradient goes back through one view. */
  interface Return {
    Tensor apply(Tensor dy);
  }

  /** What the tape keeps of one application. */
  static final class Step extends Node {
    private final String name;
    private final @Nullable Node input;
    private final Return backward;

    Step(String name, @Nullable Node input, Return backward) {
      this.name = name;
      this.input = input;
      this.backward = backward;
    }

    @Override
    public String name() {
      return name(name);
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
      return new Tensor[] {backward.apply(dy)};
    }

    @Override
    void release() {}
  }
}
