package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.taper.Autograd;
import dev.taper.Generator;
import dev.taper.GradOptions;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.Unary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** First and second derivatives in random directions against differences. */
class GradientTest {
  private static final float STEP = 1f / 32;
  private static final double TOLERANCE = 2e-4;

  private final Generator generator = new Generator(7);

  private interface Op {
    Tensor apply(List<Tensor> x);
  }

  private record Sample(Op op, List<Tensor> inputs) {}

  private Tensor randn(int... sizes) {
    return Tensor.randn(Shape.of(sizes), generator);
  }

  private Map<String, Sample> samples() {
    Map<String, Sample> all = new LinkedHashMap<>();
    for (int dim = 0; dim < 3; dim++) {
      int d = dim;
      all.put(
          "softmax " + d, new Sample(x -> Activations.softmax(x.get(0), d), of(randn(2, 3, 4))));
      all.put(
          "logSoftmax " + d,
          new Sample(x -> Activations.logSoftmax(x.get(0), d), of(randn(2, 3, 4))));
    }
    all.put(
        "softmax of a transpose",
        new Sample(x -> Activations.softmax(x.get(0).t(), 1), of(randn(4, 3))));
    all.put(
        "logSoftmax of one number",
        new Sample(x -> Activations.logSoftmax(x.get(0), 0), of(randn())));
    for (Reduction r : Reduction.values()) {
      pairs(all, r);
      classes(all, r);
    }
    all.put("linear 2-D", linear(randn(5, 3), randn(4, 3), randn(4)));
    all.put("linear 3-D", linear(randn(2, 5, 3), randn(4, 3), randn(4)));
    all.put("linear 1-D", linear(randn(3), randn(4, 3), randn(4)));
    all.put("linear to a number", linear(randn(2, 3), randn(3), randn()));
    all.put(
        "linear without bias",
        new Sample(x -> Linears.linear(x.get(0), x.get(1)), of(randn(5, 3), randn(4, 3))));
    for (Unary f : List.of(Unary.tanh(), Unary.sigmoid())) {
      all.put(
          "linearActivation " + f,
          new Sample(
              x -> Linears.linearActivation(x.get(0).mul(0.25), x.get(1), x.get(2).mul(0.25), f),
              of(randn(5, 3), randn(4, 3), randn(4))));
      all.put(
          "linearActivation without bias " + f,
          new Sample(
              x -> Linears.linearActivation(x.get(0).mul(0.25), x.get(1), null, f),
              of(randn(5, 3), randn(4, 3))));
    }
    return all;
  }

  private static List<Tensor> of(Tensor... tensors) {
    return List.of(tensors);
  }

  private static Sample linear(Tensor... tensors) {
    return new Sample(x -> Linears.linear(x.get(0), x.get(1), x.get(2)), of(tensors));
  }

  private void pairs(Map<String, Sample> all, Reduction r) {
    all.put(
        "mseLoss " + r,
        new Sample(x -> Losses.mseLoss(x.get(0), x.get(1), r), of(randn(3, 4), randn(3, 4))));
    all.put(
        "mseLoss of shapes that broadcast " + r,
        new Sample(x -> Losses.mseLoss(x.get(0), x.get(1), r), of(randn(3, 1), randn(4))));
    // Nowhere near equal, where the absolute value has a corner.
    all.put(
        "l1Loss " + r,
        new Sample(
            x -> Losses.l1Loss(x.get(0).square(), x.get(1).square().add(20).neg(), r),
            of(randn(3, 4), randn(3, 4))));
  }

