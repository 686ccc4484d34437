package dev.taper.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cross entropy between contiguous rows of scores and their targets, and its gradient, each in
 * one pass over the rows; the probabilities are not kept but computed again.
 *
 * @param n scores in a row
 * @param targets the index of each row's target among all scores; -1 where it is ignored
 * @param weights one for each row; 0 where it is ignored
 * @param classWeights one for each place in a row; null where all are 1
 * @param smoothing the part of each target that is spread over its row
 * @param maxima each row's largest score, once it is known
 * @param factors one over each row's sum of {@code exp(score − largest)}, once it is known
 */
public record CrossEntropy(
    int n,
    int[] targets,
    float[] weights,
    float @Nullable [] classWeights,
    double smoothing,
    float[] maxima,
    float[] factors) {

  /** With room for what is not known yet. */
  public static CrossEntropy of(
      int n, int[] targets, float[] weights, float @Nullable [] classWeights, double smoothing) {
    int rows = targets.length;
    return new CrossEntropy(
        n, targets, weights, classWeights, smoothing, new float[rows], new float[rows]);
  }

  /** What of a row's target goes to its own class. */
  private float own(int row) {
    return (float) (1 - smoothing) * weights[row];
  }

  /** What of a row's target goes to each class, to be multiplied by the class's weight. */
  private float each(int row) {
    return targets[row] < 0 ? 0f : (float) (smoothing / n);
  }

  private float[] ofClasses() {
    if (classWeights != null) {
      return classWeights;
    }
    float[] ones = new float[n];
    Arrays.fill(ones, 1f);
    return ones;
  }

  /** The loss of each row. */
  public void forward(float[] x, int xo, float[] y, int yo) {
    float[] shares = smoothing == 0 ? weights : ofClasses();
    float total = smoothing == 0 ? 0f : Reduce.sum(shares, 0, n);
    Grid.run(
        targets.length,
        (long) n * SoftmaxRows.COST,
        (from, to) -> {
          int group = SoftmaxRows.group(n, to - from);
          boolean grouped = n < SoftmaxRows.SHORT;
          float[] room = new float[grouped ? 0 : SoftmaxRows.room(n)];
          float[] sums = new float[group];
          float[] d = new float[smoothing == 0 ? 0 : n];
          for (int r = from; r < to; r += group) {
            int rows = Math.min(group, to - r);
            if (grouped) {
              SoftmaxRows.shortExpSums(x, xo + r * n, rows, n, maxima, r, sums, 0);
            } else {
              SoftmaxRows.max(x, xo + r * n, rows, n, maxima, r);
              sums[0] = SoftmaxRows.expSum(x, xo + r * n, maxima[r], n, room);
            }
            for (int i = r; i < r + rows; i++) {
              float sum = sums[i - r];
              float log = FloatMath.log(sum);
              factors[i] = 1 / sum;
              int at = targets[i];
              float loss = at < 0 ? 0f : -(x[xo + at] - maxima[i] - log) * own(i);
              if (smoothing != 0 && at >= 0) {
                loss += each(i) * (total * log - spread(x, xo + i * n, maxima[i], shares, d));
              }
              y[yo + i] = loss;
            }
          }
        });
  }

  /** {@code Σ (x − max)·share}, with {@code d} to work in. */
  private float spread(float[] x, int xo, float max, float[] shares, float[] d) {
    for (int i = 0; i < n; i++) {
      d[i] = x[xo + i] - max;
    }
    return Reduce.dot(d, 0, shares, 0, n);
  }

  /** The gradient of the scores from that of the losses. */
  public void backward(float[] dy, int dyo, float[] x, int xo, float[] dx, int dxo) {
    float[] shares = smoothing == 0 ? weights : ofClasses();
    float total = smoothing == 0 ? 0f : Reduce.sum(shares, 0, n);
    Grid.run(
        targets.length,
        (long) n * SoftmaxRows.COST,
        (from, to) -> {
          int group = SoftmaxRows.group(n, to - from);
          boolean grouped = n < SoftmaxRows.SHORT;
          float[] scales = new float[group];
          for (int r = from; r < to; r += group) {
            int rows = Math.min(group, to - r);
            for (int i = r; i < r + rows; i++) {
              scales[i - r] = slope(i, dy[dyo + i]) * (own(i) + each(i) * total) * factors[i];
            }
            if (grouped) {
              SoftmaxRows.shortScaledExps(
                  x, xo + r * n, rows, n, maxima, r, scales, dx, dxo + r * n);
            } else {
              SoftmaxRows.exps(x, xo + r * n, rows, n, maxima, r, dx, dxo + r * n);
              SoftmaxRows.scale(dx, dxo + r * n, scales[0], n);
            }
            for (int i = r; i < r + rows; i++) {
              float slope = slope(i, dy[dyo + i]);
              float each = each(i);
              if (targets[i] >= 0) {
                dx[dxo + targets[i]] -= slope * own(i);
              }
              if (each != 0) {
                for (int c = 0; c < n; c++) {
                  dx[dxo + i * n + c] -= slope * each * shares[c];
                }
              }
            }
          }
        });
  }

  /** The mean of no losses has a NaN for {@code dy}, and a gradient of 0 all the same. */
  private float slope(int row, float dy) {
    return targets[row] < 0 ? 0f : dy;
  }

  /** What the targets give to each class: probabilities times weights, a row for each. */
  public float[] shares() {
    float[] shares = new float[targets.length * n];
    for (int i = 0; i < targets.length; i++) {
      float each = each(i);
      for (int c = 0; c < n && each != 0; c++) {
        shares[i * n + c] = each * (classWeights == null ? 1 : classWeights[c]);
      }
      if (targets[i] >= 0) {
        shares[targets[i]] += own(i);
      }
    }
    return shares;
  }
}
