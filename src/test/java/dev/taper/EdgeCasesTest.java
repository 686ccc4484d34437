package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Torch's values and gradients at kinks, ties, zeros and NaN, and its literal expectations. */
@Tag("kernel")
class EdgeCasesTest {
  @BeforeAll
  static void settle() {
    OpValues.settle();
  }

  private static final Map<String, Row.Apply> EDGES = new HashMap<>();
  private static final Map<String, Row.Apply> LITERALS = new HashMap<>();

  static {
    int[] all = {};
    EDGES.put("abs0", x -> x[0].abs());
    EDGES.put("relu0", x -> x[0].relu());
    EDGES.put("clamp", x -> x[0].clamp(-1, 1));
    EDGES.put("clamp_nan", x -> x[0].clampMin(0));
    EDGES.put("max_all_ties", x -> x[0].max());
    EDGES.put("prod00", x -> x[0].prod());
    EDGES.put("norm0", x -> x[0].norm());
    EDGES.put("norm2", x -> x[0].norm());
    EDGES.put("norm1", x -> x[0].norm(1));
    EDGES.put("norminf", x -> x[0].norm(Double.POSITIVE_INFINITY));
    EDGES.put("log1p", x -> x[0].log1p());
    EDGES.put("tan", x -> x[0].tan());
    EDGES.put("round", x -> x[0].round());
    EDGES.put("trunc", x -> x[0].trunc());
    EDGES.put("log0", x -> x[0].log());
    EDGES.put("pow_0_0", x -> x[0].pow(0.0));
    EDGES.put("pow_2", x -> x[0].pow(2.0));
    EDGES.put("pow_tt", x -> x[0].pow(x[1]));
    EDGES.put("where", x -> Tensor.where(x[0].gt(0), x[0].log(), 0));
    EDGES.put("std_const", x -> x[0].std());
    EDGES.put("var", x -> x[0].var());
    EDGES.put("var_mean", x -> x[0].var(all, 0, false));
    EDGES.put("sigmoid_big", x -> x[0].sigmoid());
    EDGES.put("expand", x -> x[0].expand(3, 2));
    EDGES.put("as_strided_overlap", x -> x[0].asStrided(new int[] {3, 2}, new int[] {1, 1}));
    indexing();
    LITERALS.put("linspace.sym", _ -> Tensor.linspace(0, 1, 4));
    LITERALS.put("sum.empty", _ -> Tensor.zeros(0).sum());
    LITERALS.put("prod.empty", _ -> Tensor.zeros(0).prod());
    LITERALS.put("std.one", _ -> Tensor.of(3f).std());
    LITERALS.put("argmax.tie", _ -> Tensor.of(1f, 3f, 3f).argmax());
  }

  private static void indexing() {
    LITERALS.put("index.int_ellipsis", x -> x[0].get("0, ..., 2"));
    LITERALS.put("index.int2", x -> x[0].get("0, 1"));
    LITERALS.put("index.scalar", x -> x[0].get("2, 2, 2"));
    LITERALS.put("index.step3", x -> x[0].get("::3"));
    LITERALS.put(
        "index.step_assign", _ -> Tensor.zeros(4, 4).set("0, 1::2", Tensor.of(3f, 4f)).get(0));
    LITERALS.put("index.adv_rows_cols", x -> x[0].get(at(0, 1, 2), at(0)));
    LITERALS.put("index.adv_dup", x -> x[0].get(at(0, 1, 1, 0, 2), at(1)));
    LITERALS.put(
        "index.adv_2d",
        x ->
            x[0].get(
                Index.of(Tensor.of(new long[][] {{0, 0}, {1, 2}})),
                Index.of(Tensor.of(new long[][] {{0}}))));
    LITERALS.put(
        "index.strided_adv",
        _ ->
            Tensor.arange(1, 11, 1)
                .asStrided(new int[] {4}, new int[] {2})
                .get(Tensor.of(new long[][] {{2, 1}, {0, 3}}))
                .to(DType.FLOAT32));
    LITERALS.put("index.bool_row", x -> x[0].get(x[1].get(1)));
    LITERALS.put("index.basic_adv", x -> x[0].get(Index.slice(1, 2), at(1, 2)));
  }

