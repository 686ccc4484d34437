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
      new Custom<Slices>(
              "softmax",
              (call, x) -> {
                Tensor y = forward(dev.taper.kernel.Softmax::softmax, call.parameter(), x[0]);
                call.save(y);
                return y;
              },
              (call, dy) ->
                  new Tensor[] {
                    Activations.SOFTMAX_BACKWARD.apply(call.parameter(), dy, call.saved(0))
                  })
          .withFreshGradients();

  /** {@code (dy − Σ dy·y)·y}. */
  private static final Custom<Slices> SOFTMAX_BACKWARD =
      new Custom<Slices>(
              "softmaxBackward",
              (call, in) -> {
                call.save(in[0], in[1]);
                return backward(
                    dev.taper.kernel.Softmax::softmaxBackward, call.parameter(), in[0], in[1]);
              },
              (call, ddx) -> {
                Slices at = call.parameter();
                Tensor dy = call.saved(0);
                Tensor y = call.saved(1);
                Tensor toDy = Activations.SOFTMAX_BACKWARD.apply(at, ddx, y);
                Tensor toY = ddx.mul(dy.sub(at.sum(dy.mul(y)))).sub(dy.mul(at.sum(ddx.mul(y))));
                return new Tensor[] {toDy, toY};
              })
          .withFreshGradients();

  /** {@code x − log Σ eˣ} along a dimension. */
  private static final Custom<Slices> LOG_SOFTMAX =
      new Custom<Slices>(
              "logSoftmax",
              (call, x) -> {
                Tensor y = forward(dev.taper.kernel.Softmax::logSoftmax, call.parameter(), x[0]);
                call.save(y);
                return y;
              },
              (call, dy) ->
                  new Tensor[] {
                    Activations.LOG_SOFTMAX_BACKWARD.apply(call.parameter(), dy, call.saved(0))
                  })
          .withFreshGradients();

  /** {@code dy − eʸ·Σ dy}. */
  private static final Custom<Slices> LOG_SOFTMAX_BACKWARD =
      new Custom<Slices>(
              "logSoftmaxBackward",
              (call, in) -> {
                call.save(in[0], in[1]);
                return backward(
                    dev.taper.kernel.Softmax::logSoftmaxBackward, call.parameter(), in[0], in[1]);
              },
              (call, ddx) -> {
                Slices at = call.parameter();
                Tensor ddxy = ddx.mul(call.saved(1).exp());
                return new Tensor[] {ddx.sub(at.sum(ddxy)), ddxy.mul(at.sum(call.saved(0))).neg()};
              })
          .withFreshGradients();

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

  private static Tensor forward(Forward kernel, Slices at, Tensor input) {
    Tensor result = Tensor.zeros(input.shape());
    Floats x = Floats.of(input);
    Floats y = Floats.of(result);
    kernel.run(x.array(), x.offset(), at.outer, at.reduce, at.inner, y.array(), y.offset());
    return result;
  }

  private static Tensor backward(Backward kernel, Slices at, Tensor gradient, Tensor output) {
    Tensor result = Tensor.zeros(output.shape());
    Floats dy = Floats.of(gradient);
    Floats y = Floats.of(output);
    Floats dx = Floats.of(result);
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
}
