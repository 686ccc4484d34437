package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/** {@code log(1 + e^(βx)) / β} of each number. Shape: any. torch: {@code nn.Softplus}. */
public final class Softplus extends Layer {
  /**
   * What a Softplus may be told.
   *
   * @param beta by how much x is multiplied first; default 1
   * @param threshold where {@code βx} is above it the result is x; default 20
   */
  public record Options(double beta, double threshold) {
    private static final Options DEFAULTS = new Options(1, 20);

    /** With this factor. */
    public Options beta(double beta) {
      return new Options(beta, threshold);
    }

    /** With this threshold. */
    public Options threshold(double threshold) {
      return new Options(beta, threshold);
    }
  }

  private final Options options;

  /** With the defaults. */
  public Softplus() {
    this(options());
  }

  /** With these options. */
  public Softplus(Options options) {
    this.options = options;
  }

  /** The defaults. */
  public static Options options() {
    return Options.DEFAULTS;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Activations.softplus(x, options.beta, options.threshold);
  }

  @Override
  protected String extraRepr() {
    return "beta=" + options.beta + ", threshold=" + options.threshold;
  }
}
