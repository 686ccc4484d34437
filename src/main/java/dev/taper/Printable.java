package dev.taper;

import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a printed tensor shows: elements, addressed in row-major order whatever their layout, and
 * what autograd knows of it.
 */
final class Printable {
  final DType dtype;
  final int[] sizes;
  final boolean requiresGrad;
  final @Nullable String gradFn;
  final boolean parameter;
  private final LongToDoubleFunction reals;
  private final LongUnaryOperator integers;

  private Printable(
      DType dtype,
      int[] sizes,
      LongToDoubleFunction reals,
      LongUnaryOperator integers,
      boolean requiresGrad,
      @Nullable String gradFn,
      boolean parameter) {
    this.dtype = dtype;
    this.sizes = sizes;
    this.reals = reals;
    this.integers = integers;
    this.requiresGrad = requiresGrad;
    this.gradFn = gradFn;
    this.parameter = parameter;
  }

  /** What {@code tensor} shows; its elements are read only where they are printed. */
  static Printable of(Tensor tensor) {
    int[] sizes = tensor.shape().sizes();
    Printable elements =
        switch (tensor.dtype()) {
          case FLOAT32 -> ofFloats(sizes, i -> tensor.floats()[tensor.position(i)]);
          case INT64 -> ofLongs(sizes, i -> tensor.longs()[tensor.position(i)]);
          case BOOL -> ofBooleans(sizes, i -> tensor.booleans()[tensor.position(i)]);
        };
    Node node = tensor.gradFn();
    return elements.withGrad(tensor.requiresGrad(), node == null ? null : node.name(), false);
  }

  static Printable ofFloats(int[] sizes, LongToDoubleFunction values) {
    return new Printable(
        DType.FLOAT32, sizes, values, i -> (long) values.applyAsDouble(i), false, null, false);
  }

  static Printable ofLongs(int[] sizes, LongUnaryOperator values) {
    return new Printable(
        DType.INT64, sizes, i -> (double) values.applyAsLong(i), values, false, null, false);
  }

  static Printable ofBooleans(int[] sizes, LongPredicate values) {
    LongUnaryOperator bits = i -> values.test(i) ? 1 : 0;
    return new Printable(
        DType.BOOL, sizes, i -> (double) bits.applyAsLong(i), bits, false, null, false);
  }

  /**
   * The same elements with autograd's part: {@code gradFn} is the name of the op, null of a leaf.
   */
  Printable withGrad(boolean requiresGrad, @Nullable String gradFn, boolean parameter) {
    return new Printable(dtype, sizes, reals, integers, requiresGrad, gradFn, parameter);
  }

  int dim() {
    return sizes.length;
  }

  long numel() {
    long n = 1;
    for (int size : sizes) {
      n *= size;
    }
    return n;
  }

  /** The number of elements under one index of dimension {@code d}. */
  long stride(int d) {
    long n = 1;
    for (int i = d + 1; i < sizes.length; i++) {
      n *= sizes[i];
    }
    return n;
  }

  double real(long index) {
    return reals.applyAsDouble(index);
  }

  long integer(long index) {
    return integers.applyAsLong(index);
  }
}
