package dev.taper;

import dev.taper.kernel.Gemm;
import dev.taper.kernel.LongProduct;
import dev.taper.kernel.Reduce;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Products of vectors, matrices and batches of matrices. */
final class Products {
  private Products() {}

  /** {@code A·B} of (m, k) and (k, n). */
  static final Custom<Integer> MM =
      Custom.pure(
          "mm",
          (call, ab) -> {
            call.save(ab);
            Shape shape = Shape.of("mm", ab[0].shape.sizes()[0], ab[1].shape.sizes()[1]);
            Tensor y = result(ab[0].dtype, shape);
            multiply(ab[0], ab[1], y, false);
            return y;
          },
          (call, dy) -> matrixGradients(call, dy, 0));

  /** {@code C + A·B}, where C broadcasts to (m, n). */
  static final Custom<Integer> ADDMM =
      Custom.pure(
          "addmm",
          (call, cab) -> {
            call.save(cab[1], cab[2]);
            Shape shape = Shape.of("addmm", cab[1].shape.sizes()[0], cab[2].shape.sizes()[1]);
            Tensor y = result(cab[0].dtype, shape);
            add(cab[0], cab[1], cab[2], y);
            return y;
          },
          (call, dy) -> {
            @Nullable Tensor[] ab = matrixGradients(call, dy, 1);
            Tensor dc = call.needsGrad(0) ? dy.sumToSize(call.shape(0)) : null;
            return new @Nullable Tensor[] {dc, ab[0], ab[1]};
          });

  /** {@code A·B} of each pair of matrices of (b, m, k) and (b, k, n). */
  static final Custom<Integer> BMM =
      Custom.pure(
          "bmm",
          (call, ab) -> {
            call.save(ab);
            Tensor a = ab[0];
            Tensor b = ab[1];
            int m = a.shape.sizes()[1];
            int n = b.shape.sizes()[2];
            Shape shape = Shape.of("bmm", a.shape.sizes()[0], m, n);
            Tensor y = result(a.dtype, shape);
            if (a.dtype == DType.INT64) {
              for (int q = 0; q < a.shape.sizes()[0]; q++) {
                multiply(a.select(0, q), b.select(0, q), y.select(0, q), false);
              }
              return y;
            }
            Gemm.batch(
                a.shape.sizes()[0],
                m,
                n,
                a.shape.sizes()[2],
                a.floats(),
                a.offset,
                a.strides[0],
                a.strides[1],
                a.strides[2],
                b.floats(),
                b.offset,
                b.strides[0],
                b.strides[1],
                b.strides[2],
                y.floats(),
                y.offset,
                m * n,
                n,
                false);
            return y;
          },
          (call, dy) ->
              new Tensor[] {
                call.needsGrad(0) ? dy.bmm(call.saved(1).mT()) : null,
                call.needsGrad(1) ? call.saved(0).mT().bmm(dy) : null
              });

  /** {@code Σ a·b} of two vectors. */
  static final Custom<Integer> DOT =
      Custom.pure(
          "dot",
          (call, ab) -> {
            call.save(ab);
            Tensor a = ab[0];
            Tensor b = ab[1];
            if (a.dtype == DType.INT64) {
              Tensor y = Tensor.zeros(Shape.of(1, 1), DType.INT64);
              multiply(a.unsqueeze(0), b.unsqueeze(1), y, false);
              return y.squeeze();
            }
            return Tensor.scalar(
                Reduce.dot(
                    a.floats(),
                    a.offset,
                    a.strides[0],
                    b.floats(),
                    b.offset,
                    b.strides[0],
                    a.numel()));
          },
          (call, dy) ->
              new Tensor[] {
                call.needsGrad(0) ? call.saved(1).mul(dy) : null,
                call.needsGrad(1) ? call.saved(0).mul(dy) : null
              });

  /** C begins as z where z's rows are contiguous, or all one; any other z is copied to it first. */
  private static void add(Tensor z, Tensor a, Tensor b, Tensor c) {
    int last = z.dim() - 1;
    if (last < 0
        || z.shape.sizes()[last] != c.shape.sizes()[1]
        || z.strides[last] != 1
        || z.dtype == DType.INT64) {
      Tensor.copyData(z, c);
      multiply(a, b, c, true);
      return;
    }
    Gemm.addmm(
        a.shape.sizes()[0],
        b.shape.sizes()[1],
        a.shape.sizes()[1],
        a.floats(),
        a.offset,
        a.strides[0],
        a.strides[1],
        b.floats(),
        b.offset,
        b.strides[0],
        b.strides[1],
        z.floats(),
        z.offset,
        last == 0 || z.shape.sizes()[0] == 1 ? 0 : z.strides[0],
        c.floats(),
        c.offset,
        c.strides[0]);
  }

