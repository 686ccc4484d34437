package dev.taper;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The end of the tape: adds what arrives to the {@code grad} of a leaf. */
final class AccumulateGrad extends Node {
  final Tensor leaf;

  // A leaf's node is made when its first consumer asks for it, but must lie below all of them.
  AccumulateGrad(Tensor leaf) {
    super(LEAF);
    this.leaf = leaf;
  }

  @Override
  public String name() {
    return "AccumulateGrad";
  }

  @Override
  int inputs() {
    return 0;
  }

  @Override
  @Nullable Node input(int i) {
    throw new IndexOutOfBoundsException(i);
  }

  @Override
  @Nullable Tensor[] gradients(Tensor dy) {
    throw new AssertionError("a leaf has no inputs");
  }

  @Override
  void release() {}

  /**
   * Adds {@code dy} in place, so that whoever holds the old gradient sees the sum; with {@code
   * createGraph} out of place, so that the sum itself can be differentiated.
   *
   * @param owned whether nobody else sees the memory of {@code dy}
   */
  void accumulate(Tensor dy, boolean owned, boolean createGraph) {
    Tensor grad = leaf.grad;
    if (createGraph) {
      leaf.grad = grad == null ? dy : grad.add(dy);
    } else if (grad != null) {
      grad.add_(dy);
    } else if (owned && Arrays.equals(dy.strides, leaf.strides)) {
      leaf.grad = dy;
    } else {
      leaf.grad = dy.detach().clone();
    }
  }
}
