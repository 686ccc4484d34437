package dev.taper.nnf;

import dev.taper.DType;
import dev.taper.Shape;
import dev.taper.Tensor;

/** The checks of arguments that several functions share. */
final class Checks {
  private Checks() {}

  static void dtype(String op, String argument, Tensor x, DType needed) {
    if (x.dtype() != needed) {
      throw new IllegalArgumentException(
          op + ": " + argument + " of " + x.dtype() + ": must be " + needed);
    }
  }

  /** {@code dim} from the front; a single number counts as a vector of one. */
  static int dim(String op, int dim, Shape shape) {
    int bound = Math.max(shape.dim(), 1);
    if (dim < -bound || dim >= bound) {
      throw new IndexOutOfBoundsException(
          op + ": dim is " + dim + ": must be from " + -bound + " to " + (bound - 1));
    }
    return dim < 0 ? dim + bound : dim;
  }

  static void broadcast(String op, Tensor a, Tensor b) {
    for (int i = 1; i <= Math.min(a.dim(), b.dim()); i++) {
      int p = a.size(-i);
      int q = b.size(-i);
      if (p != q && p != 1 && q != 1) {
        throw new IllegalArgumentException(
            op
                + ": "
                + a.shape()
                + " and "
                + b.shape()
                + " do not broadcast: "
                + p
                + " is not "
                + q);
      }
    }
  }
}
