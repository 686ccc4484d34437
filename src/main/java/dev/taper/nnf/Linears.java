package dev.taper.nnf;

import dev.taper.DType;
import dev.taper.Shape;
import dev.taper.Tensor;
import org.jspecify.annotations.Nullable;

/** Linear maps. */
@SuppressWarnings("exports")
public final class Linears {
  private Linears() {}

  /** As {@link #linear(Tensor, Tensor, Tensor)} without a bias. */
  public static Tensor linear(Tensor input, Tensor weight) {
    return linear(input, weight, null);
  }

  /**
   * {@code input · weightᵀ + bias}.
   *
   * <p>Shape: input {@code (…, in)}, weight {@code (out, in)} or {@code (in)}, bias {@code (out)}
   * or {@code ()}; the result {@code (…, out)}, or {@code (…)} for a weight {@code (in)}. torch:
   * {@code nn.functional.linear}.
   *
   * @throws IllegalArgumentException if the shapes do not fit or one of the tensors is not FLOAT32
   */
  public static Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
    check(input, weight, bias);
    if (weight.dim() == 1) {
      Tensor y = input.matmul(weight);
      return bias == null ? y : y.add(bias);
    }
    if (bias == null) {
      return input.matmul(weight.t());
    }
    return input.dim() == 2 ? bias.addmm(input, weight.t()) : input.matmul(weight.t()).add(bias);
  }

  private static void check(Tensor input, Tensor weight, @Nullable Tensor bias) {
    Checks.dtype("linear", "input", input, DType.FLOAT32);
    Checks.dtype("linear", "weight", weight, DType.FLOAT32);
    if (weight.dim() != 1 && weight.dim() != 2) {
      throw new IllegalArgumentException(
          "linear: weight has shape " + weight.shape() + ": must be (out, in) or (in)");
    }
    if (input.dim() == 0 || input.size(-1) != weight.size(-1)) {
      throw new IllegalArgumentException(
          "linear: input has shape "
              + input.shape()
              + " and weight "
              + weight.shape()
              + ": the last size must be "
              + weight.size(-1));
    }
    if (bias != null) {
      Checks.dtype("linear", "bias", bias, DType.FLOAT32);
      Shape need = weight.dim() == 1 ? Shape.of() : Shape.of(weight.size(0));
      if (bias.dim() != 0 && !bias.shape().equals(need)) {
        throw new IllegalArgumentException(
            "linear: bias has shape " + bias.shape() + ": must be " + need);
      }
    }
  }
}
