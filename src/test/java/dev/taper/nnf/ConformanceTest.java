package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taper.Autograd;
import dev.taper.GradOptions;
import dev.taper.Shape;
import dev.taper.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The functions against PyTorch's results and gradients. */
class ConformanceTest {
  /**
   * Of layer_norm without the sample of one number a row, where PyTorch's rounding gives 1e-4 for a
   * gradient that is 0.
   */
  @TestFactory
  Stream<DynamicTest> samplesOfPyTorchsOwnTests() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode sample : Cases.read("opinfo.json")) {
      String name = tests.size() + " " + sample.get("op").asText() + " " + sample.get("kwargs");
      tests.add(DynamicTest.dynamicTest(name, () -> checkSample(sample)));
    }
    assertEquals(37, tests.size());
    return tests.stream();
  }

  private static void checkSample(JsonNode sample) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Cases.tensor(sample.get("in")));
    int dim = 0;
    for (JsonNode argument : sample.get("args")) {
      if (argument.isObject()) {
        tensors.add(Cases.tensor(argument));
      } else {
        dim = argument.asInt();
      }
    }
    Tensor y = apply(sample.get("op").asText(), tensors, dim, sample.get("kwargs"));
    Cases.assertClose(Cases.tensor(sample.get("out").get(0)), y);
    List<Tensor> inputs = tensors.stream().filter(Tensor::requiresGrad).toList();
    GradOptions cotangent = GradOptions.options().gradients(Cases.cotangent(y.shape()));
    List<Tensor> gradients = Autograd.grad(y, inputs, cotangent);
    assertEquals(sample.get("grads").size(), gradients.size());
    for (int i = 0; i < gradients.size(); i++) {
      Cases.assertClose(Cases.tensor(sample.get("grads").get(i)), gradients.get(i));
    }
  }

  private static Tensor apply(String op, List<Tensor> in, int dim, JsonNode options) {
    Tensor x = in.get(0);
    return switch (op) {
      case "softmax" -> Activations.softmax(x, dim);
      case "log_softmax" -> Activations.logSoftmax(x, dim);
      case "nn.functional.relu" -> Activations.relu(x);
      case "nn.functional.mse_loss" -> Losses.mseLoss(x, in.get(1), reduction(options));
      case "nn.functional.l1_loss" -> Losses.l1Loss(x, in.get(1), reduction(options));
      case "nn.functional.nll_loss" -> Losses.nllLoss(x, in.get(1), nll(options));
      case "nn.functional.cross_entropy" ->
          Losses.crossEntropy(x, in.get(1), crossEntropy(options));
      case "nn.functional.linear" -> Linears.linear(x, in.get(1), in.size() > 2 ? in.get(2) : null);
      case "nn.functional.layer_norm" -> {
        Tensor weight = in.size() > 1 ? in.get(1) : null;
        Tensor bias = in.size() > 2 ? in.get(2) : null;
        Shape shape = weight == null ? Shape.of(x.size(-1)) : weight.shape();
        double eps = options.path("eps").asDouble(1e-5);
        yield Normalizations.layerNorm(x, shape, weight, bias, eps);
      }
      default -> throw new IllegalArgumentException(op);
    };
  }

  private static Reduction reduction(JsonNode options) {
    return Reduction.valueOf(options.path("reduction").asText("mean").toUpperCase(Locale.ROOT));
  }

  private static NllOptions nll(JsonNode options) {
    NllOptions result = NllOptions.options().reduction(reduction(options));
    if (options.has("weight")) {
      result = result.weight(Cases.tensor(options.get("weight")));
    }
    return result.ignoreIndex(options.path("ignore_index").asLong(result.ignoreIndex()));
  }

  private static CrossEntropyOptions crossEntropy(JsonNode options) {
    NllOptions nll = nll(options);
    return CrossEntropyOptions.options()
        .weight(nll.weight())
        .ignoreIndex(nll.ignoreIndex())
        .reduction(nll.reduction())
        .labelSmoothing(options.path("label_smoothing").asDouble(0));
  }

  @TestFactory
  Stream<DynamicTest> casesOfLibtorchsOwnTests() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode sample : Cases.read("functional_cpp.json")) {
      tests.add(DynamicTest.dynamicTest(sample.get("id").asText(), () -> checkLibtorch(sample)));
    }
    assertEquals(5, tests.size());
    return tests.stream();
  }

  private static void checkLibtorch(JsonNode sample) {
    List<String> names = new ArrayList<>();
    List<Tensor> in = new ArrayList<>();
    JsonNode gradients = sample.path("grad_of_sum_torch2.13");
    sample
        .get("inputs")
        .properties()
        .forEach(
            input -> {
              Tensor tensor = Cases.tensor(input.getValue());
              names.add(input.getKey());
              in.add(gradients.has(input.getKey()) ? tensor.requiresGrad_() : tensor);
            });
    Tensor y =
        switch (sample.get("op").asText()) {
          case "nnf.linear" ->
              Linears.linear(in.get(0), in.get(1), in.size() > 2 ? in.get(2) : null);
          case "nnf.cross_entropy" ->
              Losses.crossEntropy(in.get(0), in.get(1), crossEntropy(sample.get("args")));
          case "nnf.relu" -> Activations.relu(in.get(0));
          default -> throw new IllegalArgumentException(sample.toString());
        };
    Cases.assertClose(
        Cases.tensor(sample.get("expected")),
        y,
        sample.get("rtol").asDouble(),
        sample.get("atol").asDouble());
    if (gradients.isEmpty()) {
      return;
    }
    y.sum().backward();
    for (int i = 0; i < in.size(); i++) {
      if (gradients.has(names.get(i))) {
        Cases.assertClose(Cases.tensor(gradients.get(names.get(i))), in.get(i).grad());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> pointsWhereThereIsNoDerivative() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode sample : Cases.read("grad_edge_cases.json")) {
      tests.add(DynamicTest.dynamicTest(sample.get("id").asText(), () -> checkEdge(sample)));
    }
    assertEquals(6, tests.size());
    return tests.stream();
  }

  private static void checkEdge(JsonNode sample) {
    Tensor x = Cases.tensor(sample.get("inputs").get(0)).requiresGrad_();
    CrossEntropyOptions options = CrossEntropyOptions.options();
    Tensor y =
        switch (sample.get("id").asText()) {
          case "relu0" -> Activations.relu(x);
          case "softmax" -> Activations.softmax(x, 0).get(0);
          case "log_softmax" -> Activations.logSoftmax(x, 0).get(0);
          case "l1_at0" -> Losses.l1Loss(x, Tensor.zerosLike(x), Reduction.NONE);
          case "ce_all_ignored" -> Losses.crossEntropy(x, Tensor.of(-100L, -100L));
          case "ce_weight" ->
              Losses.crossEntropy(x, Tensor.of(0L, 1L), options.weight(Tensor.of(1f, 3f)));
          default -> throw new IllegalArgumentException(sample.toString());
        };
    Cases.assertClose(Cases.tensor(sample.get("forward")), y);
    y.sum().backward();
    Cases.assertClose(Cases.tensor(sample.get("grad_of_sum").get(0)), x.grad());
  }
}
