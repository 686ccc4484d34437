package dev.taper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements named by integers, slices, index tensors and masks, read and written. */
final class Indexing {
  private Indexing() {}

  /** The elements that a plan names. */
  static final Custom<IndexPlan> INDEX =
      Custom.pure(
          "index",
          (call, x) -> call.parameter().gather(x[0]),
          (call, dy) -> new Tensor[] {Indexing.INDEX_BACKWARD.apply(call.parameter(), dy)});

  /** Zeros, plus each number where a plan names it. */
  static final Custom<IndexPlan> INDEX_BACKWARD =
      Custom.pure(
          "indexBackward",
          (call, dy) -> {
            Tensor dx = Tensor.zeros(call.parameter().shape());
            call.parameter().scatter(dx, dy[0], true);
            return dx;
          },
          (call, ddx) -> new Tensor[] {INDEX.apply(call.parameter(), ddx)});

  /** A copy of the first tensor, with the second in place of the elements that a plan names. */
  static final Custom<IndexPlan> INDEX_PUT =
      Custom.pure(
          "indexPut",
          (call, xv) -> {
            Tensor y = xv[0].clone();
            call.parameter().scatter(y, xv[1], false);
            return y;
          },
          (call, dy) -> {
            IndexPlan plan = call.parameter();
            Tensor zeros = Tensor.zeros(plan.result());
            return new Tensor[] {Indexing.INDEX_PUT.apply(plan, dy, zeros), INDEX.apply(plan, dy)};
          });

  /** A view by the integers and slices of an index, and what index tensors it has. */
  private record Located(Tensor view, @Nullable Tensor[] tensors, boolean advanced) {}

  // No pattern switch: its first use costs a cold JVM some 10 ms, and a first program indexes
  // early.
  private static Located locate(String op, Tensor x, List<Index> indices) {
    int ellipses = 0;
    int named = 0;
    for (Index index : indices) {
      if (index instanceof Index.Ellipsis) {
        ellipses++;
      } else if (index instanceof Index.Values v) {
        named += v.tensor().dtype == DType.BOOL ? v.tensor().dim() : 1;
      } else if (!(index instanceof Index.NewAxis)) {
        named++;
      }
    }
    if (ellipses > 1) {
      throw new IllegalArgumentException(
          op + ": " + indices + " has " + ellipses + " ellipses: must have one at most");
    }
    if (named > x.dim()) {
      throw new IndexOutOfBoundsException(
          op
              + ": "
              + named
              + (named == 1 ? " index" : " indices")
              + " for shape "
              + x.shape
              + ": must be "
              + x.dim()
              + " at most");
    }
    Tensor view = x;
    List<@Nullable Tensor> tensors = new ArrayList<>();
    boolean advanced = false;
    for (Index index : indices) {
      int dim = tensors.size();
      if (index instanceof Index.Ellipsis) {
        for (int i = named; i < x.dim(); i++) {
          tensors.add(null);
        }
      } else if (index instanceof Index.NewAxis) {
        view = view.unsqueeze(dim);
        tensors.add(null);
      } else if (index instanceof Index.At at) {
        view = at(op, view, dim, at.index());
      } else if (index instanceof Index.Slice slice) {
        Integer start = slice.start();
        Integer stop = slice.stop();
        view =
            view.slice(
                dim,
                start == null ? 0 : start,
                stop == null ? Integer.MAX_VALUE : stop,
                slice.step());
        tensors.add(null);
      } else if (index instanceof Index.Values values) {
        advanced = true;
        Tensor tensor = values.tensor();
        if (tensor.dtype != DType.BOOL) {
          Checks.dtype(op, tensor, DType.INT64);
          tensors.add(tensor);
        } else if (tensor.dim() > 0) {
          tensors.addAll(masked(op, view, dim, tensor));
        } else {
          view = view.unsqueeze(dim);
          tensors.add(Tensor.zeros(Shape.of(tensor.itemBoolean() ? 1 : 0), DType.INT64));
        }
      }
    }
    while (tensors.size() < view.dim()) {
      tensors.add(null);
    }
    return new Located(view, tensors.toArray(new Tensor[0]), advanced);
  }

  private static Tensor at(String op, Tensor view, int dim, int index) {
    int i = Checks.index(op, index, view.shape.sizes()[dim]);
    return Views.SELECT.apply(view, new Views.Pick(view.shape, dim, i));
  }

  private static List<Tensor> masked(String op, Tensor view, int dim, Tensor mask) {
    for (int i = 0; i < mask.dim(); i++) {
      if (mask.size(i) != view.size(dim + i)) {
        throw new IndexOutOfBoundsException(
            op
                + ": a mask of shape "
                + mask.shape
                + " at dimension "
                + dim
                + " of shape "
                + view.shape
                + ": sizes must be equal");
      }
    }
    return nonzero(mask).unbind(1);
  }

