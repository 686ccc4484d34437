package dev.taper;

import dev.taper.kernel.Rows;
import org.jspecify.annotations.Nullable;

/**
 * What INT64 indices of some dimensions of a tensor name, checked and spread out.
 *
 * @param shape of the tensor that is indexed
 * @param dims the dimensions that have indices, ascending
 * @param indices for each of them the index of each element of {@code batch}, none negative
 * @param batch the shape that the indices broadcast to
 */
record IndexPlan(Shape shape, int[] dims, int[][] indices, Shape batch) {

  /** Of an index for each dimension, null where all of it is meant. */
  static IndexPlan of(String op, Shape shape, @Nullable Tensor[] perDim) {
    int count = 0;
    Shape batch = Shape.of();
    for (Tensor index : perDim) {
      if (index != null) {
        count++;
        batch = Shape.broadcast(op, batch, index.shape);
      }
    }
    int[] dims = new int[count];
    int[][] indices = new int[count][];
    int at = 0;
    for (int d = 0; d < perDim.length; d++) {
      Tensor index = perDim[d];
      if (index == null) {
        continue;
      }
      Checks.dtype(op, index, DType.INT64);
      Tensor all = index.shape.equals(batch) ? index : index.detach().expand(batch);
      int[] wrapped = Picking.wrapped(op, all, d, shape.sizes()[d]);
      dims[at] = d;
      indices[at++] = wrapped;
    }
    IndexPlan plan = new IndexPlan(shape, dims, indices, batch);
    plan.gathered(op);
    return plan;
  }

  /** The dimensions of the tensor with those that have indices in front. */
  private int[] indexedFirst() {
    int[] order = new int[shape.dim()];
    int at = 0;
    boolean[] taken = new boolean[order.length];
    for (int d : dims) {
      order[at++] = d;
      taken[d] = true;
    }
    for (int d = 0; d < order.length; d++) {
      if (!taken[d]) {
        order[at++] = d;
      }
    }
    return order;
  }

  /** The shape of {@link #gather}: {@code batch}, then the other dimensions. */
  private Shape gathered() {
    return gathered("index");
  }

  private Shape gathered(String op) {
    int[] order = indexedFirst();
    int rest = order.length - dims.length;
    int[] sizes = new int[batch.dim() + rest];
    System.arraycopy(batch.sizes(), 0, sizes, 0, batch.dim());
    for (int i = 0; i < rest; i++) {
      sizes[batch.dim() + i] = shape.sizes()[order[dims.length + i]];
    }
    return Shape.owned(op, sizes);
  }

  /** Where the batch dimensions go: to where the indices stood if those were neighbours. */
  private int place() {
    for (int i = 1; i < dims.length; i++) {
      if (dims[i] != dims[i - 1] + 1) {
        return 0;
      }
    }
    return dims.length == 0 ? 0 : dims[0];
  }

  /** The order of the dimensions of {@link #gathered} in the result of indexing. */
  private int[] resultOrder() {
    int place = place();
    int b = batch.dim();
    int total = b + shape.dim() - dims.length;
    int[] order = new int[total];
    for (int i = 0; i < total; i++) {
      order[i] = i < place ? b + i : i < place + b ? i - place : i;
    }
    return order;
  }

  /** The shape of the result of indexing. */
  Shape result() {
    int[] order = resultOrder();
    int[] sizes = new int[order.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = gathered().sizes()[order[i]];
    }
    return Shape.owned(sizes);
  }

  /** Where each element of the batch begins in the tensor's memory. */
  private int[] starts(Tensor x) {
    int[] starts = new int[batch.numel()];
    for (int i = 0; i < starts.length; i++) {
      int start = x.offset;
      for (int k = 0; k < dims.length; k++) {
        start += indices[k][i] * x.strides[dims[k]];
      }
      starts[i] = start;
    }
    return starts;
  }

  /** Whether what stands at one place of the batch is one piece of the memory of {@code x}. */
  private boolean inPieces(Tensor x) {
    int[] order = indexedFirst();
    int expected = 1;
    for (int i = order.length - 1; i >= dims.length; i--) {
      int size = x.shape.sizes()[order[i]];
      if (size != 1 && x.strides[order[i]] != expected) {
        return false;
      }
      expected *= size;
    }
    return true;
  }

  /** A copy of {@code x} in which what stands at one place of the batch is one piece. */
  private Tensor inPiecesCopy(Tensor x) {
    int[] order = indexedFirst();
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    Tensor copy = Tensor.empty(x.dtype, Views.PERMUTE.apply(x.detach(), order).shape);
    Tensor view = Views.PERMUTE.apply(copy, inverse);
    Tensor.copyData(x, view);
    return view;
  }

  private int piece() {
    int count = 1;
    int[] order = indexedFirst();
    for (int i = dims.length; i < order.length; i++) {
      count *= shape.sizes()[order[i]];
    }
    return count;
  }

  /** The elements of {@code x} that are named. */
  Tensor gather(Tensor x) {
    Tensor y = Tensor.empty(x.dtype, gathered());
    if (y.numel() > 0) {
      Tensor source = inPieces(x) ? x : inPiecesCopy(x);
      Rows.gather(source.array(), starts(source), piece(), y.array());
    }
    return Views.PERMUTE.apply(y, resultOrder());
  }

  /** Writes, or adds, {@code values} of the shape of the result to the elements named. */
  void scatter(Tensor x, Tensor values, boolean add) {
    if (values.numel() == 0) {
      return;
    }
    Tensor target = inPieces(x) ? x : inPiecesCopy(x);
    int[] order = resultOrder();
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    Tensor from = Tensor.empty(x.dtype, gathered());
    Tensor.copyData(Views.PERMUTE.apply(values.detach(), inverse), from);
    if (add) {
      Rows.add(from.array(), target.array(), starts(target), piece());
    } else {
      Rows.scatter(from.array(), target.array(), starts(target), piece());
    }
    if (target != x) {
      Tensor.copyData(target, x);
    }
  }
}
