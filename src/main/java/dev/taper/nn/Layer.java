package dev.taper.nn;

import dev.taper.Tensor;

/** A module that makes one tensor of one tensor. */
public abstract class Layer extends Module {
  /** A layer without parts, in training mode. */
  protected Layer() {}

  /** What the layer makes of {@code x}. */
  public abstract Tensor forward(Tensor x);
}
