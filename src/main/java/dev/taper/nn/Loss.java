package dev.taper.nn;

import dev.taper.Tensor;

/** A module that compares the output of a network with what it should be. */
public abstract class Loss extends Module {
  /** A loss without parts. */
  protected Loss() {}

  /** How far {@code input} is from {@code target}. */
  public abstract Tensor forward(Tensor input, Tensor target);
}