  private void classes(Map<String, Sample> all, Reduction r) {
    Tensor target = Tensor.of(2L, 0L, 1L, 2L);
    Tensor pixels = Tensor.of(new long[] {0, 1, 2, 2, 1, 0, 0, 2}, Shape.of(2, 2, 2));
    Tensor weight = Tensor.of(0.5f, 1f, 2f);
    NllOptions nll = NllOptions.options().reduction(r);
    CrossEntropyOptions cross = CrossEntropyOptions.options().reduction(r);
    Map<String, Function<Tensor, Tensor>> ofBatch = new LinkedHashMap<>();
    ofBatch.put("nllLoss", x -> Losses.nllLoss(x, target, nll));
    ofBatch.put("nllLoss weighted", x -> Losses.nllLoss(x, target, nll.weight(weight)));
    ofBatch.put("nllLoss ignoring", x -> Losses.nllLoss(x, target, nll.ignoreIndex(2)));
    ofBatch.put("crossEntropy", x -> Losses.crossEntropy(x, target, cross));
    ofBatch.put(
        "crossEntropy smoothed",
        x -> Losses.crossEntropy(x, target, cross.labelSmoothing(0.2).weight(weight)));
    ofBatch.put(
        "crossEntropy smoothed, ignoring",
        x -> Losses.crossEntropy(x, target, cross.labelSmoothing(0.2).ignoreIndex(2)));
    ofBatch.forEach((name, f) -> all.put(name + " " + r, one(f, randn(4, 3))));
    all.put(
        "crossEntropy of pixels " + r,
        one(x -> Losses.crossEntropy(x, pixels, cross.weight(weight)), randn(2, 3, 2, 2)));
    all.put(
        "crossEntropy of one " + r,
        one(x -> Losses.crossEntropy(x, Tensor.scalar(1L), cross), randn(3)));
    all.put(
        "crossEntropy of probabilities " + r,
        new Sample(
            x -> Losses.crossEntropy(x.get(0), x.get(1), cross.weight(weight).labelSmoothing(0.1)),
            of(randn(4, 3), randn(4, 3))));
  }

  private static Sample one(Function<Tensor, Tensor> f, Tensor x) {
    return new Sample(in -> f.apply(in.get(0)), of(x));
  }

  @TestFactory
  Stream<DynamicTest> firstDerivativesAreLimitsOfDifferences() {
    return samples().entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkFirst(e.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> secondDerivativesAreLimitsOfDifferences() {
    return samples().entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkSecond(e.getValue())));
  }

  private void checkFirst(Sample sample) {
    Op number = toNumber(sample);
    checkDirection(number, sample.inputs(), directions(sample.inputs()));
  }

  private void checkSecond(Sample sample) {
    Op number = toNumber(sample);
    List<Tensor> along = directions(sample.inputs());
    Op slope =
        x -> {
          GradOptions recorded = GradOptions.options().createGraph(true);
          return dot(Autograd.grad(number.apply(x), x, recorded), along);
        };
    checkDirection(slope, sample.inputs(), directions(sample.inputs()));
  }

  /** The op, with its result multiplied by random numbers and summed. */
  private Op toNumber(Sample sample) {
    Tensor factors = Tensor.randn(sample.op().apply(sample.inputs()).shape(), generator);
    return x -> sample.op().apply(x).mul(factors).sum();
  }

  private List<Tensor> directions(List<Tensor> inputs) {
    return inputs.stream().map(x -> Tensor.randn(x.shape(), generator)).toList();
  }

  private static Tensor dot(List<Tensor> a, List<Tensor> b) {
    Tensor sum = Tensor.scalar(0.0);
    for (int i = 0; i < a.size(); i++) {
      sum = sum.add(a.get(i).mul(b.get(i)).sum());
    }
    return sum;
  }

  private static void checkDirection(Op f, List<Tensor> inputs, List<Tensor> along) {
    List<Tensor> x = moved(inputs, along, 0);
    Tensor y = f.apply(x);
    double slope = 0;
    if (y.requiresGrad()) {
      GradOptions zeros = GradOptions.options().materializeGrads(true);
      slope = dot(Autograd.grad(y, x, zeros), along).item();
    }
    // Differences over two distances, combined so that the error is of fourth order.
    double near = difference(f, inputs, along, STEP);
    double far = difference(f, inputs, along, 2 * STEP);
    double expected = (4 * near - far) / 3;
    assertEquals(expected, slope, TOLERANCE * Math.max(1, Math.abs(y.item()) + Math.abs(expected)));
  }

  private static double difference(Op f, List<Tensor> x, List<Tensor> along, float step) {
    double above = f.apply(moved(x, along, step)).item();
    double below = f.apply(moved(x, along, -step)).item();
    return (above - below) / (2 * step);
  }

  private static List<Tensor> moved(List<Tensor> x, List<Tensor> along, double by) {
    List<Tensor> result = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      result.add(x.get(i).add(along.get(i).mul(by)).detach().requiresGrad_());
    }
    return result;
  }
}
