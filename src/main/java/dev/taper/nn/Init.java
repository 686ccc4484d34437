package dev.taper.nn;

import dev.taper.Autograd;
import dev.taper.Tensor;

/**
 * Fills parameters with first values, without recording; each function returns its tensor.
 *
 * <p>Draws come from the default generator. The fans of a weight {@code (out, in, d1, …)} are
 * {@code in·d1·…} and {@code out·d1·…}. torch: {@code nn.init}.
 */
public final class Init {
  private Init() {}

  /** Which fan keeps its variance. */
  public enum FanMode {
    /** That of the inputs, in the forward pass. */
    FAN_IN,
    /** That of the outputs, in the backward pass. */
    FAN_OUT
  }

  /** What follows a layer, by which its weights should be larger. */
  public enum Nonlinearity {
    /** Nothing, or a convolution: 1. */
    LINEAR,
    /** {@code 1 / (1 + e⁻ˣ)}: 1. */
    SIGMOID,
    /** Hyperbolic tangent: 5/3. */
    TANH,
    /** {@code max(x, 0)}: √2. */
    RELU,
    /** {@code max(x, a·x)}: {@code √(2 / (1 + a²))}, where {@code a} is 0.01 unless given. */
    LEAKY_RELU,
    /** Self-normalising exponential: 3/4. */
    SELU
  }

  /**
   * What the Kaiming draws may be told.
   *
   * @param a the slope below 0 of the leaky ReLU that follows; default 0
   * @param mode default {@link FanMode#FAN_IN}
   * @param nonlinearity default {@link Nonlinearity#LEAKY_RELU}
   */
  public record Kaiming(double a, FanMode mode, Nonlinearity nonlinearity) {
    private static final Kaiming DEFAULTS = new Kaiming(0, FanMode.FAN_IN, Nonlinearity.LEAKY_RELU);

    /** With this slope. */
    public Kaiming a(double a) {
      return new Kaiming(a, mode, nonlinearity);
    }

    /** With this fan. */
    public Kaiming mode(FanMode mode) {
      return new Kaiming(a, mode, nonlinearity);
    }

    /** With this nonlinearity. */
    public Kaiming nonlinearity(Nonlinearity nonlinearity) {
      return new Kaiming(a, mode, nonlinearity);
    }

    private double std(String op, Tensor tensor) {
      double fan = mode == FanMode.FAN_IN ? fanIn(op, tensor) : fanOut(op, tensor);
      return calculateGain(nonlinearity, a) / Math.sqrt(fan);
    }
  }

  /** The defaults of the Kaiming draws. */
  public static Kaiming kaiming() {
    return Kaiming.DEFAULTS;
  }

  /** The gain of a nonlinearity. */
  public static double calculateGain(Nonlinearity nonlinearity) {
    return calculateGain(nonlinearity, 0.01);
  }

  /** The gain of a nonlinearity, with the slope {@code a} of the leaky ReLU. */
  public static double calculateGain(Nonlinearity nonlinearity, double a) {
    return switch (nonlinearity) {
      case LINEAR, SIGMOID -> 1;
      case TANH -> 5.0 / 3;
      case RELU -> Math.sqrt(2);
      case LEAKY_RELU -> Math.sqrt(2 / (1 + a * a));
      case SELU -> 3.0 / 4;
    };
  }

  /** Draws from {@code U(from, to)}. */
  public static Tensor uniform_(Tensor tensor, double from, double to) {
    return Autograd.noGrad(() -> tensor.uniform_(from, to));
  }

  /** Draws from {@code N(mean, std²)}. */
  public static Tensor normal_(Tensor tensor, double mean, double std) {
    return Autograd.noGrad(() -> tensor.normal_(mean, std));
  }

  /** Fills with {@code value}. */
  public static Tensor constant_(Tensor tensor, double value) {
    return Autograd.noGrad(() -> tensor.fill_(value));
  }

