package dev.taper;

import dev.taper.Reduction.Saves;
import dev.taper.Reduction.Step;
import dev.taper.kernel.ArgFold;
import dev.taper.kernel.BooleanFold;
import dev.taper.kernel.Fold;
import dev.taper.kernel.LongFold;
import dev.taper.kernel.Reduce;
import org.jspecify.annotations.Nullable;

/** Ops that make one number of many. */
final class Reductions {
  private Reductions() {}

  /** {@code Σ x}. */
  static final Reduction SUM =
      new Reduction(
              "sum",
              (x, xo, o, r, i, y, yo, _) -> Fold.SUM.apply(x, xo, o, r, i, y, yo),
              Saves.NOTHING,
              (s, dy) -> dy.expand(s.shape()))
          .integral(LongFold.SUM::apply);

  /** {@code Σ x / n}; NaN of nothing. */
  static final Reduction MEAN =
      new Reduction(
          "mean",
          (x, xo, o, r, i, y, yo, _) -> {
            Fold.SUM.apply(x, xo, o, r, i, y, yo);
            for (int j = yo; j < yo + o * i; j++) {
              y[j] /= r;
            }
          },
          Saves.NOTHING,
          (s, dy) -> dy.div(s.count()).expand(s.shape()));

  /** {@code Π x}. Its gradient is exact where numbers are zero. */
  static final Reduction PROD =
      new Reduction(
              "prod",
              (x, xo, o, r, i, y, yo, _) -> Fold.PROD.apply(x, xo, o, r, i, y, yo),
              Saves.BOTH,
              Reductions::prodGradient)
          .integral(LongFold.PROD::apply);

  /** The largest; numbers that are equally large share the gradient. */
  static final Reduction AMAX = extreme("amax", Fold.MAX, LongFold.MAX, Reductions::shared);

  /** The smallest; numbers that are equally small share the gradient. */
  static final Reduction AMIN = extreme("amin", Fold.MIN, LongFold.MIN, Reductions::shared);

  /** The largest of all, as {@link #AMAX}; but where it is NaN, all that are NaN share. */
  static final Reduction MAX = extreme("max", Fold.MAX, LongFold.MAX, Reductions::sharedByNaN);

  /** The smallest of all, as {@link #AMIN}; but where it is NaN, all that are NaN share. */
  static final Reduction MIN = extreme("min", Fold.MIN, LongFold.MIN, Reductions::sharedByNaN);

  private static Reduction extreme(
      String name, Fold fold, LongFold integral, Reduction.Gradient gradient) {
    return new Reduction(
            name,
            (x, xo, o, r, i, y, yo, _) -> fold.apply(x, xo, o, r, i, y, yo),
            Saves.BOTH,
            gradient)
        .integral(integral::apply);
  }

  /** {@code Σ (x - mean)² / (n - correction)}. */
  static final Reduction VAR =
      new Reduction(
          "var",
          Reductions::variance,
          Saves.INPUT,
          (s, dy) ->
              s.x().sub(s.x().mean(s.dims(), true)).mul(dy.mul(2.0 / (s.count() - s.parameter()))));

  /** The square root of the variance; its gradient is 0 where it is 0. */
  static final Reduction STD =
      new Reduction(
          "std",
          (x, xo, o, r, i, y, yo, correction) -> {
            variance(x, xo, o, r, i, y, yo, correction);
            for (int j = yo; j < yo + o * i; j++) {
              y[j] = (float) Math.sqrt(y[j]);
            }
          },
          Saves.BOTH,
          (s, dy) -> {
            Tensor y = s.y();
            Tensor scale =
                Tensor.where(
                    y.eq(0), Tensor.scalar(0.0), dy.div(y).mul(1.0 / (s.count() - s.parameter())));
            return s.x().sub(s.x().mean(s.dims(), true)).mul(scale);
          });

  /** {@code (Σ |x|ᵖ)^(1/p)}, for p = ∞ the largest, -∞ the smallest {@code |x|}, 0 the count. */
  static final Reduction NORM =
      new Reduction("norm", Reductions::pNorm, Saves.BOTH, Reductions::normGradient);

