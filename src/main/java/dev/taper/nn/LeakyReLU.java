package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/**
 * Each number, times a small slope where it is not positive. Shape: any. torch: {@code
 * nn.LeakyReLU}.
 */
public final class LeakyReLU extends Layer {
  /**
   * What a LeakyReLU may be told.
   *
   * @param negativeSlope the slope below 0; default 0.01
   */
  public record Options(double negativeSlope) {
    private static final Options DEFAULTS = new Options(0.01);

    /** With this slope. */
    public Options negativeSlope(double negativeSlope) {
      return new Options(negativeSlope);
    }
  }

  private final Options options;

  /** With the defaults. */
  public LeakyReLU() {
    this(options());
  }

  /** With these options. */
  public LeakyReLU(Options options) {
    this.options = options;
  }

  /** The defaults. */
  public static Options options() {
    return Options.DEFAULTS;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Activations.leakyRelu(x, options.negativeSlope);
  }

  @Override
  protected String extraRepr() {
    return "negative_slope=" + options.negativeSlope;
  }
}