  /** Fills with 0. */
  public static Tensor zeros_(Tensor tensor) {
    return constant_(tensor, 0);
  }

  /** Fills with 1. */
  public static Tensor ones_(Tensor tensor) {
    return constant_(tensor, 1);
  }

  /** As {@link #xavierUniform_(Tensor, double)} with gain 1. */
  public static Tensor xavierUniform_(Tensor tensor) {
    return xavierUniform_(tensor, 1);
  }

  /**
   * Draws from {@code U(−b, b)} with {@code b = gain·√(6 / (fanIn + fanOut))}.
   *
   * <p>Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks
   * (2010).
   *
   * @throws IllegalArgumentException if the tensor has fewer than 2 dimensions
   */
  public static Tensor xavierUniform_(Tensor tensor, double gain) {
    double bound = Math.sqrt(3) * xavierStd("xavierUniform_", tensor, gain);
    return uniform_(tensor, -bound, bound);
  }

  /** As {@link #xavierNormal_(Tensor, double)} with gain 1. */
  public static Tensor xavierNormal_(Tensor tensor) {
    return xavierNormal_(tensor, 1);
  }

  /**
   * Draws from {@code N(0, gain²·2 / (fanIn + fanOut))}.
   *
   * <p>Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks
   * (2010).
   *
   * @throws IllegalArgumentException if the tensor has fewer than 2 dimensions
   */
  public static Tensor xavierNormal_(Tensor tensor, double gain) {
    return normal_(tensor, 0, xavierStd("xavierNormal_", tensor, gain));
  }

  private static double xavierStd(String op, Tensor tensor, double gain) {
    return gain * Math.sqrt(2 / (fanIn(op, tensor) + fanOut(op, tensor)));
  }

  /** As {@link #kaimingUniform_(Tensor, Kaiming)} with the defaults. */
  public static Tensor kaimingUniform_(Tensor tensor) {
    return kaimingUniform_(tensor, kaiming());
  }

  /**
   * Draws from {@code U(−b, b)} with {@code b = gain·√(3 / fan)}; an empty tensor stays as it is.
   *
   * <p>He et al., Delving deep into rectifiers (2015).
   *
   * @throws IllegalArgumentException if the tensor has fewer than 2 dimensions
   */
  public static Tensor kaimingUniform_(Tensor tensor, Kaiming options) {
    double std = options.std("kaimingUniform_", tensor);
    if (tensor.numel() == 0) {
      return tensor;
    }
    double bound = Math.sqrt(3) * std;
    return uniform_(tensor, -bound, bound);
  }

  /** As {@link #kaimingNormal_(Tensor, Kaiming)} with the defaults. */
  public static Tensor kaimingNormal_(Tensor tensor) {
    return kaimingNormal_(tensor, kaiming());
  }

  /**
   * Draws from {@code N(0, gain² / fan)}; an empty tensor stays as it is.
   *
   * <p>He et al., Delving deep into rectifiers (2015).
   *
   * @throws IllegalArgumentException if the tensor has fewer than 2 dimensions
   */
  public static Tensor kaimingNormal_(Tensor tensor, Kaiming options) {
    double std = options.std("kaimingNormal_", tensor);
    return tensor.numel() == 0 ? tensor : normal_(tensor, 0, std);
  }

  private static double fanIn(String op, Tensor tensor) {
    return fan(op, tensor, 1);
  }

  private static double fanOut(String op, Tensor tensor) {
    return fan(op, tensor, 0);
  }

  private static double fan(String op, Tensor tensor, int dim) {
    if (tensor.dim() < 2) {
      throw new IllegalArgumentException(
          op + ": a tensor of shape " + tensor.shape() + ": must have 2 dimensions or more");
    }
    double fan = tensor.size(dim);
    for (int i = 2; i < tensor.dim(); i++) {
      fan *= tensor.size(i);
    }
    return fan;
  }
}
