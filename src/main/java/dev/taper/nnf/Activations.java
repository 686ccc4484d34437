package dev.taper.nnf;

import dev.taper.Custom;
import dev.taper.DType;
import dev.taper.Floats;
import dev.taper.Shape;
import dev.taper.Tensor;

/** What networks apply between their layers. */
public final class Activations {
  private Activations() {}

  /** A dimension of a contiguous tensor, with what lies outside and inside it. */
  private record Slices(int dim, int outer, int reduce, int inner) {
    static Slices of(Shape shape, int dim) {
      int outer = 1;
      int inner = 1;
      for (int i = 0; i < shape.dim(); i++) {
        outer *= i < dim ? shape.size(i) : 1;
        inner *= i > dim ? shape.size(i) : 1;
      }
      return new Slices(dim, outer, shape.dim() == 0 ? 1 : shape.size(dim), inner);
    }

    Tensor sum(Tensor x) {
      return x.sum(new int[] {dim}, true);
    }
  }

  /** {@code eˣ / Σ eˣ} along a dimension. */
  private static final Custom<Slices> SOFTMAX =
      Custom.pure(
          "softmax",
          (call, x) -> {
            Tensor y = forward(dev.taper.kernel.Softmax::softmax, call, x[0]);
            call.save(y);
            return y;
          },
          (call, dy) ->
              new Tensor[] {
                Activations.SOFTMAX_BACKWARD.apply(call.parameter(), dy, call.saved(0))
              });

  /** {@code (dy − Σ dy·y)·y}. */
  private static final Custom<Slices> SOFTMAX_BACKWARD =
      Custom.pure(
          "softmaxBackward",
          (call, in) -> {
            call.save(in[0], in[1]);
            return backward(dev.taper.kernel.Softmax::softmaxBackward, call, in[0], in[1]);
          },
          (call, ddx) -> {
            Slices at = call.parameter();
            Tensor dy = call.saved(0);
            Tensor y = call.saved(1);
            Tensor toDy = Activations.SOFTMAX_BACKWARD.apply(at, ddx, y);
            Tensor toY = ddx.mul(dy.sub(at.sum(dy.mul(y)))).sub(dy.mul(at.sum(ddx.mul(y))));
            return new Tensor[] {toDy, toY};
          });

  /** {@code x − log Σ eˣ} along a dimension. */
  private static final Custom<Slices> LOG_SOFTMAX =
      Custom.pure(
          "logSoftmax",
          (call, x) -> {
            Tensor y = forward(dev.taper.kernel.Softmax::logSoftmax, call, x[0]);
            call.save(y);
            return y;
          },
          (call, dy) ->
              new Tensor[] {
                Activations.LOG_SOFTMAX_BACKWARD.apply(call.parameter(), dy, call.saved(0))
              });

  /** {@code dy − eʸ·Σ dy}. */
  private static final Custom<Slices> LOG_SOFTMAX_BACKWARD =
      Custom.pure(
          "logSoftmaxBackward",
          (call, in) -> {
            call.save(in[0], in[1]);
            return backward(dev.taper.kernel.Softmax::logSoftmaxBackward, call, in[0], in[1]);
          },
          (call, ddx) -> {
            Slices at = call.parameter();
            Tensor ddxy = ddx.mul(call.saved(1).exp());
            return new Tensor[] {ddx.sub(at.sum(ddxy)), ddxy.mul(at.sum(call.saved(0))).neg()};
          });

  @FunctionalInterface
  private interface Forward {
    void run(float[] x, int xo, int outer, int reduce, int inner, float[] y, int yo);
  }

  @FunctionalInterface
  private interface Backward {
    void run(
        float[] dy,
        int dyo,
        float[] y,
        int yo,
        int outer,
        int reduce,
        int inner,
        float[] dx,
        int dxo);
  }

