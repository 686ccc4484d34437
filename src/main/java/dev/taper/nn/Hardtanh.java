package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/** Each number, cut to a range. Shape: any. torch: {@code nn.Hardtanh}. */
public final class Hardtanh extends Layer {
  /**
   * What a Hardtanh may be told.
   *
   * @param minVal its lower end; default -1
   * @param maxVal its upper end; default 1
   */
  public record Options(double minVal, double maxVal) {
    private static final Options DEFAULTS = new Options(-1, 1);

    /** With this lower end. */
    public Options minVal(double minVal) {
      return new Options(minVal, maxVal);
    }

    /** With this upper end. */
    public Options maxVal(double maxVal) {
      return new Options(minVal, maxVal);
    }
  }

  private final Options options;

  /** With the defaults. */
  public Hardtanh() {
    this(options());
  }

  /**
   * With these options.
   *
   * @throws IllegalArgumentException if {@code minVal} is not below {@code maxVal}
   */
  public Hardtanh(Options options) {
    if (!(options.minVal < options.maxVal)) {
      throw new IllegalArgumentException(
          "Hardtanh: minVal is "
              + options.minVal
              + " and maxVal is "
              + options.maxVal
              + ": must be below it");
    }
    this.options = options;
  }

  /** The defaults. */
  public static Options options() {
    return Options.DEFAULTS;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Activations.hardtanh(x, options.minVal, options.maxVal);
  }

  @Override
  protected String extraRepr() {
    return "min_val=" + options.minVal + ", max_val=" + options.maxVal;
  }
}
