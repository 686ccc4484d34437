package dev.taper;

import org.jspecify.annotations.Nullable;

/**
 * One place of an index expression: an element, a slice, all that is left over, or a new dimension.
 *
 * <p>{@code x.get(Index.all(), Index.at(0), Index.newAxis())} is Python's {@code x[:, 0, None]};
 * the string form of the same is {@code x.get(":, 0, None")}. Each prints as Python writes it.
 */
public sealed interface Index {

  /** The element {@code index} of its dimension, which is dropped; -1 is the last one. */
  static Index at(int index) {
    return new At(index);
  }

  /** The elements from {@code start} up to but without {@code stop}: {@code start:stop}. */
  static Index slice(int start, int stop) {
    return new Slice(start, stop, 1);
  }

  /**
   * Every {@code step}-th element from {@code start} up to but without {@code stop}: {@code
   * start:stop:step}.
   *
   * @throws IllegalArgumentException if {@code step} is not positive
   */
  static Index slice(int start, int stop, int step) {
    return new Slice(start, stop, step);
  }

  /** The elements from {@code start} on: {@code start:}. */
  static Index from(int start) {
    return new Slice(start, null, 1);
  }

  /** The elements up to but without {@code stop}: {@code :stop}. */
  static Index to(int stop) {
    return new Slice(null, stop, 1);
  }

  /**
   * Every {@code step}-th element, beginning with the first: {@code ::step}.
   *
   * @throws IllegalArgumentException if {@code step} is not positive
   */
  static Index step(int step) {
    return new Slice(null, null, step);
  }

  /** The whole dimension: {@code :}. */
  static Index all() {
    return Slice.ALL;
  }

  /** As many whole dimensions as the other places leave over: {@code ...}. */
  static Index ellipsis() {
    return Ellipsis.INSTANCE;
  }

  /** A new dimension of size 1: {@code None}. */
  static Index newAxis() {
    return NewAxis.INSTANCE;
  }

  /** The elements at these INT64 indices, or where this BOOL mask is true. */
  static Index of(Tensor indices) {
    return new Values(indices);
  }

  /** One element of a dimension; negative counts from the end. */
  record At(int index) implements Index {
    @Override
    public String toString() {
      return Integer.toString(index);
    }
  }

  /**
   * Some elements of a dimension, which is kept; bounds are cut to the dimension as Python does.
   *
   * @param start the first element, null for the first of the dimension
   * @param stop the element after the last, null for the end of the dimension
   * @param step the distance between elements, at least 1
   */
  // Users need not have JSpecify: `requires static transitive` would make their compiler ask for
  // it.
  @SuppressWarnings("exports")
  record Slice(@Nullable Integer start, @Nullable Integer stop, int step) implements Index {
    private static final Slice ALL = new Slice(null, null, 1);

    /**
     * Checks the step.
     *
     * @throws IllegalArgumentException if {@code step} is not positive
     */
    public Slice {
      if (step <= 0) {
        throw new IllegalArgumentException(
            "slice: step is " + step + ": must be greater than zero");
      }
    }

    @Override
    public String toString() {
      return (start == null ? "" : start)
          + ":"
          + (stop == null ? "" : stop)
          + (step == 1 ? "" : ":" + step);
    }
  }

  /** As many whole dimensions as the other places leave over. */
  record Ellipsis() implements Index {
    private static final Ellipsis INSTANCE = new Ellipsis();

    @Override
    public String toString() {
      return "...";
    }
  }

  /** A new dimension of size 1. */
  record NewAxis() implements Index {
    private static final NewAxis INSTANCE = new NewAxis();

    @Override
    public String toString() {
      return "None";
    }
  }

  /**
   * The elements at the given indices, which broadcast with those of other dimensions; or, for a
   * mask, of as many dimensions as it has, those where it is true.
   *
   * @param tensor of INT64 or BOOL
   */
  record Values(Tensor tensor) implements Index {
    /**
     * Checks the kind.
     *
     * @throws IllegalArgumentException if it is neither INT64 nor BOOL
     */
    public Values {
      if (tensor.dtype() == DType.FLOAT32) {
        throw new IllegalArgumentException(
            "index: a tensor of FLOAT32: must be INT64 indices or a BOOL mask");
      }
    }

    @Override
    public String toString() {
      return "Tensor" + tensor.shape();
    }
  }
}
