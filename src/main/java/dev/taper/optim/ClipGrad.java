package dev.taper.optim;

import dev.taper.Autograd;
import dev.taper.Foreach;
import dev.taper.GradMode;
import dev.taper.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Bounds for gradients, to be called between {@code backward()} and an optimizer's step; torch's
 * {@code nn.utils.clip_grad}.
 */
public final class ClipGrad {
  /** What keeps a norm of 0 from being divided by. */
  private static final float EPS = 1e-6f;

  private ClipGrad() {}

  /** As {@link #clipGradNorm_(Collection, double, double, boolean)} with the Euclidean norm. */
  public static Tensor clipGradNorm_(Collection<Tensor> parameters, double maxNorm) {
    return clipGradNorm_(parameters, maxNorm, 2);
  }

  /** As {@link #clipGradNorm_(Collection, double, double, boolean)}, whatever the norm. */
  public static Tensor clipGradNorm_(
      Collection<Tensor> parameters, double maxNorm, double normType) {
    return clipGradNorm_(parameters, maxNorm, normType, false);
  }

  /**
   * Multiplies all gradients by {@code maxNorm / (norm + 1e-6)} where that is below 1, and returns
   * their norm as it was: the norm of the norms of each. Parameters without gradient are left out.
   *
   * <p>Shape of the result: {@code ()}. torch: {@code clip_grad_norm_}.
   *
   * @param normType the order of the norm, infinity for the largest magnitude
   * @param errorIfNonfinite whether a norm that is NaN or infinite is an error
   * @throws IllegalArgumentException if {@code maxNorm} is negative or NaN
   * @throws IllegalStateException if the norm is not finite and {@code errorIfNonfinite}; nothing
   *     is changed then
   */
  public static Tensor clipGradNorm_(
      Collection<Tensor> parameters, double maxNorm, double normType, boolean errorIfNonfinite) {
    if (!(maxNorm >= 0)) {
      throw new IllegalArgumentException(
          "clipGradNorm_: maxNorm is " + maxNorm + ": must not be negative");
    }
    List<Tensor> gradients = gradients(parameters);
    try (GradMode _ = Autograd.noGrad()) {
      if (gradients.isEmpty()) {
        return Tensor.scalar(0.0);
      }
      Tensor total = Foreach.norm(gradients, normType).norm(normType);
      float norm = (float) total.item();
      if (errorIfNonfinite && !Float.isFinite(norm)) {
        throw new IllegalStateException(
            "clipGradNorm_: the norm of the gradients is " + norm + ": must be finite");
      }
      float factor = Math.min(1f, 1 / (norm + EPS) * (float) maxNorm);
      if (factor != 1) {
        Foreach.apply("clipGradNorm_", gradients, (g, from, to) -> scale(g, from, to, factor));
      }
      return total;
    }
  }

  /**
   * Brings all elements of the gradients to between {@code -clipValue} and {@code clipValue}; NaN
   * stays. Parameters without gradient are left out. torch: {@code clip_grad_value_}.
   *
   * @throws IllegalArgumentException if {@code clipValue} is negative or NaN
   */
  public static void clipGradValue_(Collection<Tensor> parameters, double clipValue) {
    if (!(clipValue >= 0)) {
      throw new IllegalArgumentException(
          "clipGradValue_: clipValue is " + clipValue + ": must not be negative");
    }
    float bound = (float) clipValue;
    Foreach.apply(
        "clipGradValue_", gradients(parameters), (g, from, to) -> clamp(g, from, to, bound));
  }

  private static List<Tensor> gradients(Collection<Tensor> parameters) {
    List<Tensor> gradients = new ArrayList<>(parameters.size());
    for (Tensor parameter : parameters) {
      Tensor gradient = parameter.grad();
      if (gradient != null) {
        gradients.add(gradient);
      }
    }
    return gradients;
  }

  private static void scale(float[] g, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      g[i] *= factor;
    }
  }

  private static void clamp(float[] g, int from, int to, float bound) {
    for (int i = from; i < to; i++) {
      g[i] = Math.max(-bound, Math.min(bound, g[i]));
    }
  }
}
