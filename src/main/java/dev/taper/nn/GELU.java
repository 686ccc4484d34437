package dev.taper.nn;

import dev.taper.Tensor;
import dev.taper.nnf.Activations;

/** Each number times the normal distribution up to it. Shape: any. torch: {@code nn.GELU}. */
public final class GELU extends Layer {
  /**
   * What a GELU may be told.
   *
   * @param approximate {@code "none"} or {@code "tanh"}; default none
   */
  public record Options(String approximate) {
    private static final Options DEFAULTS = new Options("none");

    /** With this way to work it out. */
    public Options approximate(String approximate) {
      return new Options(approximate);
    }
  }

  private final Options options;

  /** With the defaults. */
  public GELU() {
    this(options());
  }

  /**
   * With these options.
   *
   * @throws IllegalArgumentException if {@code approximate} is neither none nor tanh
   */
  public GELU(Options options) {
    if (!options.approximate.equals("none") && !options.approximate.equals("tanh")) {
      throw new IllegalArgumentException(
          "GELU: approximate is " + options.approximate + ": must be none or tanh");
    }
    this.options = options;
  }

  /** The defaults. */
  public static Options options() {
    return Options.DEFAULTS;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Activations.gelu(x, options.approximate);
  }

  @Override
  protected String extraRepr() {
    return "approximate='" + options.approximate + "'";
  }
}
