package dev.taper;

import static dev.taper.Domain.ANY;
import static dev.taper.Domain.HALVES;
import static dev.taper.Domain.QUARTERS;
import static dev.taper.Row.of;

import dev.taper.nnf.Activations;
import dev.taper.nnf.CrossEntropyOptions;
import dev.taper.nnf.Dropouts;
import dev.taper.nnf.Linears;
import dev.taper.nnf.Losses;
import dev.taper.nnf.NllOptions;
import dev.taper.nnf.Normalizations;
import dev.taper.nnf.Reduction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mathematics of networks. */
final class NnfRows {
  private NnfRows() {}

  private static Input x(int... shape) {
    return Input.of(ANY, shape);
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(activations());
    rows.addAll(gates());
    rows.addAll(losses());
    rows.addAll(normalizations());
    return rows;
  }

  private static List<Row> activations() {
    int[][] shapes = {{}, {5}, {2, 3}, {2, 3, 4}, {3, 37}, {0, 3}};
    Tensor apart = Tensor.of(1f, -1f);
    return List.of(
        of("softmax", x -> Activations.softmax(x[0], -1))
            .on(Sample.each(ANY, shapes))
            .holds("nnf.Activations.SOFTMAX", "nnf.Activations.SOFTMAX_BACKWARD"),
        of("softmax, dim 0", x -> Activations.softmax(x[0], 0)).on(x(3, 4)).on(x(2, 3, 2)),
        of("logSoftmax", x -> Activations.logSoftmax(x[0], -1))
            .on(Sample.each(ANY, shapes))
            .holds("nnf.Activations.LOG_SOFTMAX", "nnf.Activations.LOG_SOFTMAX_BACKWARD"),
        of("logSoftmax, dim 0", x -> Activations.logSoftmax(x[0], 0)).on(x(3, 4)).on(x(2, 3, 2)),
        of("Activations.relu", x -> Activations.relu(x[0])).on(x(2, 3)),
        of("Activations.sigmoid", x -> Activations.sigmoid(x[0])).on(x(2, 3)),
        of("Activations.tanh", x -> Activations.tanh(x[0])).on(x(2, 3)),
        of("dropout", x -> Dropouts.dropout(x[0], 0.4, true, new Generator(3)))
            .on(Sample.each(ANY, new int[][] {{}, {5}, {133}}))
            .holds("nnf.Dropouts.DROPOUT"),
        of("dropout, of all", x -> Dropouts.dropout(x[0], 1)).on(x(2, 3)),
        of("linear", x -> Linears.linear(x[0], x[1], x[2]))
            .on(x(3), x(2, 3), x(2))
            .on(x(4, 3), x(2, 3), x(2))
            .on(x(2, 4, 3), x(5, 3), x(5))
            .holds("nnf.Linears.LINEAR"),
        of("linear, no bias", x -> Linears.linear(x[0], x[1])).on(x(4, 3), x(2, 3)),
        of("linear, one bias for all", x -> Linears.linear(x[0], x[1], x[2]))
            .on(x(4, 3), x(2, 3), x()),
        of("linearActivation", x -> bent(x[0], x[1], x[2], Unary.tanh()))
            .on(x(4, 3), x(2, 3), x(2))
            .on(x(2, 4, 3), x(5, 3), x(5))
            .on(x(0, 3), x(5, 3), x(5))
            .holds("nnf.Linears.LINEAR_ACTIVATION"),
        of("linearActivation, sigmoid", x -> bent(x[0], x[1], x[2], Unary.sigmoid()))
            .on(x(4, 3), x(2, 3), x(2)),
        of("linearActivation, no bias", x -> bent(x[0], x[1], null, Unary.tanh()))
            .on(x(4, 3), x(2, 3))
            .on(x(4, 3), x(3)),
        // The bias keeps what is bent away from the bend.
        of("linearActivation, relu", x -> bent(x[0], x[1].div(16), apart, Unary.relu()))
            .on(x(4, 3), x(2, 3)));
  }

  private static Tensor bent(Tensor x, Tensor weight, @Nullable Tensor bias, Unary f) {
    return Linears.linearActivation(x, weight, bias, f);
  }

  private static List<Row> normalizations() {
    Shape three = Shape.of(3);
    return List.of(
        of("layerNorm", x -> Normalizations.layerNorm(x[0], Shape.of(x[0].size(-1))))
            .on(x(3))
            .on(x(4, 3))
            .on(x(2, 3, 4))
            .on(x(3, 133))
            .on(x(0, 3)),
        of("layerNorm, weighted", x -> Normalizations.layerNorm(x[0], three, x[1], null))
            .on(x(4, 3), x(3)),
        of(
                "layerNorm, weighted and biased",
                x -> Normalizations.layerNorm(x[0], x[1].shape(), x[1], x[2], 0.25))
            .on(x(4, 3), x(3), x(3))
            .on(x(2, 2, 3), x(2, 3), x(2, 3))
            .on(x(2, 70), x(70), x(70))
            .holds(
                "nnf.Normalizations.LAYER_NORM",
                "nnf.Normalizations.LAYER_NORM_BACKWARD",
                "nnf.Normalizations.LAYER_NORM_WEIGHT_BACKWARD"),
        of("layerNorm, biased", x -> Normalizations.layerNorm(x[0], three, null, x[1]))
            .on(x(4, 3), x(3)));
  }

