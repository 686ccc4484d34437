package dev.taper.nnf;

import dev.taper.Autograd;
import dev.taper.Custom;
import dev.taper.DType;
import dev.taper.Floats;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.kernel.RowNorm;
import org.jspecify.annotations.Nullable;

/** Numbers brought to mean 0 and variance 1. */
@SuppressWarnings("exports")
public final class Normalizations {
  private static final double EPS = 1e-5;

  private Normalizations() {}

  /** Rows of a contiguous tensor, with the mean and the scale of each once they are known. */
  private record Rows(int count, int size, double eps, float[] means, float[] scales) {
    static Rows of(int count, int size, double eps) {
      return new Rows(count, size, eps, new float[count], new float[count]);
    }

    Tensor flat(Tensor x) {
      return x.reshape(count, size);
    }

    /** The means along the rows. */
    Tensor mean(Tensor x) {
      return x.mean(new int[] {1}, true);
    }
  }

  /** {@code h = (x − mean) / √(variance + eps)} by rows; {@code h·weight + bias} where given. */
  private static final Custom<Rows> LAYER_NORM =
      Custom.pure(
          "layerNorm",
          (call, in) -> {
            call.save(in);
            return forward(call, in[0], at(in, 1), at(in, 2));
          },
          (call, dy) -> Normalizations.gradients(call, dy));

  /** {@code (g − mean g − h·mean(g·h)) / √(variance + eps)} with {@code g = dy·weight}. */
  private static final Custom<Rows> LAYER_NORM_BACKWARD =
      Custom.pure(
          "layerNormBackward",
          (call, in) -> {
            call.save(in);
            return backward(call, in[0], in[1], at(in, 2), null, null);
          },
          (call, ddx) -> Normalizations.secondGradients(call, ddx));

  /** {@code Σ dy·h} over the rows. */
  private static final Custom<Rows> LAYER_NORM_WEIGHT_BACKWARD =
      Custom.pure(
          "layerNormWeightBackward",
          (call, in) -> {
            call.save(in);
            return weightBackward(call, in[0], in[1]);
          },
          (call, ddw) -> {
            Rows rows = call.parameter();
            Tensor x = call.saved(1);
            Tensor g = rows.flat(call.saved(0)).mul(ddw).reshape(x.shape());
            Tensor toDy = rows.flat(h(rows, x)).mul(ddw).reshape(x.shape());
            return new Tensor[] {toDy, Normalizations.LAYER_NORM_BACKWARD.apply(rows, g, x)};
          });

  private static @Nullable Tensor at(Tensor[] in, int i) {
    return i < in.length ? in[i] : null;
  }

  private static Tensor h(Rows rows, Tensor x) {
    return LAYER_NORM.apply(Rows.of(rows.count, rows.size, rows.eps), x);
  }

  private static @Nullable Tensor[] gradients(Custom.Call<Rows> call, Tensor dy) {
    Rows rows = call.parameter();
    Tensor x = call.saved(0);
    @Nullable Tensor[] gradients = new Tensor[call.inputs()];
    if (call.inputs() > 1 && call.needsGrad(0) && call.needsGrad(1) && !Autograd.isGradEnabled()) {
      // All of them in one pass; recorded they are ops of their own.
      gradients[1] = Tensor.empty(call.shape(1));
      Tensor toBias = Tensor.empty(call.shape(1));
      gradients[0] = backward(call, dy, x, call.saved(1), gradients[1], toBias);
      if (call.inputs() > 2 && call.needsGrad(2)) {
        gradients[2] = toBias;
      }
      return gradients;
    }
    if (call.needsGrad(0)) {
      gradients[0] =
          call.inputs() > 1
              ? LAYER_NORM_BACKWARD.apply(rows, dy, x, call.saved(1))
              : LAYER_NORM_BACKWARD.apply(rows, dy, x);
    }
    if (call.inputs() > 1 && call.needsGrad(1)) {
      gradients[1] = LAYER_NORM_WEIGHT_BACKWARD.apply(rows, dy, x);
    }
    if (call.inputs() > 2 && call.needsGrad(2)) {
      gradients[2] = rows.flat(dy).sum(0);
    }
    return gradients;
  }

  /**
   * With {@code J} for the symmetric map from g to dx, which the gradient of h is too, and {@code
   * s} for the scale: {@code u·J g = s·(u·g − n·mean u·mean g − n·mean(u·h)·mean(g·h))}, and the
   * gradient of s is {@code −s²·h/n}.
   */
  private static @Nullable Tensor[] secondGradients(Custom.Call<Rows> call, Tensor ddx) {
    Rows rows = call.parameter();
    Tensor dy = rows.flat(call.saved(0));
    Tensor x = call.saved(1);
    Tensor weight = call.inputs() > 2 ? call.saved(2) : null;
    Tensor u = rows.flat(ddx);
    Tensor g = weight == null ? dy : dy.mul(weight);
    Tensor ju = rows.flat(LAYER_NORM_BACKWARD.apply(rows, ddx, x));
    Tensor jg = rows.flat(LAYER_NORM_BACKWARD.apply(rows, g.reshape(x.shape()), x));
    Tensor h = rows.flat(h(rows, x));
    Tensor s = rows.flat(x).var(new int[] {1}, 0, true).add(rows.eps).rsqrt();
    Tensor a = rows.mean(u.mul(h));
    Tensor b = rows.mean(g.mul(h));
    Tensor spread = rows.mean(u.mul(g)).sub(rows.mean(u).mul(rows.mean(g))).sub(a.mul(b));
    Tensor toX = s.mul(s.mul(spread).mul(h).add(b.mul(ju)).add(a.mul(jg))).neg();
    Tensor toDy = weight == null ? ju : ju.mul(weight);
    @Nullable Tensor[] gradients = new Tensor[call.inputs()];
    gradients[0] = toDy.reshape(x.shape());
    gradients[1] = toX.reshape(x.shape());
    if (weight != null) {
      gradients[2] = ju.mul(dy).sum(0);
    }
    return gradients;
  }

