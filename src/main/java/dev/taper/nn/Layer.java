package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.Unary;
import org.jspecify.annotations.Nullable;

/** A module that makes one tensor of one tensor. */
public abstract class Layer extends Module {
  /** A layer without parts, in training mode. */
  protected Layer() {}

  /** What the layer makes of {@code x}. */
  public abstract Tensor forward(Tensor x);

  /** The op that {@link #forward} is, where another layer may do it on the way; null for none. */
  @Nullable Unary activation() {
    return null;
  }
}
