package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/**
 * Each number, and {@code alpha (eˣ - 1)} where it is not positive. Shape: any. torch: {@code
 * nn.ELU}.
 */
public final class ELU extends Layer {
  /**
   * What an ELU may be told.
   *
   * @param alpha how far below 0 it ends; default 1
   */
  public record Options(double alpha) {
    private static final Options DEFAULTS = new Options(1);

    /** With this end. */
    public Options alpha(double alpha) {
      return new Options(alpha);
    }
  }

  private final Options options;

  /** With the defaults. */
  public ELU() {
    this(options());
  }

  /** With these options. */
  public ELU(Options options) {
    this.options = options;
  }

  /** The defaults. */
  public static Options options() {
    return Options.DEFAULTS;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Activations.elu(x, options.alpha);
  }

  @Override
  protected String extraRepr() {
    return "alpha=" + options.alpha;
  }
}
