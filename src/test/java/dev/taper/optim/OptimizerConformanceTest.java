package dev.taper.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taper.Shape;
import dev.taper.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The paths that PyTorch's optimizers take: {@code optim_bits.json} bit for bit on given gradients,
 * {@code optim_generated.json} and {@code optim_baseline.json} on a small network.
 */
class OptimizerConformanceTest {
  /** The optimizers of the tables that do not exist here. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "ASGD",
          "Adadelta",
          "Adagrad",
          "AdamW",
          "Adamax",
          "LBFGS",
          "NAdam",
          "RAdam",
          "RMSprop",
          "Rprop");

  private static final float[][] INITIAL = {
    {-.2109f, -.4976f, -.1413f, -.342f, -.2524f, .6976f},
    {-.1085f, -.2979f, .6892f},
    {-.0508f, -.3941f, -.2843f},
    {-.0711f}
  };
  private static final Shape[] SHAPES = {Shape.of(3, 2), Shape.of(3), Shape.of(1, 3), Shape.of(1)};

  private static final Tensor INPUT = Tensor.of(new float[][] {{.1f, .2f}, {.3f, .4f}, {.5f, .6f}});
  private static final Tensor TARGET = Tensor.of(new float[][] {{.3f}, {.6f}, {.2f}});

  @TestFactory
  Stream<DynamicTest> sameBitsOnTheSameGradients() {
    return tests("optim_bits.json", OptimizerConformanceTest::bits);
  }

  @TestFactory
  Stream<DynamicTest> samePathOfTheNetwork() {
    return tests("optim_generated.json", OptimizerConformanceTest::generated);
  }

  @TestFactory
  Stream<DynamicTest> samePathOverAThousandSteps() {
    return tests("optim_baseline.json", OptimizerConformanceTest::baseline);
  }

  @Test
  void everyOptimizerLeftOutIsInATable() {
    Set<String> met = new TreeSet<>();
    for (String table : List.of("optim_generated.json", "optim_baseline.json")) {
      read(table).get("cases").forEach(c -> met.add(c.get("optimizer").asText()));
    }
    met.removeAll(Set.of("SGD", "Adam"));
    assertEquals(new TreeSet<>(LEFT_OUT), met);
  }

  private interface Check {
    void run(JsonNode expected);
  }

  private static Stream<DynamicTest> tests(String table, Check check) {
    return StreamSupport.stream(read(table).get("cases").spliterator(), false)
        .filter(c -> !LEFT_OUT.contains(c.get("optimizer").asText()))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("optimizer").asText() + " " + c.get("kwargs"), () -> check.run(c)));
  }

  private static void bits(JsonNode expected) {
    Tensor param = Tensor.of(floats(expected.get("initial"))).requiresGrad_();
    Optimizer<?> optimizer = optimizer(expected, List.of(param));
    for (int t = 0; t < expected.get("gradients").size(); t++) {
      param.setGrad(Tensor.of(floats(expected.get("gradients").get(t))));
      optimizer.step();
      assertArrayEquals(
          floats(expected.get("params").get(t)), param.toFloatArray(), "after step " + t);
    }
    Map<String, Tensor> state = optimizer.state(param).tensors();
    assertEquals(expected.get("state").size(), state.size());
    for (Map.Entry<String, JsonNode> entry : expected.get("state").properties()) {
      assertArrayEquals(
          floats(entry.getValue()), state.get(entry.getKey()).toFloatArray(), entry.getKey());
    }
  }

  private static float[] floats(JsonNode bits) {
    float[] values = new float[bits.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(bits.get(i).asInt());
    }
    return values;
  }

  private static void generated(JsonNode expected) {
    List<Tensor> params = params();
    Optimizer<?> optimizer = optimizer(expected, params);
    JsonNode rows = expected.get("f32");
    int next = 0;
    for (int step = 0; next < rows.size(); step++) {
      Tensor loss =
          optimizer.step(closure(optimizer, () -> network(params).sub(TARGET).square().mean()));
      JsonNode row = rows.get(next);
      if (row.get("step").asInt() == step) {
        assertEquals(row.get("loss_before").asDouble(), loss.item(), 1e-6, "loss " + step);
        assertParams(row.get("params"), params, 1e-5, 1e-5, step);
        next++;
      }
    }
  }

  private static void baseline(JsonNode expected) {
    List<Tensor> params = params();
    Optimizer<?> optimizer = optimizer(expected, params);
    for (int step = 0; step <= 1000; step++) {
      optimizer.step(closure(optimizer, () -> network(params).sum()));
      if (step % 100 == 0) {
        assertParams(expected.get("expected").get(step / 100), params, 1e-3, 5e-4, step);
      }
    }
  }

  private static Supplier<Tensor> closure(Optimizer<?> optimizer, Supplier<Tensor> objective) {
    return () -> {
      optimizer.zeroGrad();
      Tensor loss = objective.get();
      loss.backward();
      return loss;
    };
  }

  private static void assertParams(
      JsonNode expected, List<Tensor> params, double rtol, double atol, int step) {
    for (int p = 0; p < params.size(); p++) {
      float[] actual = params.get(p).toFloatArray();
      assertEquals(expected.get(p).size(), actual.length);
      for (int i = 0; i < actual.length; i++) {
        double value = expected.get(p).get(i).asDouble();
        double off = Math.abs(actual[i] - value);
        assertTrue(
            off <= atol + rtol * Math.abs(value),
            "step " + step + ", parameter " + p + "[" + i + "]: " + actual[i] + " for " + value);
      }
    }
  }

  private static List<Tensor> params() {
    List<Tensor> params = new ArrayList<>();
    for (int i = 0; i < SHAPES.length; i++) {
      params.add(Tensor.of(INITIAL[i].clone(), SHAPES[i]).requiresGrad_());
    }
    return params;
  }

  private static Tensor network(List<Tensor> p) {
    Tensor hidden = INPUT.matmul(p.get(0).t()).add(p.get(1)).sigmoid();
    return hidden.matmul(p.get(2).t()).add(p.get(3)).sigmoid();
  }

  private static Optimizer<?> optimizer(JsonNode expected, List<Tensor> params) {
    JsonNode options = expected.get("kwargs");
    String name = expected.get("optimizer").asText();
    return switch (name) {
      case "SGD" -> new SGD(params, sgd(options));
      case "Adam" -> new Adam(params, adam(options));
      default -> throw new AssertionError(name);
    };
  }

  private static SGD.Options sgd(JsonNode given) {
    SGD.Options options = SGD.options();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      JsonNode value = entry.getValue();
      options =
          switch (entry.getKey()) {
            case "lr" -> options.lr(value.asDouble());
            case "momentum" -> options.momentum(value.asDouble());
            case "dampening" -> options.dampening(value.asDouble());
            case "weight_decay" -> options.weightDecay(value.asDouble());
            case "nesterov" -> options.nesterov(value.asBoolean());
            case "maximize" -> options.maximize(value.asBoolean());
            default -> throw new AssertionError(entry.getKey());
          };
    }
    return options;
  }

  private static Adam.Options adam(JsonNode given) {
    Adam.Options options = Adam.options();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      JsonNode value = entry.getValue();
      options =
          switch (entry.getKey()) {
            case "lr" -> options.lr(value.asDouble());
            case "betas" -> options.betas(value.get(0).asDouble(), value.get(1).asDouble());
            case "eps" -> options.eps(value.asDouble());
            case "weight_decay" -> options.weightDecay(value.asDouble());
            case "amsgrad" -> options.amsgrad(value.asBoolean());
            case "maximize" -> options.maximize(value.asBoolean());
            default -> throw new AssertionError(entry.getKey());
          };
    }
    return options;
  }

  private static JsonNode read(String table) {
    try (InputStream in = OptimizerConformanceTest.class.getResourceAsStream(table)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
