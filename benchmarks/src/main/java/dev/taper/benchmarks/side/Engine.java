package dev.taper.benchmarks.side;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the workloads ask of a tensor library, so that each of them is written once for all sides.
 *
 * <p>Ops are handed out as functions: what is timed is the call of the library's own method.
 */
public interface Engine<T> {
  /** Some layers of a network. */
  interface Network<T> {
    /** The network's result. */
    T forward(T x);

    /** Its parameters. */
    List<T> parameters();
  }

  /** What moves parameters. */
  interface Steps {
    /** Forgets the gradients. */
    void zeroGrad();

    /** Moves the parameters. */
    void step();
  }

  /** The library's version and what it computes with. */
  String describe();

  /** How often a workload has to run before the JVM has compiled what it needs of the library. */
  default int warmRuns() {
    return 0;
  }

  /** Lets the library compute with {@code n} threads. */
  void threads(int n);

  /** Restarts the random numbers. */
  void seed(long seed);

  /** A tensor of floats. */
  T of(float[] values, int... sizes);

  /** A tensor of integers. */
  T of(long[] values, int... sizes);

  /** Where {@code x} is positive. */
  T positive(T x);

  /** The numbers of a tensor, whatever their type, at most {@code limit} of them, evenly spread. */
  double[] values(T x, int limit);

  /** The matrix transposed, a view. */
  T transposed(T x);

  /** Some of the columns of a matrix, a view. */
  T columns(T x, int start, int count);

  /** A row as a matrix of such rows, a view. */
  T expanded(T row, int rows);

  /** {@code relu exp log tanh sigmoid gelu erf contiguous softmax logSoftmax t}. */
  UnaryOperator<T> unary(String op);

  /** {@code add mul div pow matmul}. */
  BinaryOperator<T> binary(String op);

  /** {@code sum mean max argmax var norm} over a dimension, or over all if {@code dim} is -1. */
  UnaryOperator<T> reduction(String op, int dim);

  /** Chooses by a mask. */
  T where(T mask, T a, T b);

  /** {@code bias + a·b}. */
  T addmm(T bias, T a, T b);

  /** A function that joins these two. */
  Supplier<T> cat(int dim, T a, T b);

  /** Whole rows or columns. */
  T indexSelect(T x, int dim, T index);

  /** One number of each row or column for each of the index. */
  T gather(T x, int dim, T index);

  /** Uniform random numbers. */
  T rand(int n);

  /** Normal random numbers. */
  T randn(int n);

  /** Half of the numbers doubled, the others 0. */
  T dropout(T x);

  /** Layer norm over the last dimension. */
  UnaryOperator<T> layerNorm(T weight, T bias);

  /** Lets a leaf collect its gradient. */
  void requiresGrad(T x);

  /** Gives a leaf a gradient. */
  void setGrad(T x, T grad);

  /** The gradient of a leaf, which loses it. */
  T takeGrad(T x);

  /** Differentiates a number. */
  void backward(T loss);

  /** Differentiates with this gradient of {@code y}. */
  void backward(T y, T dy);

  /** Cross entropy, mean. */
  T crossEntropy(T scores, T classes);

  /** The sum of the squared differences. */
  T squaredError(T x, T target);

  /** Linear layers of these widths with ReLU between them, with the default initialisation. */
  Network<T> network(int... widths);

  /** Adam with its defaults but for the rate. */
  Steps adam(List<T> parameters, double rate);

  /** SGD with its defaults but for the rate and the momentum. */
  Steps sgd(List<T> parameters, double rate, double momentum);

  /** The result of a body that records nothing for a backward pass. */
  T withoutGrad(Supplier<T> body);

  /** The result of a body; what else it made is freed, where that is the user's to do. */
  T scope(Supplier<T> body);

  /** Begins a run, or several short ones, all of whose tensors are freed at their end. */
  default void begin() {}

  /** Ends what {@link #begin} began. */
  default void end() {}

  /** Frees a result, where that is the user's to do. */
  void free(T x);

  /** A copy. */
  T copy(T x);

  /** Frees all that {@link #of} has made. */
  void clear();
}
