package dev.taper.nnf;

import dev.taper.Custom;
import dev.taper.DType;
import dev.taper.Floats;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.kernel.Fold;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far the output of a network is from what it should be. */
public final class Losses {
  private Losses() {}

  /** {@code Σ (input − target)²} of equal shapes, divided by the parameter. */
  private static final Custom<Integer> MSE_LOSS =
      Custom.pure(
          "mseLoss",
          (call, in) -> {
            call.save(in[0], in[1]);
            Floats x = call.floats(in[0]);
            Floats target = call.floats(in[1]);
            int n = x.count();
            float[] squares = call.floats(Tensor.empty(n)).array();
            for (int i = 0; i < n; i++) {
              float d = x.array()[x.offset() + i] - target.array()[target.offset() + i];
              squares[i] = d * d;
            }
            float[] sum = new float[1];
            Fold.SUM.apply(squares, 0, 1, n, 1, sum, 0);
            return Tensor.scalar((double) (sum[0] / call.parameter()));
          },
          (call, dy) -> {
            Tensor each = dy.mul(2.0).div((double) call.parameter());
            Tensor dx = call.saved(0).sub(call.saved(1)).mul(each);
            return new @Nullable Tensor[] {
              call.needsGrad(0) ? dx : null, call.needsGrad(1) ? dx.neg() : null
            };
          });

  /** The mean of {@code (input − target)²}. */
  public static Tensor mseLoss(Tensor input, Tensor target) {
    return mseLoss(input, target, Reduction.MEAN);
  }

  /**
   * {@code (input − target)²}, reduced.
   *
   * <p>Shape: any two that broadcast; the result is {@code ()}, or what they broadcast to for
   * {@link Reduction#NONE}. torch: {@code mse_loss}, which warns where the shapes differ.
   *
   * @throws IllegalArgumentException if the shapes do not broadcast or a tensor is not FLOAT32
   */
  public static Tensor mseLoss(Tensor input, Tensor target, Reduction reduction) {
    checkPair("mseLoss", input, target);
    if (reduction == Reduction.NONE || !input.shape().equals(target.shape())) {
      return reduction.of(input.sub(target).square());
    }
    return MSE_LOSS.apply(reduction == Reduction.MEAN ? input.numel() : 1, input, target);
  }

  /** The mean of {@code |input − target|}. */
  public static Tensor l1Loss(Tensor input, Tensor target) {
    return l1Loss(input, target, Reduction.MEAN);
  }

  /**
   * {@code |input − target|}, reduced; its gradient is 0 where they are equal.
   *
   * <p>Shape: any two that broadcast; the result is {@code ()}, or what they broadcast to for
   * {@link Reduction#NONE}. torch: {@code l1_loss}, which warns where the shapes differ.
   *
   * @throws IllegalArgumentException if the shapes do not broadcast or a tensor is not FLOAT32
   */
  public static Tensor l1Loss(Tensor input, Tensor target, Reduction reduction) {
    checkPair("l1Loss", input, target);
    return reduction.of(input.sub(target).abs());
  }

  private static void checkPair(String op, Tensor input, Tensor target) {
    Checks.dtype(op, "input", input, DType.FLOAT32);
    Checks.dtype(op, "target", target, DType.FLOAT32);
    Checks.broadcast(op, input, target);
  }

  /** As {@link #nllLoss(Tensor, Tensor, NllOptions)} with the defaults. */
  public static Tensor nllLoss(Tensor input, Tensor target) {
    return nllLoss(input, target, NllOptions.options());
  }

  /**
   * The negative of the input at each target's class: the negative log likelihood, where the input
   * holds logarithms of probabilities.
   *
   * <p>Shape: input {@code (C)}, {@code (N, C)} or {@code (N, C, d1, …)}; target INT64, the same
   * without {@code C}; the result is {@code ()}, or the target's shape for {@link Reduction#NONE}.
   * The mean of nothing is NaN. torch: {@code nll_loss}.
   *
   * @throws IllegalArgumentException if a shape or a dtype does not fit
   * @throws IndexOutOfBoundsException if a target is not a class and not ignored
   */
  public static Tensor nllLoss(Tensor input, Tensor target, NllOptions options) {
    Checks.dtype("nllLoss", "input", input, DType.FLOAT32);
    Targets targets = Targets.of("nllLoss", input, target, options.weight(), options.ignoreIndex());
    return nll(input, targets, options.reduction());
  }

