package dev.taper;

import dev.taper.kernel.ArgFold;

/**
 * The largest, or smallest, numbers along a dimension and where they are.
 *
 * @param values the numbers
 * @param indices their indices in that dimension, the first where several are equal, as INT64
 */
public record Extremum(Tensor values, Tensor indices) {
  static Extremum along(String op, ArgFold fold, Tensor x, int dim, boolean keepDim) {
    int d = Checks.dim(op, dim, x.dim());
    if (x.dim() == 0) {
      return new Extremum(x.clone(), Tensor.scalar(0L));
    }
    if (x.contiguous && x.dtype == DType.FLOAT32 && !(x.needsGrad() && GradMode.enabled())) {
      return Reductions.extremum(op, fold, x, d, keepDim);
    }
    Tensor source = x.dtype == DType.BOOL ? x.to(DType.INT64) : x;
    Tensor at = Reductions.arg(op, fold, source, d, true);
    Tensor values = Indexing.pick(op, x, d, at);
    return keepDim ? new Extremum(values, at) : new Extremum(values.squeeze(d), at.squeeze(d));
  }

  static Tensor all(String op, Reduction fold, Tensor x) {
    Reductions.notEmpty(op, x, new int[0]);
    return fold.apply(x, new int[0], false).to(x.dtype);
  }

  static Tensor shared(String op, Reduction fold, Tensor x, int[] dims, boolean keepDim) {
    Reductions.notEmpty(op, x, dims);
    return fold.apply(x, dims, keepDim).to(x.dtype);
  }
}
