package dev.taper;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One op as the tests know it: how to apply it, and to what.
 *
 * @param name the op's word; several rows of one op add what they are about
 * @param apply from the inputs of a sample to a result
 * @param samples inputs that the op takes
 * @param differentiable whether gradients of first and second order are checked
 * @param ops the op values that the row is there for, each of which it records; one that is private
 *     by its name, such as {@code "nnf.Activations.SOFTMAX"}
 */
public record Row(
    String name, Apply apply, List<Sample> samples, boolean differentiable, List<Object> ops) {
  /** From the inputs to the result. */
  @FunctionalInterface
  public interface Apply {
    /** The op on one sample. */
    Tensor apply(Tensor[] x);
  }

  /** A differentiable row without samples. */
  public static Row of(String name, Apply apply) {
    return new Row(name, apply, List.of(), true, List.of());
  }

  /** A row whose result has no gradient, without samples. */
  public static Row constant(String name, Apply apply) {
    return new Row(name, apply, List.of(), false, List.of());
  }

  /** This row on one more sample. */
  public Row on(Input... inputs) {
    Sample sample = new Sample(List.of(inputs));
    return new Row(name, apply, plus(samples, List.of(sample)), differentiable, ops);
  }

  /** This row on more samples. */
  public Row on(List<Sample> more) {
    return new Row(name, apply, plus(samples, more), differentiable, ops);
  }

  /** This row for these op values. */
  public Row holds(Object... values) {
    return new Row(name, apply, samples, differentiable, plus(ops, Arrays.asList(values)));
  }

  private static <T> List<T> plus(List<T> a, List<T> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