  /** Each in the order of its operand's memory, so that a weight used transposed needs no copy. */
  private static @Nullable Tensor[] matrixGradients(
      Custom.Call<Integer> call, Tensor dy, int first) {
    Tensor da = null;
    Tensor db = null;
    if (call.needsGrad(first)) {
      Tensor b = call.saved(1);
      da = byColumns(call.saved(0)) ? b.mm(dy.t()).t() : dy.mm(b.t());
    }
    if (call.needsGrad(first + 1)) {
      Tensor a = call.saved(0);
      db = byColumns(call.saved(1)) ? dy.t().mm(a).t() : a.t().mm(dy);
    }
    return new @Nullable Tensor[] {da, db};
  }

  private static boolean byColumns(Tensor x) {
    return !x.contiguous && x.strides[0] == 1 && x.strides[1] == x.shape.sizes()[0];
  }

  /** Memory that {@link #multiply} may write to: longs are added to, from zero. */
  private static Tensor result(DType dtype, Shape shape) {
    return dtype == DType.INT64 ? Tensor.zeros(shape, dtype) : Tensor.empty(dtype, shape);
  }

  private static void multiply(Tensor a, Tensor b, Tensor c, boolean accumulate) {
    if (a.dtype == DType.INT64) {
      LongProduct.add(
          a.shape.sizes()[0],
          b.shape.sizes()[1],
          a.shape.sizes()[1],
          a.longs(),
          a.offset,
          a.strides[0],
          a.strides[1],
          b.longs(),
          b.offset,
          b.strides[0],
          b.strides[1],
          c.longs(),
          c.offset,
          c.strides[0]);
      return;
    }
    Gemm.gemm(
        a.shape.sizes()[0],
        b.shape.sizes()[1],
        a.shape.sizes()[1],
        a.floats(),
        a.offset,
        a.strides[0],
        a.strides[1],
        b.floats(),
        b.offset,
        b.strides[0],
        b.strides[1],
        c.floats(),
        c.offset,
        c.strides[0],
        accumulate);
  }

  static Tensor mm(String op, Tensor a, Tensor b) {
    Checks.dimIs(op, a, 2);
    Checks.dimIs(op, b, 2);
    numbers(op, a, b);
    multiplies(op, a, b, a.shape.sizes()[1], b.shape.sizes()[0]);
    return MM.apply(0, a, b);
  }

  static Tensor addmm(Tensor c, Tensor a, Tensor b) {
    Checks.dimIs("addmm", a, 2);
    Checks.dimIs("addmm", b, 2);
    numbers("addmm", a, b);
    Checks.dtype("addmm", c, a.dtype);
    multiplies("addmm", a, b, a.shape.sizes()[1], b.shape.sizes()[0]);
    Shape result = Shape.of("addmm", a.shape.sizes()[0], b.shape.sizes()[1]);
    if (!c.shape.stretchesTo(result)) {
      throw new IllegalArgumentException(
          "addmm: " + c.shape + " is added to " + result + ": must broadcast to it");
    }
    return ADDMM.apply(0, c, a, b);
  }

  static Tensor addmm(Tensor c, Tensor a, Tensor b, double beta, double alpha) {
    Tensor scaled = times(a, alpha);
    // As in torch, what is multiplied by 0 is left out, NaN and infinities too.
    Tensor added = beta == 0 ? Creation.scalar("addmm", c.dtype, 0) : times(c, beta);
    return addmm(added, scaled, b);
  }

  private static Tensor times(Tensor x, double factor) {
    if (x.dtype != DType.FLOAT32 && factor != (long) factor) {
      throw new IllegalArgumentException(
          "addmm: " + factor + " times a tensor of " + x.dtype + ": must be a whole number");
    }
    return factor == 1 ? x : x.mul(Creation.scalar("addmm", x.dtype, factor));
  }

  static Tensor bmm(Tensor a, Tensor b) {
    Checks.dimIs("bmm", a, 3);
    Checks.dimIs("bmm", b, 3);
    numbers("bmm", a, b);
    if (a.shape.sizes()[0] != b.shape.sizes()[0]) {
      throw new IllegalArgumentException(
          "bmm: "
              + a.shape
              + " and "
              + b.shape
              + " are batches of different size: "
              + a.shape.sizes()[0]
              + " is not "
              + b.shape.sizes()[0]);
    }
    multiplies("bmm", a, b, a.shape.sizes()[2], b.shape.sizes()[1]);
    return BMM.apply(0, a, b);
  }

  static Tensor dot(String op, Tensor a, Tensor b) {
    Checks.dimIs(op, a, 1);
    Checks.dimIs(op, b, 1);
    numbers(op, a, b);
    multiplies(op, a, b, a.shape.sizes()[0], b.shape.sizes()[0]);
    return DOT.apply(0, a, b);
  }