  private static Tensor forward(Forward kernel, Custom.Call<Slices> call, Tensor input) {
    Slices at = call.parameter();
    Tensor result = Tensor.empty(input.shape());
    Floats x = call.floats(input);
    Floats y = call.floats(result);
    kernel.run(x.array(), x.offset(), at.outer, at.reduce, at.inner, y.array(), y.offset());
    return result;
  }

  private static Tensor backward(
      Backward kernel, Custom.Call<Slices> call, Tensor gradient, Tensor output) {
    Slices at = call.parameter();
    Tensor result = Tensor.empty(output.shape());
    Floats dy = call.floats(gradient);
    Floats y = call.floats(output);
    Floats dx = call.floats(result);
    kernel.run(
        dy.array(),
        dy.offset(),
        y.array(),
        y.offset(),
        at.outer,
        at.reduce,
        at.inner,
        dx.array(),
        dx.offset());
    return result;
  }

  /**
   * Numbers that are positive and add up to 1 along {@code dim}, in proportion to {@code eˣ}.
   *
   * <p>Shape: any; the result has the same. A slice of nothing but {@code -∞} gives NaN. torch:
   * {@code softmax}.
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   * @throws IndexOutOfBoundsException if there is no such dimension
   */
  public static Tensor softmax(Tensor x, int dim) {
    Checks.dtype("softmax", "input", x, DType.FLOAT32);
    return SOFTMAX.apply(Slices.of(x.shape(), Checks.dim("softmax", dim, x.shape())), x);
  }

  /**
   * The logarithm of {@link #softmax}, exact where that is close to 0.
   *
   * <p>Shape: any; the result has the same. A slice of nothing but {@code -∞} gives NaN. torch:
   * {@code log_softmax}.
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   * @throws IndexOutOfBoundsException if there is no such dimension
   */
  public static Tensor logSoftmax(Tensor x, int dim) {
    Checks.dtype("logSoftmax", "input", x, DType.FLOAT32);
    return LOG_SOFTMAX.apply(Slices.of(x.shape(), Checks.dim("logSoftmax", dim, x.shape())), x);
  }

  /** {@code max(x, 0)}, as {@link Tensor#relu()}. */
  public static Tensor relu(Tensor x) {
    return x.relu();
  }

  /** {@code 1 / (1 + e⁻ˣ)}, as {@link Tensor#sigmoid()}. */
  public static Tensor sigmoid(Tensor x) {
    return x.sigmoid();
  }

  /** The hyperbolic tangent, as {@link Tensor#tanh()}. */
  public static Tensor tanh(Tensor x) {
    return x.tanh();
  }

  /**
   * {@code x} times the part of the normal distribution that lies below it; NaN at {@code -∞}.
   *
   * <p>Shape: any; the result has the same. torch: {@code gelu}. Hendrycks, Gimpel (2016).
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   */
  public static Tensor gelu(Tensor x) {
    Checks.dtype("gelu", "input", x, DType.FLOAT32);
    return Gelu.GELU.apply(x);
  }

  /**
   * {@link #gelu(Tensor)} exactly ({@code "none"}), or as {@code ½ x (1 + tanh(√(2/π) (x + 0.044715
   * x³)))} ({@code "tanh"}).
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32, or {@code approximate} neither
   */
  public static Tensor gelu(Tensor x, String approximate) {
    return switch (approximate) {
      case "none" -> gelu(x);
      case "tanh" -> {
        Checks.dtype("gelu", "input", x, DType.FLOAT32);
        yield Gelu.GELU_TANH.apply(x);
      }
      default ->
          throw new IllegalArgumentException(
              "gelu: approximate is " + approximate + ": must be none or tanh");
    };
  }

  /**
   * {@code x / (1 + e⁻ˣ)}; NaN at {@code -∞}.
   *
   * <p>Shape: any; the result has the same. torch: {@code silu}. Elfwing, Uchibe, Doya (2017).
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   */
  public static Tensor silu(Tensor x) {
    Checks.dtype("silu", "input", x, DType.FLOAT32);
    return Gates.SILU.apply(x);
  }