  private static Index at(int... indices) {
    return Index.of(Tensor.of(indices));
  }

  private static Stream<Named<JsonNode>> named(String resource) {
    return Conformance.cases(resource).stream()
        .map(test -> Named.of(test.get("id").asText(), test));
  }

  static Stream<Named<JsonNode>> edges() {
    return named("grad_edge_cases.json");
  }

  static Stream<Named<JsonNode>> literals() {
    return named("tensor_ops.json");
  }

  @ParameterizedTest
  @MethodSource("edges")
  void valuesAndGradients(JsonNode test) {
    Row.Apply apply = EDGES.get(test.get("id").asText());
    assertNotNull(apply);
    List<Tensor> x = new ArrayList<>();
    test.get("inputs").forEach(input -> x.add(Conformance.tensor(input).requiresGrad_()));
    Tensor y = apply.apply(x.toArray(new Tensor[0]));
    Conformance.assertClose(
        test.get("forward"), y, Tolerances.TORCH_RELATIVE, Tolerances.SUBNORMAL, "value");
    List<Tensor> gradients = Autograd.grad(y.sum(), x);
    for (int i = 0; i < gradients.size(); i++) {
      Conformance.assertClose(
          test.get("grad_of_sum").get(i),
          gradients.get(i),
          Tolerances.TORCH_RELATIVE,
          Tolerances.SUBNORMAL,
          "gradient " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("literals")
  void literalExpectations(JsonNode test) {
    Row.Apply apply = LITERALS.get(test.get("id").asText());
    assertNotNull(apply);
    List<Tensor> x = new ArrayList<>();
    test.get("inputs").forEach(input -> x.add(Conformance.tensor(input)));
    Tensor y = apply.apply(x.toArray(new Tensor[0]));
    assertEquals(1, test.get("expected").size());
    Conformance.assertClose(
        test.get("expected").get(0),
        y,
        test.get("rtol").asDouble(),
        test.get("atol").asDouble(),
        "value");
  }

  /** As torch 2.13 was asked. */
  @Test
  void gradientsAtNaN() {
    float nan = Float.NaN;
    assertGradients(x -> x[0].max(), new float[][] {{1, nan, 3}}, new float[][] {{0, 1, 0}});
    assertGradients(x -> x[0].min(), new float[][] {{nan, nan, 3}}, new float[][] {{.5f, .5f, 0}});
    assertGradients(
        x -> x[0].amax(0), new float[][] {{1, nan, 3}}, new float[][] {{nan, nan, nan}});
    assertGradients(x -> x[0].max(0).values(), new float[][] {{1, nan}}, new float[][] {{0, 1}});
    float[][] pair = {{1, 2, nan, 1}, {1, 1, 1, nan}};
    assertGradients(x -> x[0].maximum(x[1]), pair, new float[][] {{.5f, 1, 1, 1}, {.5f, 0, 1, 1}});
    assertGradients(x -> x[0].minimum(x[1]), pair, new float[][] {{.5f, 0, 1, 1}, {.5f, 1, 1, 1}});
    assertGradients(x -> x[0].abs(), new float[][] {{-0f, nan}}, new float[][] {{0, 0}});
    assertGradients(x -> x[0].relu(), new float[][] {{nan, -1}}, new float[][] {{1, 0}});
    assertGradients(
        x -> x[0].norm(Double.POSITIVE_INFINITY), new float[][] {{nan, 1}}, new float[][] {{0, 0}});
    assertEquals(0, Tensor.scalar(nan).sign().item());
  }

  private static void assertGradients(Row.Apply apply, float[][] values, float[][] expected) {
    List<Tensor> x = new ArrayList<>();
    for (float[] input : values) {
      x.add(Tensor.of(input).requiresGrad_());
    }
    List<Tensor> gradients = Autograd.grad(apply.apply(x.toArray(new Tensor[0])).sum(), x);
    for (int i = 0; i < expected.length; i++) {
      // Zeros have a sign that says nothing here.
      assertArrayEquals(expected[i], gradients.get(i).add(0.0).toFloatArray());
    }
  }

  @Test
  void allAreRun() {
    assertEquals(EDGES.size(), edges().count());
    assertEquals(LITERALS.size(), literals().count());
  }
}
