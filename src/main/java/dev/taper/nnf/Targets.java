package dev.taper.nnf;

import dev.taper.Custom;
import dev.taper.DType;
import dev.taper.Floats;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.kernel.CrossEntropy;
import org.jspecify.annotations.Nullable;

/**
 * The right classes of a batch: which element of each slice along the classes is meant, and what it
 * weighs.
 */
final class Targets {
  /** {@code −weight · x} at the right class of each target. */
  static final Custom<Targets> NLL_LOSS =
      Custom.pure(
          "nllLoss",
          (call, x) -> call.parameter().gather(call, x[0]),
          (call, dy) -> new Tensor[] {Targets.NLL_LOSS_BACKWARD.apply(call.parameter(), dy)});

  /** Zeros, but {@code −weight · dy} at the right class of each target. */
  static final Custom<Targets> NLL_LOSS_BACKWARD =
      Custom.pure(
          "nllLossBackward",
          (call, dy) -> call.parameter().scatter(call, dy[0]),
          (call, ddx) -> new Tensor[] {NLL_LOSS.apply(call.parameter(), ddx)});

  /** The shape of the scores: {@code (C)}, {@code (N, C)} or {@code (N, C, d1, …)}. */
  private final Shape input;

  /** The shape without the classes. */
  private final Shape result;

  /** The place of each target's element among the scores; -1 where it is ignored. */
  private final int[] at;

  /** One for each target; 0 where it is ignored. */
  private final float[] weights;

  private Targets(Shape input, Shape result, int[] at, float[] weights) {
    this.input = input;
    this.result = result;
    this.at = at;
    this.weights = weights;
  }

  /** Checks the shapes, the dtypes and the range of the targets in the name of {@code op}. */
  static Targets of(
      String op, Tensor input, Tensor target, @Nullable Tensor weight, long ignoreIndex) {
    Shape shape = input.shape();
    Shape result = withoutClasses(op, shape);
    Checks.dtype(op, "target", target, DType.INT64);
    if (!target.shape().equals(result)) {
      throw new IllegalArgumentException(
          op
              + ": target has shape "
              + target.shape()
              + " for input "
              + shape
              + ": must be "
              + result);
    }
    int dim = classDim(shape);
    int classes = shape.size(dim);
    int inner = 1;
    for (int i = dim + 1; i < shape.dim(); i++) {
      inner *= shape.size(i);
    }
    float[] perClass = perClass(op, weight, classes);
    long[] targets = target.toLongArray();
    int[] at = new int[targets.length];
    float[] weights = new float[targets.length];
    for (int i = 0; i < targets.length; i++) {
      long t = targets[i];
      if (t == ignoreIndex) {
        at[i] = -1;
        continue;
      }
      if (t < 0 || t >= classes) {
        throw new IndexOutOfBoundsException(
            op + ": target is " + t + " of " + classes + " classes: must be " + range(classes));
      }
      at[i] = (i / inner * classes + (int) t) * inner + i % inner;
      weights[i] = perClass == null ? 1 : perClass[(int) t];
    }
    return new Targets(shape, result, at, weights);
  }

  private static String range(int classes) {
    return classes == 0 ? "ignored" : "from 0 to " + (classes - 1);
  }

  /** Where the classes stand: behind the batch, where there is one. */
  static int classDim(Shape input) {
    return input.dim() == 1 ? 0 : 1;
  }

  private static Shape withoutClasses(String op, Shape input) {
    if (input.dim() == 0) {
      throw new IllegalArgumentException(
          op + ": input has shape (): must be (C), (N, C) or (N, C, d1, ...)");
    }
    int[] sizes = new int[input.dim() - 1];
    for (int i = 0, j = 0; i < input.dim(); i++) {
      if (i != classDim(input)) {
        sizes[j++] = input.size(i);
      }
    }
    return Shape.of(sizes);
  }

  /** Refuses weights that are not one number for each class. */
  static void checkWeight(String op, Tensor weight, int classes) {
    Checks.dtype(op, "weight", weight, DType.FLOAT32);
    if (weight.dim() != 1 || weight.size(0) != classes) {
      throw new IllegalArgumentException(
          op
              + ": weight has shape "
              + weight.shape()
              + " for "
              + classes
              + " classes: must be ("
              + classes
              + ")");
    }
  }

  private static float @Nullable [] perClass(String op, @Nullable Tensor weight, int classes) {
    if (weight == null) {
      return null;
    }
    checkWeight(op, weight, classes);
    return weight.toFloatArray();
  }

  /** Their cross entropy with rows of scores. */
  CrossEntropy crossEntropy(@Nullable Tensor weight, double smoothing) {
    float[] perClass = weight == null ? null : weight.toFloatArray();
    return CrossEntropy.of(input.size(-1), at, weights, perClass, smoothing);
  }

  /** What a mean divides by. */
  float totalWeight() {
    float sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** Which targets are ignored, in the shape of the result. */
  Tensor ignored() {
    boolean[] ignored = new boolean[at.length];
    for (int i = 0; i < at.length; i++) {
      ignored[i] = at[i] < 0;
    }
    return Tensor.of(ignored, result);
  }

  private Tensor gather(Custom.Call<Targets> call, Tensor scores) {
    Tensor loss = Tensor.empty(result);
    Floats x = call.floats(scores);
    Floats y = call.floats(loss);
    for (int i = 0; i < at.length; i++) {
      y.array()[y.offset() + i] = at[i] < 0 ? 0 : -x.array()[x.offset() + at[i]] * weights[i];
    }
    return loss;
  }

  private Tensor scatter(Custom.Call<Targets> call, Tensor gradient) {
    Tensor dx = Tensor.zeros(input);
    Floats dy = call.floats(gradient);
    Floats y = call.floats(dx);
    for (int i = 0; i < at.length; i++) {
      if (at[i] >= 0) {
        y.array()[y.offset() + at[i]] = -dy.array()[dy.offset() + i] * weights[i];
      }
    }
    return dx;
  }
}
