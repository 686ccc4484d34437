package dev.taper.optim;

import dev.taper.Tensor;
import dev.taper.Update;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * Stochastic gradient descent, with momentum where asked for; torch's {@code optim.SGD}.
 *
 * <p>{@code p -= lr · d}, where {@code d} is the gradient, or with momentum {@code b = momentum · b
 * + (1 - dampening) · gradient}, beginning with {@code b = gradient}.
 */
public final class SGD extends Optimizer<SGD.Options> {
  /**
   * What SGD may be told.
   *
   * @param lr the learning rate; default 0.001
   * @param momentum how much of the last direction is kept; default 0
   * @param dampening how much of the gradient momentum leaves out; default 0
   * @param weightDecay how much of the parameter is added to its gradient; default 0
   * @param nesterov whether the step looks ahead by one momentum; needs momentum and no dampening;
   *     default no
   * @param maximize whether to climb; default no
   */
  public record Options(
      double lr,
      double momentum,
      double dampening,
      double weightDecay,
      boolean nesterov,
      boolean maximize)
      implements Optimizer.Options<Options> {
    private static final Options DEFAULTS = new Options(1e-3, 0, 0, 0, false, false);

    /**
     * Checks each option by itself.
     *
     * @throws IllegalArgumentException if one is NaN, or negative (but for dampening)
     */
    public Options {
      notNegative("SGD", "lr", lr);
      notNegative("SGD", "momentum", momentum);
      notNegative("SGD", "weightDecay", weightDecay);
      if (Double.isNaN(dampening)) {
        throw new IllegalArgumentException("SGD: dampening is NaN: must be a number");
      }
    }

    @Override
    public Options lr(double lr) {
      return new Options(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** With this momentum. */
    public Options momentum(double momentum) {
      return new Options(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** With this dampening. */
    public Options dampening(double dampening) {
      return new Options(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** With this weight decay. */
    public Options weightDecay(double weightDecay) {
      return new Options(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** With Nesterov's momentum or not. */
    public Options nesterov(boolean nesterov) {
      return new Options(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** Climbing or not. */
    public Options maximize(boolean maximize) {
      return new Options(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    @Override
    public void check() {
      if (nesterov && (momentum == 0 || dampening != 0)) {
        throw new IllegalArgumentException(
            "SGD: nesterov with momentum "
                + momentum
                + " and dampening "
                + dampening
                + ": needs a momentum and no dampening");
      }
    }

    @Override
    public SortedMap<String, String> text() {
      return new PythonText()
          .add("lr", lr)
          .addOrZero("momentum", momentum)
          .addOrZero("dampening", dampening)
          .addOrZero("weight_decay", weightDecay)
          .add("nesterov", nesterov)
          .add("maximize", maximize)
          .lines();
    }
  }

  private static final String BUFFER = "momentum_buffer";
  private static final Update PLAIN = new Update("SGD", 1);
  private static final Update MOMENTUM = new Update("SGD", 2);

  /** With the defaults. */
  public SGD(Collection<Tensor> params) {
    this(params, options());
  }

  /** With this learning rate. */
  public SGD(Collection<Tensor> params, double lr) {
    this(params, options().lr(lr));
  }

  /**
   * With these options.
   *
   * @throws IllegalArgumentException as {@link #addParamGroup}, or if there is no parameter
   */
  public SGD(Collection<Tensor> params, Options options) {
    super(single(params), options);
  }

  /**
   * Of several groups; {@code defaults} are the options of those that say nothing else.
   *
   * @throws IllegalArgumentException as {@link #addParamGroup}, or if there is no group
   */
  public SGD(List<ParamGroup<Options>> groups, Options defaults) {
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
    return Set.of(BUFFER);
  }

  @Override
  protected void update(Tensor param, Tensor gradient, Options o, ParamState state) {
    float lr = (float) -o.lr;
    float decay = (float) o.weightDecay;
    boolean asIs = decay == 0 && !o.maximize;
    if (o.momentum == 0) {
      Update.Loop loop =
          asIs
              ? (arrays, from, to) -> plain(arrays, from, to, lr)
              : (arrays, from, to) -> decayed(arrays, from, to, lr, decay, o.maximize);
      PLAIN.apply(loop, param, gradient);
      return;
    }
    float momentum = (float) o.momentum;
    float share = (float) (1 - o.dampening);
    Tensor buffer = state.get(BUFFER);
    boolean first = buffer == null;
    if (buffer == null) {
      buffer = Tensor.zeros(param.shape());
      state.put(BUFFER, buffer);
    }
    Update.Loop loop =
        asIs && !first && !o.nesterov
            ? (arrays, from, to) -> momentum(arrays, from, to, lr, momentum, share)
            : (arrays, from, to) ->
                general(
                    arrays, from, to, lr, momentum, share, decay, o.maximize, o.nesterov, first);
    MOMENTUM.apply(loop, param, buffer, gradient);
  }

  // The roundings are PyTorch's: a · x + y with a scalar a is fused.

  private static void plain(float[][] arrays, int from, int to, float lr) {
    float[] p = arrays[0];
    float[] dp = arrays[1];
    for (int i = from; i < to; i++) {
      p[i] = Math.fma(lr, dp[i], p[i]);
    }
  }

  private static void decayed(
      float[][] arrays, int from, int to, float lr, float decay, boolean maximize) {
    float[] p = arrays[0];
    float[] dp = arrays[1];
    float sign = maximize ? -1 : 1;
    for (int i = from; i < to; i++) {
      float g = sign * dp[i];
      if (decay != 0) {
        g = Math.fma(decay, p[i], g);
      }
      p[i] = Math.fma(lr, g, p[i]);
    }
  }

  private static void momentum(
      float[][] arrays, int from, int to, float lr, float momentum, float share) {
    float[] p = arrays[0];
    float[] b = arrays[1];
    float[] dp = arrays[2];
    for (int i = from; i < to; i++) {
      float next = Math.fma(share, dp[i], momentum * b[i]);
      b[i] = next;
      p[i] = Math.fma(lr, next, p[i]);
    }
  }

  private static void general(
      float[][] arrays,
      int from,
      int to,
      float lr,
      float momentum,
      float share,
      float decay,
      boolean maximize,
      boolean nesterov,
      boolean first) {
    float[] p = arrays[0];
    float[] b = arrays[1];
    float[] dp = arrays[2];
    float sign = maximize ? -1 : 1;
    for (int i = from; i < to; i++) {
      float g = sign * dp[i];
      if (decay != 0) {
        g = Math.fma(decay, p[i], g);
      }
      float next = first ? g : Math.fma(share, g, momentum * b[i]);
      b[i] = next;
      p[i] = Math.fma(lr, nesterov ? Math.fma(momentum, next, g) : next, p[i]);
    }
  }
}
