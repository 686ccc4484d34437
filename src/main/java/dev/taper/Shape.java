package dev.taper;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sizes of a tensor's dimensions, immutable; {@code ()} for a single number. */
public final class Shape {
  /** The most elements that one Java array, and so one tensor, can hold. */
  static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  /** The shape of a single number. */
  static final Shape SCALAR = new Shape(new int[0], 1);

  private final int[] sizes;
  private final int numel;

  /** Made when first asked for: the shape of a strided view hardly ever is. */
  private int @Nullable [] strides;

  private Shape(int[] sizes, int numel) {
    this.sizes = sizes;
    this.numel = numel;
  }

  /**
   * The shape of these sizes.
   *
   * @throws IllegalArgumentException for a negative size or more elements than an array can hold
   */
  public static Shape of(int... sizes) {
    return of("shape", sizes);
  }

  /** As {@link #of(int...)}, with errors in the name of {@code op}. */
  static Shape of(String op, int... sizes) {
    return sizes.length == 0 ? SCALAR : owned(op, sizes.clone());
  }

  /** As {@link #of(int...)}, for an array that nobody else keeps. */
  static Shape owned(int[] sizes) {
    return owned("shape", sizes);
  }

  static Shape owned(String op, int[] sizes) {
    if (sizes.length == 0) {
      return SCALAR;
    }
    long numel = 1;
    boolean empty = false;
    boolean overflow = false;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            op + ": " + text(sizes) + " has size " + size + ": must not be negative");
      }
      empty |= size == 0;
      numel *= size;
      if (numel > MAX_ELEMENTS) {
        overflow = true;
        numel = MAX_ELEMENTS;
      }
    }
    if (overflow && !empty) {
      throw new IllegalArgumentException(
          op
              + ": "
              + text(sizes)
              + " has too many elements: a tensor holds at most "
              + MAX_ELEMENTS);
    }
    return new Shape(sizes, empty ? 0 : (int) numel);
  }

  /** The number of dimensions. */
  public int dim() {
    return sizes.length;
  }

  /**
   * The size of dimension {@code dim}; negative counts from the end.
   *
   * @throws IndexOutOfBoundsException if there is no such dimension
   */
  public int size(int dim) {
    return sizes[Checks.ownDim("size", dim, sizes.length)];
  }

  /** The number of elements: the product of the sizes. */
  public int numel() {
    return numel;
  }

  /** A copy of the sizes. */
  public int[] toArray() {
    return sizes.clone();
  }

  /** The sizes themselves: not to be written to. */
  int[] sizes() {
    return sizes;
  }

  /** The strides of a contiguous tensor of this shape: not to be written to. */
  int[] strides() {
    int[] known = strides;
    if (known == null) {
      known = rowMajor(sizes);
      // Whoever sees the array must see its elements: several threads may ask at the same time.
      VarHandle.storeStoreFence();
      strides = known;
    }
    return known;
  }

  /** Whether a tensor of this shape and these strides lies in row-major order without gaps. */
  boolean isRowMajor(int[] strides) {
    if (strides == this.strides || numel == 0) {
      return true;
    }
    int expected = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      if (sizes[i] != 1 && strides[i] != expected) {
        return false;
      }
      expected *= sizes[i];
    }
    return true;
  }

  /** As many elements in other sizes, in an array that nobody else keeps. */
  Shape withSizes(int[] sizes) {
    return new Shape(sizes, numel);
  }

  /**
   * The shape that two shapes stretch to: aligned at the last dimension, equal or one of them 1.
   *
   * @throws IllegalArgumentException in the name of {@code op} if they do not broadcast
   */
  static Shape broadcast(String op, Shape a, Shape b) {
    if (b.sizes.length == 0 || a.equals(b)) {
      return a;
    }
    if (a.sizes.length == 0) {
      return b;
    }
    // Mostly one of the two is the result, and its strides are known.
    if (a.stretchesTo(b)) {
      return b;
    }
    if (b.stretchesTo(a)) {
      return a;
    }
    int dim = Math.max(a.sizes.length, b.sizes.length);
    int[] sizes = new int[dim];
    for (int i = 1; i <= dim; i++) {
      int p = i > a.sizes.length ? 1 : a.sizes[a.sizes.length - i];
      int q = i > b.sizes.length ? 1 : b.sizes[b.sizes.length - i];
      if (p != q && p != 1 && q != 1) {
        throw new IllegalArgumentException(
            op + ": " + a + " and " + b + " do not broadcast: " + p + " is not " + q);
      }
      sizes[dim - i] = p == 1 ? q : p;
    }
    return owned(op, sizes);
  }

  /** Whether a tensor of this shape broadcasts to {@code to}. */
  boolean stretchesTo(Shape to) {
    int shift = to.sizes.length - sizes.length;
    for (int i = 0; i < sizes.length && shift >= 0; i++) {
      if (sizes[i] != 1 && sizes[i] != to.sizes[shift + i]) {
        return false;
      }
    }
    return shift >= 0;
  }

  private static int[] rowMajor(int[] sizes) {
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, sizes[i]);
    }
    return strides;
  }

  static String text(int[] sizes) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < sizes.length; i++) {
      text.append(i == 0 ? "" : ", ").append(sizes[i]);
    }
    return text.append(')').toString();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Shape shape && sameSizes(shape.sizes));
  }

  // A loop, since shapes are too short for what Arrays.equals prepares.
  private boolean sameSizes(int[] others) {
    if (sizes.length != others.length) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] != others[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes in brackets, for example {@code (2, 3)}. */
  @Override
  public String toString() {
    return text(sizes);
  }
}
