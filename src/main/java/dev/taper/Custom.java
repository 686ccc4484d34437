package dev.taper;

import org.jspecify.annotations.Nullable;

/**
 * An op on any number of tensors, written by hand: what it computes, and the gradients of its
 * inputs as tensor expressions; torch's {@code autograd.Function}.
 *
 * <pre>{@code
 * static final Custom<Double> SCALE = new Custom<>("scale",
 *     (call, x) -> x[0].mul(call.parameter()),
 *     (call, dy) -> new Tensor[] {dy.mul(call.parameter())});
 *
 * Tensor y = SCALE.apply(2.0, x);
 * }</pre>
 *
 * @param <P> what an application is told beside its tensors; {@code Void} for nothing
 */
@SuppressWarnings("exports")
public final class Custom<P> {
  /** What the op computes. Runs without recording. */
  @FunctionalInterface
  public interface Forward<P> {
    /** The result, a new tensor; what the gradient needs is handed to {@link Call#save}. */
    Tensor apply(Call<P> call, Tensor[] inputs);
  }

  /** The gradients of the inputs. */
  @FunctionalInterface
  public interface Backward<P> {
    /** One gradient for each input, in their order; null for an input that has none. */
    @Nullable Tensor[] apply(Call<P> call, Tensor dy);
  }

  private final String name;
  private final Forward<P> forward;
  private final Backward<P> backward;
  private final boolean library;

  /** An op of this name. */
  public Custom(String name, Forward<P> forward, Backward<P> backward) {
    this(name, forward, backward, false);
  }

  private Custom(String name, Forward<P> forward, Backward<P> backward, boolean library) {
    this.name = name;
    this.forward = forward;
    this.backward = backward;
    this.library = library;
  }

  /**
   * An op that promises to keep nothing: its gradients are new tensors, or {@code dy}, or views of
   * it, and neither they nor anything else that the gradient makes or is handed is remembered when
   * it has returned. The memory of all that is used again as soon as the tape has passed it on.
   */
  public static <P> Custom<P> pure(String name, Forward<P> forward, Backward<P> backward) {
    return new Custom<>(name, forward, backward, true);
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

  /** The op on these tensors; recorded where one of them requires a gradient. */
  public Tensor apply(P parameter, Tensor... inputs) {
    Call<P> call = new Call<>(parameter, inputs);
    Tensor y;
    boolean recording = false;
    for (Tensor input : inputs) {
      recording |= input.needsGrad();
    }
    recording = recording && GradMode.enabled();
    if (recording) {
      call.tape(inputs);
      try (GradMode _ = Autograd.noGrad()) {
        y = forward.apply(call, inputs);
      }
    } else {
      y = forward.apply(call, inputs);
    }
    if (recording && y.dtype == DType.FLOAT32) {
      for (Tensor input : inputs) {
        if (y == input) {
          y = input.detach();
        }
      }
      call.freeze();
      y.recorded(new Step<>(this, call));
    }
    return y;
  }

  /**
   * One application of the op: its parameter and what it saved.
   *
   * @param <P> the type of the parameter
   */
  public static final class Call<P> {
    private static final Tensor[] NOTHING = {};
    private static final int[] NO_VERSIONS = {};

    private final P parameter;
    private final Shape[] shapes;
    private @Nullable Node @Nullable [] edges;
    private Tensor @Nullable [] saved = NOTHING;
    private int[] versions = NO_VERSIONS;
    private @Nullable Step<P> step;

    private Call(P parameter, Tensor[] inputs) {
      this.parameter = parameter;
      shapes = new Shape[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        shapes[i] = inputs[i].shape;
      }
    }

    private void tape(Tensor[] inputs) {
      @Nullable Node[] nodes = new Node[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        nodes[i] = inputs[i].edge();
      }
      edges = nodes;
    }

    private void freeze() {
      Tensor[] tensors = saved == null ? NOTHING : saved;
      versions = new int[tensors.length];
      for (int i = 0; i < tensors.length; i++) {
        versions[i] = tensors[i].storage.version;
      }
    }

    /** The highest number of the inputs' nodes. */
    private long highest() {
      long highest = Node.LEAF;
      if (edges != null) {
        for (Node edge : edges) {
          highest = edge == null ? highest : Math.max(highest, edge.sequence);
        }
      }
      return highest;
    }

    /** What the application was told. */
    public P parameter() {
      return parameter;
    }

    /** The number of inputs. */
    public int inputs() {
      return shapes.length;
    }

    /** The shape of input {@code i}. */
    public Shape shape(int i) {
      return shapes[i];
    }

    /** Whether the gradient of input {@code i} is needed; false where nothing is recorded. */
    public boolean needsGrad(int i) {
      return edges != null && edges[i] != null;
    }

    /** Keeps inputs or the result for the gradient; a change of theirs before it is an error. */
    public void save(Tensor... tensors) {
      saved = edges == null ? NOTHING : tensors;
    }

    /**
     * The numbers of a contiguous FLOAT32 tensor, or of a copy, where they lie; as {@link
     * Floats#of}, but not to be used after the op, or its gradient, has returned.
     *
     * @throws IllegalArgumentException if it is not FLOAT32
     */
    public Floats floats(Tensor x) {
      return Floats.passing(x);
    }

    /**
     * The tensor that was saved at this place.
     *
     * @throws IllegalStateException if it has been modified since, or was freed by a backward pass
     */
    public Tensor saved(int i) {
      Step<P> step = this.step;
      Tensor[] tensors = saved;
      if (step == null) {
        throw new IllegalStateException("saved: the op still runs: must be called in its gradient");
      }
      return step.unpack(
          tensors == null ? null : tensors[i], i < versions.length ? versions[i] : 0);
    }
  }

  /**
   * What the tape keeps of one application.
   *
   * @param <P> the type of the parameter
   */
  static final class Step<P> extends Node {
    private final Custom<P> op;
    private final Call<P> call;

    Step(Custom<P> op, Call<P> call) {
      super(GradMode.number(call.highest()));
      this.op = op;
      this.call = call;
      call.step = this;
    }

    @Override
    public String name() {
      return name(op.name);
    }

    @Override
    int inputs() {
      return call.shapes.length;
    }

    @Override
    @Nullable Node input(int i) {
      return call.edges == null ? null : call.edges[i];
    }

    @Override
    @Nullable Tensor[] gradients(Tensor dy) {
      @Nullable Tensor[] gradients = op.backward.apply(call, dy);
      if (gradients.length != inputs()) {
        throw new IllegalStateException(
            op.name + ": the gradient gave " + gradients.length + " tensors: must be " + inputs());
      }
      for (int i = 0; i < gradients.length; i++) {
        Tensor gradient = gradients[i];
        if (gradient != null && !gradient.shape.equals(call.shapes[i])) {
          throw new IllegalStateException(
              op.name
                  + ": the gradient of input "
                  + i
                  + " has shape "
                  + gradient.shape
                  + ": must be "
                  + call.shapes[i]);
        }
      }
      return gradients;
    }

    @Override
    void release() {
      if (call.saved != null && call.saved.length > 0) {
        call.saved = null;
      }
    }

    @Override
    boolean fresh() {
      return op.library;
    }
  }
}