  private static void variance(
      float[] x, int xo, int o, int r, int i, float[] y, int yo, double correction) {
    float[] means = new float[o * i];
    Fold.SUM.apply(x, xo, o, r, i, means, 0);
    for (int j = 0; j < means.length; j++) {
      means[j] /= r;
    }
    Reduce.sumSquaredDeviations(x, xo, o, r, i, means, 0, y, yo);
    float divisor = (float) Math.max(0, r - correction);
    for (int j = yo; j < yo + o * i; j++) {
      y[j] /= divisor;
    }
  }

  static void pNorm(float[] x, int xo, int o, int r, int i, float[] y, int yo, double p) {
    if (p == Double.POSITIVE_INFINITY) {
      Fold.MAX_ABS.apply(x, xo, o, r, i, y, yo);
      return;
    }
    if (p == Double.NEGATIVE_INFINITY) {
      float[] absolute = new float[o * r * i];
      for (int j = 0; j < absolute.length; j++) {
        absolute[j] = Math.abs(x[xo + j]);
      }
      Fold.MIN.apply(absolute, 0, o, r, i, y, yo);
      return;
    }
    Reduce.sumPowers(x, xo, o, r, i, p, y, yo);
    for (int j = yo; j < yo + o * i && p != 0 && p != 1; j++) {
      y[j] = (float) (p == 2 ? Math.sqrt(y[j]) : Math.pow(y[j], 1 / p));
    }
  }

  private static Tensor normGradient(Step s, Tensor dy) {
    double p = s.parameter();
    Tensor x = s.x();
    if (p == 0) {
      return Tensor.zerosLike(x);
    }
    if (p == 1) {
      return x.sign().mul(dy);
    }
    Tensor y = s.y();
    Tensor zero = Tensor.scalar(0.0);
    if (Double.isInfinite(p)) {
      Tensor mask = x.abs().eq(y);
      Tensor each = dy.div(mask.to(DType.FLOAT32).sum(s.dims(), true));
      return x.sign().mul(Tensor.where(mask, each, zero));
    }
    if (p == 2) {
      return x.mul(Tensor.where(y.eq(0), zero, dy.div(y)));
    }
    Tensor scale = Tensor.where(y.eq(0), zero, dy.div(y.pow(p - 1)));
    if (p < 2) {
      Tensor powers = x.sign().mul(x.abs().pow(p - 1));
      return Tensor.where(x.eq(0), zero, powers).mul(scale);
    }
    return x.mul(x.abs().pow(p - 2)).mul(scale);
  }

  private static Tensor shared(Step s, Tensor dy) {
    Tensor mask = s.x().eq(s.y()).to(DType.FLOAT32);
    return mask.mul(dy.div(mask.sum(s.dims(), true)));
  }

  private static Tensor sharedByNaN(Step s, Tensor dy) {
    Tensor x = s.x();
    Tensor mask = Tensor.where(s.y().isnan(), x.isnan(), x.eq(s.y())).to(DType.FLOAT32);
    return mask.mul(dy.div(mask.sum(s.dims(), true)));
  }

  private static Tensor prodGradient(Step s, Tensor dy) {
    Tensor x = s.x();
    if (!GradMode.enabled() && !x.eq(0).any().itemBoolean()) {
      return dy.mul(s.y()).div(x);
    }
    return dy.mul(others(x, s.dims()));
  }

  /**
   * The product of all other numbers, by a binary tree: the products of ever larger groups, and
   * back down the product of all that lies outside a group.
   */
  private static Tensor others(Tensor x, int[] dims) {
    int dim = x.dim();
    int[] order = new int[dim];
    boolean[] reduced = new boolean[dim];
    for (int d : dims) {
      reduced[d] = true;
    }
    int kept = 0;
    int count = 1;
    for (int i = 0; i < dim; i++) {
      if (!reduced[i]) {
        order[kept++] = i;
      } else {
        count *= x.size(i);
      }
    }
    System.arraycopy(dims, 0, order, kept, dims.length);
    Tensor permuted = x.permute(order);
    int rows = count == 0 ? 0 : x.numel() / count;
    Tensor flat = permuted.reshape(rows, count);
    int[] inverse = new int[dim];
    for (int i = 0; i < dim; i++) {
      inverse[order[i]] = i;
    }
    return tree(flat).reshape(permuted.shape()).permute(inverse);
  }