  private static Tensor nll(Tensor input, Targets targets, Reduction reduction) {
    return reduced(Targets.NLL_LOSS.apply(targets, input), targets, reduction);
  }

  private static Tensor reduced(Tensor losses, Targets targets, Reduction reduction) {
    return switch (reduction) {
      case NONE -> losses;
      case MEAN -> losses.sum().div(targets.totalWeight());
      case SUM -> losses.sum();
    };
  }

  /** As {@link #crossEntropy(Tensor, Tensor, CrossEntropyOptions)} with the defaults. */
  public static Tensor crossEntropy(Tensor input, Tensor target) {
    return crossEntropy(input, target, CrossEntropyOptions.options());
  }

  /**
   * The cross entropy between the targets and the probabilities that are the softmax of the input.
   *
   * <p>Shape: input {@code (C)}, {@code (N, C)} or {@code (N, C, d1, …)}; target either classes,
   * INT64 and of the same shape without {@code C}, or the probabilities of the classes, FLOAT32 and
   * of the same shape; the result is {@code ()}, or the input's shape without {@code C} for {@link
   * Reduction#NONE}. The mean of nothing is NaN. torch: {@code cross_entropy}.
   *
   * @throws IllegalArgumentException if a shape or a dtype does not fit
   * @throws IndexOutOfBoundsException if a target is not a class and not ignored
   */
  public static Tensor crossEntropy(Tensor input, Tensor target, CrossEntropyOptions options) {
    Checks.dtype("crossEntropy", "input", input, DType.FLOAT32);
    if (target.dtype() == DType.FLOAT32 && input.dim() > 0) {
      return ofProbabilities(input, target, options);
    }
    Tensor weight = options.weight();
    Targets targets = Targets.of("crossEntropy", input, target, weight, options.ignoreIndex());
    int dim = Targets.classDim(input.shape());
    if (dim == input.dim() - 1 && input.size(dim) > 0) {
      Tensor losses = CrossEntropies.of(input, targets, weight, options.labelSmoothing());
      return reduced(losses, targets, options.reduction());
    }
    Tensor logs = Activations.logSoftmax(input, dim);
    Tensor loss = nll(logs, targets, options.reduction());
    double smoothing = options.labelSmoothing();
    if (smoothing == 0) {
      return loss;
    }
    Tensor all = weight == null ? logs : logs.mul(alongClasses(weight, input.shape()));
    Tensor even = all.sum(dim).neg().maskedFill(targets.ignored(), 0);
    Tensor spread =
        switch (options.reduction()) {
          case NONE -> even;
          case MEAN -> even.sum().div(targets.totalWeight());
          case SUM -> even.sum();
        };
    return loss.mul(1 - smoothing).add(spread.mul(smoothing / input.size(dim)));
  }

  private static Tensor ofProbabilities(Tensor input, Tensor target, CrossEntropyOptions options) {
    Shape shape = input.shape();
    if (!target.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "crossEntropy: target of FLOAT32 has shape "
              + target.shape()
              + " for input "
              + shape
              + ": must be probabilities of the same shape, or classes of INT64");
    }
    if (options.ignoreIndex() >= 0) {
      throw new IllegalArgumentException(
          "crossEntropy: ignoreIndex is "
              + options.ignoreIndex()
              + " with probabilities as targets: must be negative");
    }
    int dim = Targets.classDim(shape);
    int classes = shape.size(dim);
    Tensor weight = options.weight();
    if (weight != null) {
      Targets.checkWeight("crossEntropy", weight, classes);
    }
    double smoothing = options.labelSmoothing();
    Tensor share = smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / classes);
    Tensor products = Activations.logSoftmax(input, dim).mul(share);
    if (weight != null) {
      products = products.mul(alongClasses(weight, shape));
    }
    return switch (options.reduction()) {
      case NONE -> products.sum(dim).neg();
      case MEAN -> products.sum().neg().div((double) shape.numel() / classes);
      case SUM -> products.sum().neg();
    };
  }

  private static Tensor alongClasses(Tensor weight, Shape shape) {
    int[] sizes = new int[shape.dim()];
    Arrays.fill(sizes, 1);
    sizes[Targets.classDim(shape)] = weight.numel();
    return weight.reshape(sizes);
  }
}