  static Tensor get(Tensor x, List<Index> indices) {
    Located at = locate("get", x, indices);
    if (!at.advanced) {
      return at.view == x ? x.view(x.shape) : at.view;
    }
    return INDEX.apply(IndexPlan.of("get", at.view.shape, at.tensors), at.view);
  }

  static Tensor set(String op, Tensor x, List<Index> indices, Tensor value) {
    Inplace.check(op, x);
    Located at = locate(op, x, indices);
    if (!at.advanced) {
      at.view.copy_(fitted(op, value, at.view.shape));
      return x;
    }
    IndexPlan plan = IndexPlan.of(op, at.view.shape, at.tensors);
    Tensor values = fitted(op, value, plan.result()).to(x.dtype).expand(plan.result());
    Tensor view = at.view;
    if (GradMode.enabled() && (view.needsGrad() || values.needsGrad())) {
      Inplace.assign(op, view, INDEX_PUT.apply(plan, Inplace.before(view), values));
    } else {
      plan.scatter(view, values, false);
      view.storage.written(op);
    }
    return x;
  }

  static Tensor add(Tensor x, List<Index> indices, Tensor value) {
    Inplace.check("indexAdd_", x);
    Inplace.castable("indexAdd_", x, value.dtype);
    Located at = locate("indexAdd_", x, indices);
    Tensor view = at.view;
    if (!at.advanced) {
      view.add_(fitted("indexAdd_", value, view.shape));
      return x;
    }
    IndexPlan plan = IndexPlan.of("indexAdd_", view.shape, at.tensors);
    Tensor values = fitted("indexAdd_", value, plan.result()).to(x.dtype).expand(plan.result());
    if (GradMode.enabled() && (view.needsGrad() || values.needsGrad())) {
      Tensor sum = Inplace.before(view).add(INDEX_BACKWARD.apply(plan, values));
      Inplace.assign("indexAdd_", view, sum);
    } else {
      plan.scatter(view, values, true);
      view.storage.written("indexAdd_");
    }
    return x;
  }

  /** {@code value} as it stretches to {@code shape}; as in torch it may have ones in front. */
  private static Tensor fitted(String op, Tensor value, Shape shape) {
    int ones = 0;
    while (ones < value.dim() - shape.dim() && value.shape.sizes()[ones] == 1) {
      ones++;
    }
    Tensor y =
        ones == 0
            ? value
            : value.reshape(Arrays.copyOfRange(value.shape.sizes(), ones, value.dim()));
    if (!y.shape.stretchesTo(shape)) {
      throw new IllegalArgumentException(
          op + ": " + value.shape + " into " + shape + ": must broadcast to it");
    }
    return y;
  }

  static Tensor maskedSelect(Tensor x, Tensor mask) {
    Checks.dtype("maskedSelect", mask, DType.BOOL);
    Shape shape = Shape.broadcast("maskedSelect", x.shape, mask.shape);
    Tensor source = x.expand(shape).reshape(shape.numel());
    return source.get(mask.expand(shape).reshape(shape.numel()));
  }

  static Tensor maskedFill(Tensor x, Tensor mask, double value) {
    Checks.dtype("maskedFill", mask, DType.BOOL);
    Shape.broadcast("maskedFill", x.shape, mask.shape);
    return Tensor.where(mask, Creation.scalar("maskedFill", x.dtype, value), x);
  }

  static Tensor maskedFillInPlace(Tensor x, Tensor mask, double value) {
    Inplace.check("maskedFill_", x);
    Checks.dtype("maskedFill_", mask, DType.BOOL);
    Tensor wide = Views.EXPAND.apply(mask, Shaping.expanded("maskedFill_", mask, x.shape.sizes()));
    Tensor number = Creation.scalar("maskedFill_", x.dtype, value);
    if (GradMode.enabled() && x.needsGrad()) {
      return Inplace.assign("maskedFill_", x, Tensor.where(wide, number, Inplace.before(x)));
    }
    Choice.where(wide.storage == x.storage ? wide.clone() : wide, number, x, x);
    x.storage.written("maskedFill_");
    return x;
  }

  static Tensor nonzero(Tensor x) {
    boolean[] values = x.toBooleanArray();
    int count = 0;
    for (boolean value : values) {
      count += value ? 1 : 0;
    }
    int dim = x.dim();
    Shape shape = Shape.of("nonzero", count, dim);
    long[] found = new long[shape.numel()];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i]) {
        if (dim == 1) {
          found[at++] = i;
          continue;
        }
        for (int d = 0; d < dim; d++) {
          found[at++] = i / x.shape.strides()[d] % x.shape.sizes()[d];
        }
      }
    }
    return Tensor.wrap(DType.INT64, found, shape);
  }
}