  private static Tensor tree(Tensor x) {
    int n = x.size(1);
    if (n <= 1) {
      return Tensor.onesLike(x);
    }
    Tensor padded = n % 2 == 0 ? x : Tensor.cat(1, x, Tensor.ones(x.size(0), 1));
    Tensor pairs = padded.reshape(x.size(0), padded.size(1) / 2, 2);
    Tensor left = pairs.select(2, 0);
    Tensor right = pairs.select(2, 1);
    Tensor outside = tree(left.mul(right));
    Tensor both = Tensor.stack(2, right.mul(outside), left.mul(outside));
    return both.reshape(x.size(0), padded.size(1)).narrow(1, 0, n);
  }

  /** True where one number (all numbers) is not zero. */
  static Tensor truth(String op, BooleanFold fold, Tensor x, int[] dims, boolean keepDim) {
    Reduction.Layout layout = Reduction.Layout.of(op, x.to(DType.BOOL), dims);
    Tensor y = layout.empty(DType.BOOL, keepDim);
    fold.apply(
        layout.source().booleans(),
        layout.source().offset,
        layout.outer(),
        layout.reduce(),
        layout.inner(),
        y.booleans(),
        0);
    return y;
  }

  /** The index of the first extreme along a dimension, or of all in row-major order. */
  static Tensor arg(String op, ArgFold fold, Tensor x, @Nullable Integer dim, boolean keepDim) {
    if (x.dtype == DType.BOOL) {
      throw new IllegalArgumentException(op + ": a tensor of BOOL: must be FLOAT32 or INT64");
    }
    Tensor source = x.contiguous ? x : x.detach();
    int[] dims = {};
    if (dim != null) {
      dims = new int[] {Checks.dim(op, dim, x.dim())};
    } else {
      source = source.contiguous();
    }
    notEmpty(op, source, dims);
    Reduction.Layout layout = Reduction.Layout.of(op, source, dims);
    Tensor y = layout.empty(DType.INT64, keepDim);
    int o = layout.outer();
    int r = layout.reduce();
    int i = layout.inner();
    if (x.dtype == DType.FLOAT32) {
      fold.apply(layout.source().floats(), layout.source().offset, o, r, i, y.longs(), 0);
    } else {
      fold.apply(layout.source().longs(), layout.source().offset, o, r, i, y.longs(), 0);
    }
    return y;
  }

  /** The extremes along a dimension of a contiguous FLOAT32 tensor, not recorded. */
  static Extremum extremum(String op, ArgFold fold, Tensor x, int dim, boolean keepDim) {
    int[] dims = {dim};
    notEmpty(op, x, dims);
    Reduction.Layout layout = Reduction.Layout.of(op, x, dims);
    Tensor values = layout.empty(DType.FLOAT32, keepDim);
    Tensor indices = layout.empty(DType.INT64, keepDim);
    float[] from = x.floats();
    float[] y = values.floats();
    long[] at = indices.longs();
    int r = layout.reduce();
    int n = layout.inner();
    fold.apply(from, x.offset, layout.outer(), r, n, at, 0);
    for (int o = 0, i = 0; o < layout.outer(); o++) {
      int start = x.offset + o * r * n;
      for (int j = 0; j < n; j++, i++) {
        y[i] = from[start + (int) at[i] * n + j];
      }
    }
    return new Extremum(values, indices);
  }

  /** Refuses to find an extreme of nothing. */
  static void notEmpty(String op, Tensor x, int[] dims) {
    int[] over = Checks.dims(op, dims, x.dim());
    int count = 1;
    for (int dim : over) {
      count *= x.shape.sizes()[dim];
    }
    if (count == 0 && (dims.length == 0 || x.numel() == 0)) {
      throw new IllegalArgumentException(
          op + ": over no elements of shape " + x.shape + ": must have one at least");
    }
  }
}