  private static Tensor forward(
      Custom.Call<Rows> call, Tensor input, @Nullable Tensor weight, @Nullable Tensor bias) {
    Rows rows = call.parameter();
    Tensor result = Tensor.empty(input.shape());
    Floats x = call.floats(input);
    Floats y = call.floats(result);
    Floats w = weight == null ? null : call.floats(weight);
    Floats b = bias == null ? null : call.floats(bias);
    RowNorm.forward(
        x.array(),
        x.offset(),
        rows.count,
        rows.size,
        w == null ? null : w.array(),
        w == null ? 0 : w.offset(),
        b == null ? null : b.array(),
        b == null ? 0 : b.offset(),
        rows.eps,
        y.array(),
        y.offset(),
        rows.means,
        rows.scales);
    return result;
  }

  private static Tensor backward(
      Custom.Call<Rows> call,
      Tensor gradient,
      Tensor input,
      @Nullable Tensor weight,
      @Nullable Tensor toWeight,
      @Nullable Tensor toBias) {
    Rows rows = call.parameter();
    Tensor result = Tensor.empty(input.shape());
    Floats dy = call.floats(gradient);
    Floats x = call.floats(input);
    Floats dx = call.floats(result);
    Floats w = weight == null ? null : call.floats(weight);
    RowNorm.backward(
        dy.array(),
        dy.offset(),
        x.array(),
        x.offset(),
        rows.count,
        rows.size,
        w == null ? null : w.array(),
        w == null ? 0 : w.offset(),
        rows.means,
        rows.scales,
        dx.array(),
        dx.offset(),
        toWeight == null ? null : call.floats(toWeight).array(),
        toBias == null ? null : call.floats(toBias).array());
    return result;
  }

  private static Tensor weightBackward(Custom.Call<Rows> call, Tensor gradient, Tensor input) {
    Rows rows = call.parameter();
    Tensor result = Tensor.zeros(rows.size);
    Floats dy = call.floats(gradient);
    Floats x = call.floats(input);
    Floats dw = call.floats(result);
    RowNorm.weightBackward(
        dy.array(),
        dy.offset(),
        x.array(),
        x.offset(),
        rows.count,
        rows.size,
        rows.means,
        rows.scales,
        dw.array(),
        dw.offset());
    return result;
  }

  /** As {@link #layerNorm(Tensor, Shape, Tensor, Tensor, double)} without weight and bias. */
  public static Tensor layerNorm(Tensor x, Shape normalizedShape) {
    return layerNorm(x, normalizedShape, null, null, EPS);
  }

  /** As {@link #layerNorm(Tensor, Shape, Tensor, Tensor, double)} with {@code eps} 1e-5. */
  public static Tensor layerNorm(
      Tensor x, Shape normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias) {
    return layerNorm(x, normalizedShape, weight, bias, EPS);
  }

  /**
   * {@code (x − mean) / √(variance + eps) · weight + bias}, mean and variance being taken over the
   * last dimensions together (Ba, Kiros, Hinton: Layer Normalization, 2016).
   *
   * <p>Shape: {@code x} any that ends in {@code normalizedShape}, weight and bias {@code
   * normalizedShape}; the result is that of {@code x}. torch: {@code nn.functional.layer_norm}.
   *
   * @param weight none if null
   * @param bias none if null
   * @throws IllegalArgumentException if a shape does not fit or a tensor is not FLOAT32
   */
  public static Tensor layerNorm(
      Tensor x, Shape normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    Checks.dtype("layerNorm", "input", x, DType.FLOAT32);
    checkEnd(x.shape(), normalizedShape);
    checkPart("weight", weight, normalizedShape);
    checkPart("bias", bias, normalizedShape);
    int size = normalizedShape.numel();
    int count = 1;
    for (int i = 0; i < x.dim() - normalizedShape.dim(); i++) {
      count *= x.size(i);
    }
    Rows rows = Rows.of(count, size, eps);
    if (weight == null) {
      Tensor y = LAYER_NORM.apply(rows, x);
      return bias == null ? y : y.add(bias);
    }
    Tensor w = weight.dim() == 1 ? weight : weight.reshape(size);
    if (bias == null) {
      return LAYER_NORM.apply(rows, x, w);
    }
    return LAYER_NORM.apply(rows, x, w, bias.dim() == 1 ? bias : bias.reshape(size));
  }

  private static void checkEnd(Shape shape, Shape end) {
    if (end.dim() == 0) {
      throw new IllegalArgumentException(
          "layerNorm: normalizedShape is (): must have one dimension at least");
    }
    int left = shape.dim() - end.dim();
    boolean fits = left >= 0;
    for (int i = 0; fits && i < end.dim(); i++) {
      fits = shape.size(left + i) == end.size(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "layerNorm: input has shape " + shape + ": must end in " + end);
    }
  }

  private static void checkPart(String name, @Nullable Tensor part, Shape shape) {
    if (part == null) {
      return;
    }
    Checks.dtype("layerNorm", name, part, DType.FLOAT32);
    if (!part.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "layerNorm: " + name + " has shape " + part.shape() + ": must be " + shape);
    }
  }
}