  /**
   * {@code log(1 + eˣ)}.
   *
   * <p>Shape: any; the result has the same. torch: {@code softplus} with its defaults, where its
   * threshold changes no bit.
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   */
  public static Tensor softplus(Tensor x) {
    Checks.dtype("softplus", "input", x, DType.FLOAT32);
    return Gates.SOFTPLUS.apply(x);
  }

  /**
   * {@code log(1 + e^(βx)) / β}, and {@code x} itself where {@code βx} is above {@code threshold}.
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   */
  public static Tensor softplus(Tensor x, double beta, double threshold) {
    Checks.dtype("softplus", "input", x, DType.FLOAT32);
    Tensor scaled = beta == 1 ? x : x.mul(beta);
    Tensor y = Gates.SOFTPLUS.apply(scaled);
    y = beta == 1 ? y : y.div(beta);
    return threshold >= STRAIGHT ? y : Tensor.where(scaled.gt(threshold), x, y);
  }

  /** From here on log(1 + eˣ) is x to the last bit. */
  private static final double STRAIGHT = 17;

  /**
   * The logarithm of the sigmoid, exact where that is close to 0.
   *
   * <p>Shape: any; the result has the same. torch: {@code logsigmoid}.
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   */
  public static Tensor logSigmoid(Tensor x) {
    Checks.dtype("logSigmoid", "input", x, DType.FLOAT32);
    return Gates.LOG_SIGMOID.apply(x);
  }

  /** {@link #leakyRelu(Tensor, double)} with torch's slope of 0.01. */
  public static Tensor leakyRelu(Tensor x) {
    return leakyRelu(x, 0.01);
  }

  /**
   * {@code x}, times {@code negativeSlope} where it is not positive; at 0 its gradient is that
   * slope.
   *
   * <p>Shape: any; the result has the same. torch: {@code leaky_relu}.
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   */
  public static Tensor leakyRelu(Tensor x, double negativeSlope) {
    Checks.dtype("leakyRelu", "input", x, DType.FLOAT32);
    return Bends.LEAKY_RELU.apply(x, Tensor.scalar(negativeSlope));
  }

  /** {@link #elu(Tensor, double)} with torch's alpha of 1. */
  public static Tensor elu(Tensor x) {
    return elu(x, 1);
  }

  /**
   * {@code x}, and {@code alpha (eˣ - 1)} where it is not positive; at 0 its gradient is alpha.
   *
   * <p>Shape: any; the result has the same. torch: {@code elu}. Clevert, Unterthiner, Hochreiter
   * (2015).
   *
   * @throws IllegalArgumentException if {@code x} is not FLOAT32
   */
  public static Tensor elu(Tensor x, double alpha) {
    Checks.dtype("elu", "input", x, DType.FLOAT32);
    return Bends.ELU.apply(x, Tensor.scalar(alpha));
  }

  /** {@link #hardtanh(Tensor, double, double)} from -1 to 1. */
  public static Tensor hardtanh(Tensor x) {
    return hardtanh(x, -1, 1);
  }

  /**
   * {@code x}, cut to what lies between {@code low} and {@code high}; at both ends its gradient is
   * 0, other than that of {@link Tensor#clamp(double, double)}.
   *
   * <p>Shape: any; the result has the same. torch: {@code hardtanh}.
   *
   * @throws IllegalArgumentException if {@code low} is above {@code high}
   */
  public static Tensor hardtanh(Tensor x, double low, double high) {
    if (low > high) {
      throw new IllegalArgumentException(
          "hardtanh: low is " + low + " and high is " + high + ": must not be above it");
    }
    return Bends.HARDTANH.apply(new Bends.Range(low, high), x);
  }

  /** {@link #hardtanh(Tensor, double, double)} from 0 to 6. torch: {@code relu6}. */
  public static Tensor relu6(Tensor x) {
    return hardtanh(x, 0, 6);
  }
}
