package dev.taper.nnf;

import dev.taper.Custom;
import dev.taper.Floats;
import dev.taper.Tensor;
import dev.taper.kernel.CrossEntropy;
import org.jspecify.annotations.Nullable;

/** The cross entropy of classes, where the scores of one target are neighbours. */
final class CrossEntropies {
  private CrossEntropies() {}

  /** {@code −Σ share·log softmax(x)} of each row, the shares being those of its target. */
  private static final Custom<CrossEntropy> CROSS_ENTROPY =
      Custom.pure(
          "crossEntropy",
          (call, in) -> {
            call.save(in[0]);
            Tensor losses = Tensor.empty(lossSizes(in[0]));
            Floats x = call.floats(in[0]);
            Floats y = call.floats(losses);
            call.parameter().forward(x.array(), x.offset(), y.array(), y.offset());
            return losses;
          },
          (call, dy) ->
              new Tensor[] {
                CrossEntropies.CROSS_ENTROPY_BACKWARD.apply(call.parameter(), dy, call.saved(0))
              });

  /** {@code dy·(softmax(x)·Σ shares − shares)}. */
  private static final Custom<CrossEntropy> CROSS_ENTROPY_BACKWARD =
      Custom.pure(
          "crossEntropyBackward",
          (call, in) -> {
            call.save(in);
            Tensor result = Tensor.empty(in[1].shape());
            Floats dy = call.floats(in[0]);
            Floats x = call.floats(in[1]);
            Floats dx = call.floats(result);
            call.parameter()
                .backward(dy.array(), dy.offset(), x.array(), x.offset(), dx.array(), dx.offset());
            return result;
          },
          (call, ddx) -> {
            Tensor x = call.saved(1);
            int[] classes = {x.dim() - 1};
            Tensor dy = call.saved(0).unsqueeze(-1);
            Tensor shares = Tensor.of(call.parameter().shares(), x.shape());
            Tensor p = Activations.softmax(x, -1);
            Tensor whole = shares.sum(classes, true);
            Tensor toDy = ddx.mul(p.mul(whole).sub(shares)).sum(classes, false);
            Tensor toX = p.mul(ddx.sub(ddx.mul(p).sum(classes, true))).mul(whole).mul(dy);
            return new Tensor[] {toDy, toX};
          });

  private static int[] lossSizes(Tensor x) {
    return x.dim() == 1 ? new int[0] : new int[] {x.size(0)};
  }

  /** The losses of the targets; {@code x} is {@code (N, C)} or {@code (C)}. */
  static Tensor of(Tensor x, Targets targets, @Nullable Tensor weight, double smoothing) {
    return CROSS_ENTROPY.apply(targets.crossEntropy(weight, smoothing), x);
  }
}