  static Tensor mv(Tensor a, Tensor b) {
    Checks.dimIs("mv", a, 2);
    Checks.dimIs("mv", b, 1);
    numbers("mv", a, b);
    multiplies("mv", a, b, a.shape.sizes()[1], b.shape.sizes()[0]);
    return MM.apply(0, a, b.unsqueeze(1)).squeeze(1);
  }

  static Tensor outer(Tensor a, Tensor b) {
    Checks.dimIs("outer", a, 1);
    Checks.dimIs("outer", b, 1);
    checkSize("outer", a.numel(), b.numel());
    return a.unsqueeze(1).mul(b);
  }

  /** torch's cases: vectors are rows on the left and columns on the right, batches broadcast. */
  static Tensor matmul(Tensor a, Tensor b) {
    numbers("matmul", a, b);
    if (a.dim() == 0 || b.dim() == 0) {
      throw new IllegalArgumentException(
          "matmul: " + a.shape + " and " + b.shape + ": both must have one dimension at least");
    }
    int inner = a.shape.sizes()[a.dim() - 1];
    multiplies("matmul", a, b, inner, b.shape.sizes()[Math.max(0, b.dim() - 2)]);
    if (a.dim() == 1 && b.dim() == 1) {
      return DOT.apply(0, a, b);
    }
    if (a.dim() == 2 && b.dim() == 2) {
      checkSize("matmul", a.shape.sizes()[0], b.shape.sizes()[1]);
      return MM.apply(0, a, b);
    }
    if (a.dim() == 1) {
      return matmul(a.unsqueeze(0), b).squeeze(-2);
    }
    if (b.dim() == 1) {
      return matmul(a, b.unsqueeze(1)).squeeze(-1);
    }
    return batched(a, b, inner);
  }

  private static Tensor batched(Tensor a, Tensor b, int inner) {
    int[] left = a.shape.sizes();
    int[] right = b.shape.sizes();
    int m = left[left.length - 2];
    int n = right[right.length - 1];
    if (b.dim() == 2) {
      int[] sizes = left.clone();
      sizes[sizes.length - 1] = n;
      Shape result = Shape.owned("matmul", sizes);
      int rows = Shape.owned("matmul", Arrays.copyOf(left, left.length - 1)).numel();
      return MM.apply(0, a.reshape(Shape.of(rows, inner)), b).view(result);
    }
    Shape batch = Shape.of(batch(a, b));
    Shape result = join(batch, m, n);
    int count = batch.numel();
    Tensor p = a.expand(join(batch, m, inner)).reshape(count, m, inner);
    Tensor q = b.expand(join(batch, inner, n)).reshape(count, inner, n);
    return BMM.apply(0, p, q).view(result);
  }

  /** The sizes in front of the matrices, stretched. */
  private static int[] batch(Tensor a, Tensor b) {
    int p = a.dim() - 2;
    int q = b.dim() - 2;
    int[] sizes = new int[Math.max(p, q)];
    for (int i = 1; i <= sizes.length; i++) {
      int s = i > p ? 1 : a.shape.sizes()[p - i];
      int t = i > q ? 1 : b.shape.sizes()[q - i];
      if (s != t && s != 1 && t != 1) {
        throw new IllegalArgumentException(
            "matmul: batches of "
                + a.shape
                + " and "
                + b.shape
                + " do not broadcast: "
                + s
                + " is not "
                + t);
      }
      sizes[sizes.length - i] = s == 1 ? t : s;
    }
    return sizes;
  }

  private static Shape join(Shape batch, int rows, int columns) {
    int[] sizes = Arrays.copyOf(batch.sizes(), batch.dim() + 2);
    sizes[sizes.length - 2] = rows;
    sizes[sizes.length - 1] = columns;
    return Shape.owned("matmul", sizes);
  }

  /** Refuses a matrix that is too large in the name of the op that was called. */
  private static void checkSize(String op, int rows, int columns) {
    if ((long) rows * columns > Shape.MAX_ELEMENTS) {
      Shape.of(op, rows, columns);
    }
  }

  /** As torch: both of one dtype, and no truth values. */
  private static void numbers(String op, Tensor a, Tensor b) {
    Checks.numbers(op, a, "");
    Checks.numbers(op, b, "");
    if (a.dtype != b.dtype) {
      throw new IllegalArgumentException(
          op + ": tensors of " + a.dtype + " and " + b.dtype + ": must be of one dtype");
    }
  }

  private static void multiplies(String op, Tensor a, Tensor b, int columns, int rows) {
    if (columns != rows) {
      throw new IllegalArgumentException(
          op
              + ": "
              + a.shape
              + " and "
              + b.shape
              + " do not multiply: "
              + columns
              + " is not "
              + rows);
    }
  }
}
