package dev.taper.nn;

import dev.taper.Tensor;

/**
 * A range of dimensions made one; by default all but the first, which is the batch.
 *
 * <p>Shape: {@code (N, d1, …)} to {@code (N, d1·…)}. torch: {@code nn.Flatten}.
 */
public final class Flatten extends Layer {
  private final int startDim;
  private final int endDim;

  /** Dimensions from 1 to the last. */
  public Flatten() {
    this(1, -1);
  }

  /** Dimensions from {@code startDim} to {@code endDim}; negative ones count from the end. */
  public Flatten(int startDim, int endDim) {
    this.startDim = startDim;
    this.endDim = endDim;
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.flatten(startDim, endDim);
  }

  @Override
  protected String extraRepr() {
    return "start_dim=" + startDim + ", end_dim=" + endDim;
  }
}
