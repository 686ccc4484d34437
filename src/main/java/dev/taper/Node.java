package dev.taper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A step on the tape: how the gradient of one op's result becomes the gradients of its inputs.
 *
 * <p>As torch's {@code grad_fn}.
 */
public abstract sealed class Node
    permits AccumulateGrad, Node.OfOne, Binary.Step, Custom.Step, Inplace.Overwrite {
  /** The number of leaves, which run last. */
  static final long LEAF = -1;

  /**
   * Grows with every op that a thread records, and is above those of the op's inputs, in whatever
   * thread they were recorded; see {@link GradMode#number}.
   */
  final long sequence;

  /** What has arrived for this node in a run that goes on; several runs compete for the place. */
  volatile Tape.@Nullable Waiting waiting;

  static final AtomicReferenceFieldUpdater<Node, Tape.@Nullable Waiting> WAITING =
      AtomicReferenceFieldUpdater.newUpdater(Node.class, Tape.Waiting.class, "waiting");

  /** The tensor that asked to keep its gradient, see {@link Tensor#retainGrad}. */
  @Nullable Tensor retained;

  Node(long sequence) {
    this.sequence = sequence;
  }

  /** The number of a step recorded now with these inputs. */
  static long number(@Nullable Node a, @Nullable Node b) {
    return GradMode.number(Math.max(a == null ? LEAF : a.sequence, b == null ? LEAF : b.sequence));
  }

  /** The name of the step as in torch, for example {@code MulBackward0}. */
  public abstract String name();

  abstract int inputs();

  /** The node that gave input {@code i}; null where no gradient is needed. */
  abstract @Nullable Node input(int i);

  /**
   * The gradients of the inputs, null where none is needed, from that of the result.
   *
   * <p>What is returned is either new memory or shares that of {@code dy}, if {@link #fresh}.
   */
  abstract @Nullable Tensor[] gradients(Tensor dy);

  /** Forgets what was saved: the step can not run again. */
  abstract void release();

  /** Whether gradients are new memory (or that of {@code dy}) and so may be kept and written to. */
  boolean fresh() {
    return true;
  }

  /** A step with one input: its gradient needs no array. */
  abstract static sealed class OfOne extends Node permits Unary.Step, Reduction.Step, View.Step {
    final @Nullable Node input;

    OfOne(@Nullable Node input) {
      super(number(input, null));
      this.input = input;
    }

    /** The gradient of the input, as {@link #gradients}. */
    abstract Tensor gradient(Tensor dy);

    @Override
    final int inputs() {
      return 1;
    }

    @Override
    final @Nullable Node input(int i) {
      return input;
    }

    @Override
    final @Nullable Tensor[] gradients(Tensor dy) {
      return new Tensor[] {gradient(dy)};
    }
  }

  /** The nodes that this one hands gradients to, without inputs that need none. */
  public List<Node> nextFunctions() {
    List<Node> next = new ArrayList<>(inputs());
    for (int i = 0; i < inputs(); i++) {
      Node node = input(i);
      if (node != null) {
        next.add(node);
      }
    }
    return Collections.unmodifiableList(next);
  }

  /** {@code saved} as it was when it was saved. */
  final Tensor unpack(@Nullable Tensor saved, int version) {
    if (saved == null) {
      throw new IllegalStateException(
          "backward: "
              + name()
              + " has run and its saved tensors are freed: call backward with retainGraph to run"
              + " it twice");
    }
    if (saved.storage.version != version) {
      throw new IllegalStateException(
          "backward: a tensor of shape "
              + saved.shape()
              + " saved by "
              + name()
              + " was modified by "
              + saved.storage.writer
              + ": it is at version "
              + saved.storage.version
              + " and "
              + version
              + " is needed");
    }
    return saved;
  }

  /** {@code <MulBackward0>}. */
  @Override
  public String toString() {
    return "<" + name() + ">";
  }

  /**
   * torch's name of a step: {@code log_softmax} and {@code logSoftmax} give LogSoftmaxBackward0.
   */
  static String name(String op) {
    return Character.toUpperCase(op.charAt(0)) + op.substring(1) + "Backward0";
  }
}
