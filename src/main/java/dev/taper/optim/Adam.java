package dev.taper.optim;

import dev.taper.Tensor;
import dev.taper.Update;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adam: each element moves by about lr, however large its gradient is; torch's {@code optim.Adam}.
 *
 * <p>{@code m} and {@code v} are running means of the gradient and of its square; {@code p -= lr ·
 * m̂ / (√v̂ + eps)}, where {@code m̂} and {@code v̂} are the means divided by {@code 1 - βᵗ}, so
 * that their beginning at zero does not count. (D. P. Kingma and J. Ba, 2015. <i>Adam: a method for
 * stochastic optimization</i>; amsgrad: S. J. Reddi et al., 2018. <i>On the convergence of Adam and
 * beyond</i>.)
 */
public final class Adam extends Optimizer<Adam.Options> {
  /**
   * What Adam may be told.
   *
   * @param lr the learning rate; default 0.001
   * @param beta1 how much of the mean gradient is kept; default 0.9
   * @param beta2 how much of the mean square is kept; default 0.999
   * @param eps what is added to the root of the mean square; default 1e-8
   * @param weightDecay how much of the parameter is added to its gradient; default 0
   * @param amsgrad whether to divide by the largest mean square so far; default no
   * @param maximize whether to climb; default no
   */
  public record Options(
      double lr,
      double beta1,
      double beta2,
      double eps,
      double weightDecay,
      boolean amsgrad,
      boolean maximize)
      implements Optimizer.Options<Options> {
    private static final Options DEFAULTS = new Options(1e-3, .9, .999, 1e-8, 0, false, false);

    /**
     * Checks each option.
     *
     * @throws IllegalArgumentException if one is negative or NaN, or a beta is 1 or more
     */
    public Options {
      notNegative("Adam", "lr", lr);
      beta("beta1", beta1);
      beta("beta2", beta2);
      notNegative("Adam", "eps", eps);
      notNegative("Adam", "weightDecay", weightDecay);
    }

    private static void beta(String name, double beta) {
      if (!(beta >= 0 && beta < 1)) {
        throw new IllegalArgumentException(
            "Adam: " + name + " is " + beta + ": must be from 0 to below 1");
      }
    }

    @Override
    public Options lr(double lr) {
      return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** With these shares of the means kept. */
    public Options betas(double beta1, double beta2) {
      return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** With this added to the root. */
    public Options eps(double eps) {
      return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** With this weight decay. */
    public Options weightDecay(double weightDecay) {
      return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** With the largest mean square so far or the last. */
    public Options amsgrad(boolean amsgrad) {
      return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** Climbing or not. */
    public Options maximize(boolean maximize) {
      return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    @Override
    public SortedMap<String, String> text() {
      return new PythonText()
          .add("lr", lr)
          .add("betas", beta1, beta2)
          .add("eps", eps)
          .addOrZero("weight_decay", weightDecay)
          .add("amsgrad", amsgrad)
          .add("maximize", maximize)
          .add("capturable", false)
          .add("decoupled_weight_decay", false)
          .lines();
    }
  }

  private static final String MEAN = "exp_avg";
  private static final String SQUARE = "exp_avg_sq";
  private static final String LARGEST = "max_exp_avg_sq";
  private static final Update THREE = new Update("Adam", 3);
  private static final Update FOUR = new Update("Adam", 4);

  /** The last parameter's step, which is mostly the next one's too. */
  private @Nullable Step last;

  /** With the defaults. */
  public Adam(Collection<Tensor> params) {
    this(params, options());
  }

  /** With this learning rate. */
  public Adam(Collection<Tensor> params, double lr) {
    this(params, options().lr(lr));
  }

  /**
   * With these options.
   *
   * @throws IllegalArgumentException as {@link #addParamGroup}, or if there is no parameter
   */
  public Adam(Collection<Tensor> params, Options options) {
    super(single(params), options);
  }

  /**
   * Of several groups; {@code defaults} are the options of those that say nothing else.
   *
   * @throws IllegalArgumentException as {@link #addParamGroup}, or if there is no group
   */
  public Adam(List<ParamGroup<Options>> groups, Options defaults) {
    super(groups, defaults);
  }

  /** The default options. */
  public static Options options() {
    return Options.DEFAULTS;
  }

  /** A group with the optimizer's options. */
  public static ParamGroup<Options> group(Collection<Tensor> params) {
    return new ParamGroup<>(params);
  }

  /** A group with other options, for example {@code o -> o.lr(0.1)}. */
  public static ParamGroup<Options> group(
      Collection<Tensor> params, UnaryOperator<Options> overrides) {
    return new ParamGroup<>(List.copyOf(params), overrides);
  }

  @Override
  protected Set<String> stateNames() {
    return Set.of(MEAN, SQUARE, LARGEST);
  }

  @Override
  protected Set<String> neededStateNames() {
    return Set.of(MEAN, SQUARE);
  }

  @Override
  protected void update(Tensor param, Tensor gradient, Options o, ParamState state) {
    Tensor mean = state.get(MEAN, _ -> Tensor.zeros(param.shape()));
    Tensor square = state.get(SQUARE, _ -> Tensor.zeros(param.shape()));
    Step step = step(o, state.advance());
    if (o.amsgrad) {
      Tensor largest = state.get(LARGEST, _ -> Tensor.zeros(param.shape()));
      FOUR.apply(step::amsgrad, param, mean, square, largest, gradient);
    } else if (o.weightDecay == 0 && !o.maximize && step.weight1 < .5f) {
      THREE.apply(step::plain, param, mean, square, gradient);
    } else {
      THREE.apply(step::general, param, mean, square, gradient);
    }
  }

  private Step step(Options o, long t) {
    Step step = last;
    if (step == null || step.t != t || !step.options.equals(o)) {
      step = Step.of(o, t);
      last = step;
    }
    return step;
  }

  /**
   * The scalars of one step. The roundings are PyTorch's: scalars are computed as doubles, and
   * {@code a · x + y} with a scalar {@code a} is fused.
   */
  private record Step(
      Options options,
      long t,
      float weight1,
      float beta2,
      float weight2,
      float root,
      float eps,
      float size,
      float decay,
      float sign) {
    static Step of(Options o, long t) {
      return new Step(
          o,
          t,
          (float) (1 - o.beta1),
          (float) o.beta2,
          (float) (1 - o.beta2),
          (float) Math.sqrt(1 - Math.pow(o.beta2, (double) t)),
          (float) o.eps,
          (float) -(o.lr / (1 - Math.pow(o.beta1, (double) t))),
          (float) o.weightDecay,
          o.maximize ? -1 : 1);
    }

    /** {@code m + weight · (g - m)}, from the nearer end, as PyTorch's {@code lerp}. */
    private static float lerp(float m, float g, float weight) {
      return weight < .5f ? Math.fma(weight, g - m, m) : Math.fma(1 - weight, m - g, g);
    }

    void plain(float[][] arrays, int from, int to) {
      float[] p = arrays[0];
      float[] m = arrays[1];
      float[] v = arrays[2];
      float[] dp = arrays[3];
      float weight1 = this.weight1;
      float beta2 = this.beta2;
      float weight2 = this.weight2;
      float root = this.root;
      float eps = this.eps;
      float size = this.size;
      Faded faded =
          to - from > Faded.MOST
              ? null
              : Faded.of(p, m, v, dp, from, to, leastMoved(), weight1, beta2);
      for (int i = from; i < to; i++) {
        float g = dp[i];
        float mean = Math.fma(weight1, g - m[i], m[i]);
        float square = Math.fma(weight2 * g, g, v[i] * beta2);
        m[i] = mean;
        v[i] = square;
        p[i] += size * mean / ((float) Math.sqrt(square) / root + eps);
      }
      if (faded != null) {
        faded.putBack(m, v);
      }
    }

    /** What a subnormal mean may move: larger parameters are not changed by so little. */
    private float leastMoved() {
      return (float) (Math.abs(size) * (double) Float.MIN_NORMAL / eps * 0x1p28);
    }

    void general(float[][] arrays, int from, int to) {
      float[] p = arrays[0];
      float[] m = arrays[1];
      float[] v = arrays[2];
      float[] dp = arrays[3];
      float weight1 = this.weight1;
      float beta2 = this.beta2;
      float weight2 = this.weight2;
      float root = this.root;
      float eps = this.eps;
      float size = this.size;
      float decay = this.decay;
      float sign = this.sign;
      for (int i = from; i < to; i++) {
        float g = sign * dp[i];
        if (decay != 0) {
          g = Math.fma(decay, p[i], g);
        }
        float mean = lerp(m[i], g, weight1);
        float square = Math.fma(weight2 * g, g, v[i] * beta2);
        m[i] = mean;
        v[i] = square;
        p[i] += size * mean / ((float) Math.sqrt(square) / root + eps);
      }
    }

    void amsgrad(float[][] arrays, int from, int to) {
      float[] p = arrays[0];
      float[] m = arrays[1];
      float[] v = arrays[2];
      float[] largest = arrays[3];
      float[] dp = arrays[4];
      float weight1 = this.weight1;
      float beta2 = this.beta2;
      float weight2 = this.weight2;
      float root = this.root;
      float eps = this.eps;
      float size = this.size;
      float decay = this.decay;
      float sign = this.sign;
      for (int i = from; i < to; i++) {
        float g = sign * dp[i];
        if (decay != 0) {
          g = Math.fma(decay, p[i], g);
        }
        float mean = lerp(m[i], g, weight1);
        float square = Math.fma(weight2 * g, g, v[i] * beta2);
        float most = Math.max(largest[i], square);
        m[i] = mean;
        v[i] = square;
        largest[i] = most;
        p[i] += size * mean / ((float) Math.sqrt(most) / root + eps);
      }
    }
  }
}
