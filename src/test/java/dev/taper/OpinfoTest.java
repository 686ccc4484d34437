package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Torch's samples of its ops: results, gradients, and calls that must be refused. */
@Tag("kernel")
class OpinfoTest {
  @BeforeAll
  static void settle() {
    OpValues.settle();
  }

  private static final List<JsonNode> CASES = Conformance.cases("opinfo.json");
  private static final List<JsonNode> ERRORS = Conformance.cases("opinfo_errors.json");

  /** Ops whose results are sums of products. */
  private static final Set<String> SUMS =
      Set.of(
          "matmul",
          "__rmatmul__",
          "mm",
          "mv",
          "addmm",
          "addmm.decomposed",
          "addmv",
          "bmm.triton_optimized",
          "sum",
          "mean",
          "prod",
          "var",
          "var_mean",
          "std",
          "std_mean",
          "norm",
          "norm.fro",
          "linalg.vector_norm");

  private static Stream<Named<JsonNode>> named(List<JsonNode> cases, Set<String> skipped) {
    return cases.stream()
        .filter(test -> !skipped.contains(test.get("id").asText()))
        .map(test -> Named.of(test.get("id").asText(), test));
  }

  static Stream<Named<JsonNode>> cases() {
    return named(CASES, OpinfoSkipped.CASES.keySet());
  }

  static Stream<Named<JsonNode>> errors() {
    return named(ERRORS, OpinfoSkipped.ERRORS.keySet());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agrees(JsonNode test) {
    String op = test.get("op").asText();
    OpinfoCalls.Call call = OpinfoCalls.CALLS.get(op);
    assertNotNull(call, op);
    Arguments arguments = new Arguments(test);
    List<Tensor> results = call.apply(arguments);
    JsonNode expected = test.get("out");
    assertEquals(expected.size(), results.size());
    assertTrue(!results.isEmpty());
    double relative =
        SUMS.contains(op) ? Tolerances.TORCH_SUMS_RELATIVE : Tolerances.TORCH_RELATIVE;
    List<Tensor> outputs = new ArrayList<>();
    List<Tensor> cotangents = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Tensor result = results.get(i);
      Conformance.assertClose(
          expected.get(i), result, relative, Tolerances.TORCH_ABSOLUTE, "result " + i);
      boolean differentiable = expected.get(i).path("g").asInt() == 1;
      assertEquals(differentiable, result.requiresGrad(), "result " + i + " requires a gradient");
      if (differentiable) {
        outputs.add(result);
        cotangents.add(cotangent(result.shape()));
      }
    }
    if (test.has("grads")) {
      List<Tensor> gradients =
          Autograd.grad(
              outputs, arguments.differentiable(), new GradOptions(cotangents, false, false, true));
      assertEquals(test.get("grads").size(), gradients.size());
      for (int i = 0; i < gradients.size(); i++) {
        JsonNode gradient = test.get("grads").get(i);
        if (gradient.isNull()) {
          assertFalse(gradients.get(i).ne(0).any().itemBoolean(), "gradient " + i + " is not 0");
          continue;
        }
        Conformance.assertClose(
            gradient, gradients.get(i), relative, Tolerances.TORCH_ABSOLUTE, "gradient " + i);
      }
    }
  }

  /** What the resource's header says: {@code c.flat[i] = ((i*7+3)%11-5)/5}. */
  private static Tensor cotangent(Shape shape) {
    float[] c = new float[shape.numel()];
    for (int i = 0; i < c.length; i++) {
      c[i] = ((i * 7 + 3) % 11 - 5) / 5f;
    }
    return Tensor.of(c, shape);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void refuses(JsonNode test) {
    String op = test.get("op").asText();
    OpinfoCalls.Call call = OpinfoCalls.CALLS.get(op);
    assertNotNull(call, op);
    Arguments arguments = new Arguments(test);
    List<float[]> before = arguments.tensors().stream().map(Tensor::toFloatArray).toList();
    String message = null;
    try {
      call.apply(arguments);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      message = e.getMessage();
    }
    assertNotNull(message, "was not refused");
    assertTrue(message.matches("(?s)[a-z][A-Za-z_]*: .+: .+"), message);
    for (int i = 0; i < before.size(); i++) {
      Tensor tensor = arguments.tensors().get(i);
      assertArrayEquals(before.get(i), tensor.toFloatArray());
      assertEquals(0, tensor.version());
    }
  }

  @Test
  void allCasesAreRunButThoseSkippedByName() {
    assertEquals(354, cases().count());
    assertEquals(39, errors().count());
    assertEquals(CASES.size(), cases().count() + OpinfoSkipped.CASES.size());
    assertEquals(ERRORS.size(), errors().count() + OpinfoSkipped.ERRORS.size());
    assertEquals(Set.of(), new TreeSet<>(OpinfoSkipped.without(CASES, OpinfoSkipped.CASES)));
    assertEquals(Set.of(), new TreeSet<>(OpinfoSkipped.without(ERRORS, OpinfoSkipped.ERRORS)));
  }
}
