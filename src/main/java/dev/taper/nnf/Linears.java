package dev.taper.nnf;

import dev.taper.Custom;
import dev.taper.DType;
import dev.taper.Floats;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.Unary;
import dev.taper.kernel.Gemm;
import dev.taper.kernel.UnaryKernel;
import org.jspecify.annotations.Nullable;

/** Linear maps. */
@SuppressWarnings("exports")
public final class Linears {
  private Linears() {}

  /** {@code input · weightᵀ + bias} of contiguous matrices, the bias {@code (out)} or none. */
  private static final Custom<Integer> LINEAR =
      Custom.pure(
          "linear",
          (call, in) -> {
            call.save(in[0], in[1]);
            return multiply(call, in, null);
          },
          (call, dy) -> gradients(call, dy));

  /** The same, and then a function of each number whose gradient comes from its result. */
  private static final Custom<Unary> LINEAR_ACTIVATION =
      Custom.pure(
          "linearActivation",
          (call, in) -> {
            Tensor y = multiply(call, in, call.parameter().kernel());
            call.save(in[0], in[1], y);
            return y;
          },
          (call, dy) -> gradients(call, call.parameter().gradient(dy, call.saved(2))));

  /** Each row of the input with each row of the weight; added to a bias where there is one. */
  private static Tensor multiply(Custom.Call<?> call, Tensor[] in, @Nullable UnaryKernel f) {
    int m = in[0].size(0);
    int k = in[0].size(1);
    int n = in[1].size(0);
    Tensor y = Tensor.empty(Shape.of(m, n));
    Floats x = call.floats(in[0]);
    Floats w = call.floats(in[1]);
    Floats to = call.floats(y);
    float[] a = x.array();
    float[] b = w.array();
    float[] c = to.array();
    int ao = x.offset();
    int bo = w.offset();
    int co = to.offset();
    if (in.length == 3) {
      Floats bias = call.floats(in[2]);
      float[] z = bias.array();
      Gemm.product(m, n, k, a, ao, k, 1, b, bo, 1, k, z, bias.offset(), 0, c, co, n, f);
    } else {
      Gemm.product(m, n, k, a, ao, k, 1, b, bo, 1, k, null, 0, 0, c, co, n, f);
    }
    return y;
  }

  private static @Nullable Tensor[] gradients(Custom.Call<?> call, Tensor dy) {
    Tensor dx = call.needsGrad(0) ? dy.mm(call.saved(1)) : null;
    Tensor dw = call.needsGrad(1) ? dy.t().mm(call.saved(0)) : null;
    if (call.inputs() == 2) {
      return new @Nullable Tensor[] {dx, dw};
    }
    Tensor db = call.needsGrad(2) ? dy.sum(0) : null;
    return new @Nullable Tensor[] {dx, dw, db};
  }

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
    if (isPlain(input, weight, bias)) {
      return bias == null ? LINEAR.apply(0, input, weight) : LINEAR.apply(0, input, weight, bias);
    }
    if (bias == null) {
      return input.matmul(weight.t());
    }
    return input.dim() == 2 ? bias.addmm(input, weight.t()) : input.matmul(weight.t()).add(bias);
  }

  /**
   * {@code activation} of {@link #linear(Tensor, Tensor, Tensor)}, to the same bits: for contiguous
   * matrices in one op, where the activation {@linkplain Unary#endsOthers allows} it, which keeps
   * one tensor instead of two for the gradient.
   *
   * <p>Shape: as linear. torch: {@code _addmm_activation}, {@code intrinsic.LinearReLU}.
   *
   * @param activation for example {@link Unary#relu}
   * @throws IllegalArgumentException as linear
   */
  public static Tensor linearActivation(
      Tensor input, Tensor weight, @Nullable Tensor bias, Unary activation) {
    check(input, weight, bias);
    if (!activation.endsOthers() || !isPlain(input, weight, bias)) {
      return activation.apply(linear(input, weight, bias));
    }
    return bias == null
        ? LINEAR_ACTIVATION.apply(activation, input, weight)
        : LINEAR_ACTIVATION.apply(activation, input, weight, bias);
  }

  private static boolean isPlain(Tensor input, Tensor weight, @Nullable Tensor bias) {
    return input.dim() == 2
        && input.isContiguous()
        && weight.dim() == 2
        && weight.isContiguous()
        && (bias == null || bias.dim() == 1);
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
