package dev.taper.nn;

import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.nnf.Normalizations;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * {@link Normalizations#layerNorm} over the last dimensions, with a weight and a bias of its own.
 *
 * <p>Shape: any that ends in the normalized shape; weight and bias have that shape and begin as
 * ones and zeros. torch: {@code nn.LayerNorm}.
 */
@SuppressWarnings("exports")
public final class LayerNorm extends Layer {
  /**
   * What a LayerNorm may be told.
   *
   * @param eps what is added to the variance; default 1e-5
   * @param elementwiseAffine whether it has a weight; default yes
   * @param bias whether it has a bias, where it has a weight; default yes
   */
  public record Options(double eps, boolean elementwiseAffine, boolean bias) {
    private static final Options DEFAULTS = new Options(1e-5, true, true);

    /** With this added to the variance. */
    public Options eps(double eps) {
      return new Options(eps, elementwiseAffine, bias);
    }

    /** With a weight or without weight and bias. */
    public Options elementwiseAffine(boolean elementwiseAffine) {
      return new Options(eps, elementwiseAffine, bias);
    }

    /** With a bias or without. */
    public Options bias(boolean bias) {
      return new Options(eps, elementwiseAffine, bias);
    }
  }

  private final Shape normalizedShape;
  private final double eps;
  private final @Nullable Tensor weight;
  private final @Nullable Tensor bias;

  /** Over the last dimensions, of these sizes. */
  public LayerNorm(int... normalizedShape) {
    this(Shape.of(normalizedShape), options());
  }

  /**
   * Over the last dimensions, of these sizes.
   *
   * @throws IllegalArgumentException if there is none
   */
  public LayerNorm(Shape normalizedShape, Options options) {
    if (normalizedShape.dim() == 0) {
      throw new IllegalArgumentException(
          "LayerNorm: normalizedShape is (): must have one dimension at least");
    }
    this.normalizedShape = normalizedShape;
    eps = options.eps;
    weight = options.elementwiseAffine ? parameter("weight", Tensor.ones(normalizedShape)) : null;
    bias =
        options.elementwiseAffine && options.bias
            ? parameter("bias", Tensor.zeros(normalizedShape))
            : null;
  }

  /** The defaults. */
  public static Options options() {
    return Options.DEFAULTS;
  }

  /** The factors; null if the layer has none. */
  public @Nullable Tensor weight() {
    return weight;
  }

  /** What is added; null if the layer has none. */
  public @Nullable Tensor bias() {
    return bias;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Normalizations.layerNorm(x, normalizedShape, weight, bias, eps);
  }

  @Override
  protected String extraRepr() {
    String shape = normalizedShape.toString();
    if (normalizedShape.dim() == 1) {
      shape = shape.replace(")", ",)");
    }
    return shape
        + ", eps="
        + number(eps)
        + ", elementwise_affine="
        + (weight == null ? "False" : "True")
        + ", bias="
        + (bias == null ? "False" : "True");
  }

  /** As Python prints it: with an exponent of two digits below 1e-4. */
  private static String number(double x) {
    if (x == 0 || x >= 1e-4) {
      String text = new BigDecimal(Double.toString(x)).toPlainString();
      return text.contains(".") ? text : text + ".0";
    }
    String[] parts = Double.toString(x).split("E-", 2);
    String digits = parts[0].endsWith(".0") ? parts[0].replace(".0", "") : parts[0];
    return digits + "e-" + (parts[1].length() == 1 ? "0" : "") + parts[1];
  }
}
