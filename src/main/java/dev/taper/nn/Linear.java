package dev.taper.nn;

import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.Unary;
import dev.taper.nnf.Linears;
import org.jspecify.annotations.Nullable;

/**
 * A linear map and a shift: {@code x · weightᵀ + bias}.
 *
 * <p>Shape: {@code (…, in)} to {@code (…, out)}; weight {@code (out, in)}, bias {@code (out)}. Both
 * are drawn from {@code U(−1/√in, 1/√in)}. torch: {@code nn.Linear}.
 */
@SuppressWarnings("exports")
public final class Linear extends Layer {
  /**
   * What a Linear may be told.
   *
   * @param bias whether it has one; default yes
   */
  public record Options(boolean bias) {
    private static final Options DEFAULTS = new Options(true);

    /** With a bias or without. */
    public Options bias(boolean bias) {
      return new Options(bias);
    }
  }

  /** With it the bound of the uniform draws is {@code 1/√in}, but for torch's own rounding. */
  private static final Init.Kaiming KAIMING = Init.kaiming().a(Math.sqrt(5));

  private final int in;
  private final int out;
  private final Tensor weight;
  private final @Nullable Tensor bias;

  /** From {@code in} numbers to {@code out}. */
  public Linear(int in, int out) {
    this(in, out, options());
  }

  /**
   * From {@code in} numbers to {@code out}.
   *
   * @throws IllegalArgumentException if a size is negative
   */
  public Linear(int in, int out, Options options) {
    checkSize("in", in);
    checkSize("out", out);
    this.in = in;
    this.out = out;
    weight = Init.kaimingUniform_(Tensor.zeros(Shape.of(out, in)), KAIMING);
    parameter("weight", weight);
    if (options.bias) {
      double bound = in > 0 ? 1 / Math.sqrt(in) : 0;
      bias = parameter("bias", Init.uniform_(Tensor.zeros(Shape.of(out)), -bound, bound));
    } else {
      bias = null;
    }
  }

  private static void checkSize(String name, int size) {
    if (size < 0) {
      throw new IllegalArgumentException(
          "Linear: " + name + " is " + size + ": must not be negative");
    }
  }

  /** The defaults. */
  public static Options options() {
    return Options.DEFAULTS;
  }

  /** The factors, {@code (out, in)}. */
  public Tensor weight() {
    return weight;
  }

  /** What is added, {@code (out)}; null if the layer has none. */
  public @Nullable Tensor bias() {
    return bias;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Linears.linear(x, weight, bias);
  }

  /** {@code activation} of {@link #forward(Tensor)}. */
  Tensor forward(Tensor x, Unary activation) {
    return Linears.linearActivation(x, weight, bias, activation);
  }

  @Override
  protected String extraRepr() {
    return "in_features="
        + in
        + ", out_features="
        + out
        + ", bias="
        + (bias == null ? "False" : "True");
  }
}
