package dev.taper.nnf;

import dev.taper.Custom;
import dev.taper.DType;
import dev.taper.Floats;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.kernel.Gemm;
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
            int out = in[1].size(0);
            Tensor y = Tensor.empty(Shape.of(in[0].size(0), out));
            Floats to = call.floats(y);
            multiply(call, in, to);
            return y;
          },
          (call, dy) -> {
            Tensor dx = call.needsGrad(0) ? dy.mm(call.saved(1)) : null;
            Tensor dw = call.needsGrad(1) ? dy.t().mm(call.saved(0)) : null;
            if (call.inputs() == 2) {
              return new @Nullable Tensor[] {dx, dw};
            }
            Tensor db = call.needsGrad(2) ? dy.sum(0) : null;
            return new @Nullable Tensor[] {dx, dw, db};
          });

  /** Each row of the input with each row of the weight; added to a bias where there is one. */
  private static void multiply(Custom.Call<Integer> call, Tensor[] in, Floats to) {
    Floats x = call.floats(in[0]);
    Floats w = call.floats(in[1]);
    float[] a = x.array();
    float[] b = w.array();
    float[] c = to.array();
    int ao = x.offset();
    int bo = w.offset();
    int co = to.offset();
    int m = in[0].size(0);
    int k = in[0].size(1);
    int n = in[1].size(0);
    if (in.length == 3) {
      Floats bias = call.floats(in[2]);
      float[] z = bias.array();
      Gemm.addmm(m, n, k, a, ao, k, 1, b, bo, 1, k, z, bias.offset(), 0, c, co, n);
    } else {
      Gemm.gemm(m, n, k, a, ao, k, 1, b, bo, 1, k, c, co, n, false);
    }
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
    if (input.dim() == 2 && input.isContiguous() && weight.isContiguous()) {
      if (bias == null) {
        return LINEAR.apply(0, input, weight);
      }
      if (bias.dim() == 1) {
        return LINEAR.apply(0, input, weight, bias);
      }
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
