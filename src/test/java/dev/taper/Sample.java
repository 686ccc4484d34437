package dev.taper;

import java.util.Arrays;
import java.util.List;

/** The inputs of one application of an op. */
public record Sample(List<Input> inputs) {
  /** One input of each of these shapes: a sample each. */
  static List<Sample> each(Domain domain, int[]... shapes) {
    return Arrays.stream(shapes)
        .map(shape -> new Sample(List.of(new Input(domain, shape))))
        .toList();
  }

  @Override
  public String toString() {
    return inputs.toString();
  }
}
