package dev.taper;

import org.jspecify.annotations.Nullable;

/**
 * How a tensor is written in PyTorch's style.
 *
 * <p>torch: {@code torch.set_printoptions}, with the same defaults.
 *
 * @param precision digits after the point, 4 by default
 * @param threshold the most elements written whole, 1000 by default; of more, only the edges are
 * @param edgeItems elements at either edge of a summarised dimension, 3 by default
 * @param lineWidth columns of a line, 80 by default
 * @param sciMode whether powers of ten are used; null, the default, chooses by the values
 */
// Users need not have JSpecify: `requires static transitive` would make their compiler ask for it.
@SuppressWarnings("exports")
public record PrintOptions(
    int precision, int threshold, int edgeItems, int lineWidth, @Nullable Boolean sciMode) {

  /** PyTorch's defaults. */
  public static final PrintOptions DEFAULT = new PrintOptions(4, 1000, 3, 80, null);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative or the line has no column
   */
  public PrintOptions {
    check("precision", precision, 0);
    check("threshold", threshold, 0);
    check("edgeItems", edgeItems, 0);
    check("lineWidth", lineWidth, 1);
  }

  /** These options with another {@code precision}. */
  public PrintOptions precision(int precision) {
    return new PrintOptions(precision, threshold, edgeItems, lineWidth, sciMode);
  }

  /** These options with another {@code threshold}. */
  public PrintOptions threshold(int threshold) {
    return new PrintOptions(precision, threshold, edgeItems, lineWidth, sciMode);
  }

  /** These options with another {@code edgeItems}. */
  public PrintOptions edgeItems(int edgeItems) {
    return new PrintOptions(precision, threshold, edgeItems, lineWidth, sciMode);
  }

  /** These options with another {@code lineWidth}. */
  public PrintOptions lineWidth(int lineWidth) {
    return new PrintOptions(precision, threshold, edgeItems, lineWidth, sciMode);
  }

  /** These options with another {@code sciMode}. */
  public PrintOptions sciMode(@Nullable Boolean sciMode) {
    return new PrintOptions(precision, threshold, edgeItems, lineWidth, sciMode);
  }

  private static void check(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "PrintOptions: " + name + " is " + value + ": need at least " + least);
    }
  }
}