  private static List<Row> gates() {
    int[][] shapes = {{}, {5}, {2, 3}, {3, 37}, {0, 3}};
    return List.of(
        of("gelu", x -> Activations.gelu(x[0]))
            .on(Sample.each(ANY, shapes))
            .holds("nnf.Gelu.GELU", "nnf.Gelu.GELU_BACKWARD"),
        of("gelu, tanh", x -> Activations.gelu(x[0], "tanh"))
            .on(Sample.each(ANY, shapes))
            .holds("nnf.Gelu.GELU_TANH", "nnf.Gelu.GELU_TANH_BACKWARD"),
        of("gelu, none", x -> Activations.gelu(x[0], "none")).on(x(3)),
        of("silu", x -> Activations.silu(x[0]))
            .on(Sample.each(ANY, shapes))
            .holds("nnf.Gates.SILU", "nnf.Gates.SILU_BACKWARD"),
        of("softplus", x -> Activations.softplus(x[0]))
            .on(Sample.each(ANY, shapes))
            .holds("nnf.Gates.SOFTPLUS", "nnf.Gates.SOFTPLUS_BACKWARD"),
        of("softplus, steep", x -> Activations.softplus(x[0], 2, 1.5))
            .on(Input.of(HALVES, 2, 3))
            .on(x(0)),
        of("logSigmoid", x -> Activations.logSigmoid(x[0]))
            .on(Sample.each(ANY, shapes))
            .holds("nnf.Gates.LOG_SIGMOID"),
        of("leakyRelu", x -> Activations.leakyRelu(x[0]))
            .on(Sample.each(ANY, shapes))
            .holds("nnf.Bends.LEAKY_RELU"),
        of("leakyRelu, steeper", x -> Activations.leakyRelu(x[0], 0.25)).on(x(2, 3)),
        of("elu", x -> Activations.elu(x[0])).on(Sample.each(ANY, shapes)).holds("nnf.Bends.ELU"),
        of("elu, deeper", x -> Activations.elu(x[0], 1.5)).on(x(2, 3)),
        of("hardtanh", x -> Activations.hardtanh(x[0], -0.5, 1))
            .on(Input.of(QUARTERS, 2, 3))
            .on(Input.of(QUARTERS, 3, 37))
            .holds("nnf.Bends.HARDTANH"),
        of("hardtanh, by itself", x -> Activations.hardtanh(x[0])).on(Input.of(QUARTERS, 7)),
        of("relu6", x -> Activations.relu6(x[0].mul(4))).on(Input.of(QUARTERS, 2, 5)));
  }

  private static List<Row> losses() {
    Tensor classes = Tensor.of(2, 0, -100, 1);
    Tensor pixels = Tensor.of(new long[] {2, 0, -100, 1}, Shape.of(2, 2));
    Tensor weight = Tensor.of(0.5f, 2f, 1f);
    NllOptions weighted = NllOptions.options().weight(weight);
    CrossEntropyOptions smooth = CrossEntropyOptions.options().weight(weight).labelSmoothing(0.25);
    return List.of(
        of("mseLoss", x -> Losses.mseLoss(x[0], x[1]))
            .on(x(4), x(4))
            .on(x(2, 3), x(3))
            .holds("nnf.Losses.MSE_LOSS"),
        of("mseLoss, sum", x -> Losses.mseLoss(x[0], x[1], Reduction.SUM))
            .on(x(2, 3), x(2, 3))
            .on(x(0, 3), x(0, 3)),
        of("l1Loss", x -> Losses.l1Loss(x[0], x[1]))
            .on(Input.of(HALVES, 4), Input.of(QUARTERS, 4))
            .on(Input.of(HALVES, 2, 3), Input.of(QUARTERS, 3)),
        of("nllLoss", x -> Losses.nllLoss(x[0], classes))
            .on(x(4, 3))
            .holds("nnf.Targets.NLL_LOSS", "nnf.Targets.NLL_LOSS_BACKWARD"),
        of("nllLoss, weighted", x -> Losses.nllLoss(x[0], classes, weighted)).on(x(4, 3)),
        of("crossEntropy", x -> Losses.crossEntropy(x[0], classes))
            .on(x(4, 3))
            .on(x(4, 70))
            .holds("nnf.CrossEntropies.CROSS_ENTROPY", "nnf.CrossEntropies.CROSS_ENTROPY_BACKWARD"),
        of("crossEntropy, of pixels", x -> Losses.crossEntropy(x[0], pixels)).on(x(2, 3, 2)),
        of("crossEntropy, smoothed", x -> Losses.crossEntropy(x[0], classes, smooth)).on(x(4, 3)),
        of("crossEntropy, of probabilities", x -> Losses.crossEntropy(x[0], x[1]))
            .on(x(4, 3), x(4, 3))
            .on(x(2, 3, 2), x(2, 3, 2)));
  }
}
