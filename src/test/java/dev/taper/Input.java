package dev.taper;

import java.util.Arrays;

/** A FLOAT32 input of a row: its shape, and what its numbers are like. */
public record Input(Domain domain, int[] shape) {
  /** Numbers of this kind in this shape. */
  public static Input of(Domain domain, int... shape) {
    return new Input(domain, shape);
  }

  /** The same numbers whenever it is called, others for another {@code place} among the inputs. */
  public float[] values(int place) {
    return domain.values(Shape.of(shape).numel(), 31 * Arrays.hashCode(shape) + place);
  }

  @Override
  public String toString() {
    return Shape.text(shape);
  }
}
