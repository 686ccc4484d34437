package dev.taper.nnf;

import dev.taper.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Losses#crossEntropy} may be told.
 *
 * @param weight of each class, {@code (C)}; default none, which counts them alike
 * @param ignoreIndex the target that adds nothing to the loss; default -100; must be negative where
 *     the targets are probabilities
 * @param reduction default {@link Reduction#MEAN}, which divides by the sum of the weights where
 *     the targets are classes and by their number where they are probabilities
 * @param labelSmoothing the part of each target that is spread over all classes, from 0 to 1;
 *     default 0
 */
@SuppressWarnings("exports")
public record CrossEntropyOptions(
    @Nullable Tensor weight, long ignoreIndex, Reduction reduction, double labelSmoothing) {
  private static final CrossEntropyOptions DEFAULTS =
      new CrossEntropyOptions(null, -100, Reduction.MEAN, 0);

  /**
   * Checks the label smoothing.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public CrossEntropyOptions {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "crossEntropy: labelSmoothing is " + labelSmoothing + ": must be from 0 to 1");
    }
  }

  /** The defaults. */
  public static CrossEntropyOptions options() {
    return DEFAULTS;
  }

  /** With these weights of the classes; null for none. */
  public CrossEntropyOptions weight(@Nullable Tensor weight) {
    return new CrossEntropyOptions(weight, ignoreIndex, reduction, labelSmoothing);
  }

  /** With this target ignored. */
  public CrossEntropyOptions ignoreIndex(long ignoreIndex) {
    return new CrossEntropyOptions(weight, ignoreIndex, reduction, labelSmoothing);
  }

  /** With this reduction. */
  public CrossEntropyOptions reduction(Reduction reduction) {
    return new CrossEntropyOptions(weight, ignoreIndex, reduction, labelSmoothing);
  }

  /** With this part of each target spread over all classes. */
  public CrossEntropyOptions labelSmoothing(double labelSmoothing) {
    return new CrossEntropyOptions(weight, ignoreIndex, reduction, labelSmoothing);
  }
}
