package dev.taper.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taper.Foreach;
import dev.taper.Generator;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClipGradTest {
  /** PyTorch's own tolerance for FLOAT32. */
  private static final double RELATIVE = 1.3e-6;

  private static Tensor tensor(JsonNode node) {
    int[] sizes = new int[node.get("s").size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = node.get("s").get(i).asInt();
    }
    float[] values = new float[node.get("d").size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) node.get("d").get(i).asDouble();
    }
    return Tensor.of(values, Shape.of(sizes));
  }

  private static Tensor parameter(Tensor gradient) {
    Tensor parameter = Tensor.zerosLike(gradient).requiresGrad_();
    parameter.setGrad(gradient);
    return parameter;
  }

  @Test
  void normsAndClippedGradientsArePyTorchs() throws IOException {
    JsonNode cases;
    try (InputStream in = ClipGradTest.class.getResourceAsStream("clip_grad.json")) {
      cases = new ObjectMapper().readTree(Objects.requireNonNull(in)).get("cases");
    }
    assertEquals(10, cases.size());
    for (JsonNode sample : cases) {
      List<Tensor> parameters = new ArrayList<>();
      for (JsonNode gradient : sample.get("grads")) {
        parameters.add(
            gradient.isNull() ? Tensor.zeros(5).requiresGrad_() : parameter(tensor(gradient)));
      }
      String order = sample.get("norm_type").asText();
      double p = order.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(order);
      Tensor total = ClipGrad.clipGradNorm_(parameters, sample.get("max_norm").asDouble(), p);
      double expected = sample.get("total").asDouble();
      assertEquals(expected, total.item(), RELATIVE * expected);
      assertEquals(Shape.of(), total.shape());
      for (int i = 0; i < parameters.size(); i++) {
        JsonNode clipped = sample.get("clipped").get(i);
        if (clipped.isNull()) {
          assertNull(parameters.get(i).grad());
        } else {
          assertTrue(parameters.get(i).grad().allclose(tensor(clipped), RELATIVE, 1e-7));
        }
      }
    }
  }

  @Test
  void whatIsSmallEnoughStays() {
    Tensor parameter = parameter(Tensor.of(3f, -4f));
    assertEquals(5, ClipGrad.clipGradNorm_(List.of(parameter), 10).item());
    assertArrayEquals(new float[] {3, -4}, parameter.grad().toFloatArray());
    assertEquals(0, ClipGrad.clipGradNorm_(List.of(), 1).item());
  }

  @Test
  void infinityIsAnErrorOnlyWhereAskedFor() {
    float inf = Float.POSITIVE_INFINITY;
    Tensor parameter = parameter(Tensor.of(inf, 1f));
    List<Tensor> all = List.of(parameter);
    assertEquals(
        "clipGradNorm_: the norm of the gradients is Infinity: must be finite",
        assertThrows(IllegalStateException.class, () -> ClipGrad.clipGradNorm_(all, 1, 2, true))
            .getMessage());
    assertArrayEquals(new float[] {inf, 1f}, parameter.grad().toFloatArray());
    assertEquals(inf, ClipGrad.clipGradNorm_(all, 1).item());
    assertArrayEquals(new float[] {Float.NaN, 0f}, parameter.grad().toFloatArray());
  }

  @Test
  void valuesAreClamped() {
    Tensor parameter = parameter(Tensor.of(-3f, -0.5f, 0.25f, 2f, Float.NaN));
    Tensor without = Tensor.ones(2).requiresGrad_();
    ClipGrad.clipGradValue_(List.of(parameter, without), 0.5);
    assertArrayEquals(
        new float[] {-0.5f, -0.5f, 0.25f, 0.5f, Float.NaN}, parameter.grad().toFloatArray());
    assertNull(without.grad());
  }

  @Test
  void gradientsThatAreViewsAreWrittenTo() {
    Tensor base = Tensor.arange(6.0).view(2, 3);
    Tensor parameter = Tensor.zeros(3, 2).requiresGrad_();
    parameter.setGrad(base.t());
    ClipGrad.clipGradValue_(List.of(parameter), 2);
    assertArrayEquals(new float[] {0, 1, 2, 2, 2, 2}, base.toFloatArray());
  }

  /** Small, large, empty, with an offset and with gaps, together more than one thread does. */
  private static List<Tensor> mixed() {
    List<Tensor> all = new ArrayList<>();
    Generator generator = new Generator(5);
    for (int n : new int[] {0, 1, 3, 17, 1000, 4097, 40_000, 140_001, 50_000, 30_000, 31}) {
      all.add(Tensor.randn(Shape.of(n), generator));
    }
    all.add(Tensor.randn(Shape.of(100), generator).narrow(0, 7, 50));
    all.add(Tensor.randn(Shape.of(30, 40), generator).t());
    all.add(Tensor.randn(Shape.of(9, 9), generator).narrow(1, 2, 5));
    return all;
  }

  private static List<Tensor> parametersOf(List<Tensor> gradients) {
    return gradients.stream().map(ClipGradTest::parameter).toList();
  }

  @Test
  void manyAtOnceAreEachByItself() {
    int before = Threads.get();
    try {
      for (int threads = 1; threads <= 2; threads++) {
        Threads.set(threads);
        for (double p : new double[] {0, 1, 2, 3, Double.POSITIVE_INFINITY}) {
          List<Tensor> gradients = p == 3 ? mixed().subList(0, 6) : mixed();
          gradients = Double.isInfinite(p) ? gradients.subList(1, gradients.size()) : gradients;
          float[] norms = new float[gradients.size()];
          for (int i = 0; i < norms.length; i++) {
            norms[i] = (float) gradients.get(i).norm(p).item();
          }
          assertArrayEquals(norms, Foreach.norm(gradients, p).toFloatArray());
        }
        List<Tensor> gradients = mixed();
        float norm = (float) Foreach.norm(gradients, 2).norm(2).item();
        float factor = 1 / (norm + 1e-6f) * 3;
        List<Tensor> expected = gradients.stream().map(g -> g.mul(factor)).toList();
        assertEquals(norm, ClipGrad.clipGradNorm_(parametersOf(gradients), 3).item());
        for (int i = 0; i < expected.size(); i++) {
          assertArrayEquals(expected.get(i).toFloatArray(), gradients.get(i).toFloatArray());
        }
        List<Tensor> clamped = gradients.stream().map(g -> g.clamp(-1e-3, 1e-3)).toList();
        ClipGrad.clipGradValue_(parametersOf(gradients), 1e-3);
        for (int i = 0; i < clamped.size(); i++) {
          assertArrayEquals(clamped.get(i).toFloatArray(), gradients.get(i).toFloatArray());
        }
      }
    } finally {
      Threads.set(before);
    }
  }

  @Test
  void aGradientThatTwoParametersShareIsScaledForEach() {
    Tensor shared = Tensor.ones(40_000);
    List<Tensor> parameters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      parameters.add(Tensor.zeros(40_000).requiresGrad_());
      parameters.get(i).setGrad(shared);
    }
    assertEquals(400, ClipGrad.clipGradNorm_(parameters, 200).item());
    float factor = 1 / (400 + 1e-6f) * 200;
    float once = factor;
    for (int i = 1; i < 4; i++) {
      once *= factor;
    }
    float[] expected = new float[40_000];
    Arrays.fill(expected, once);
    assertArrayEquals(expected, shared.toFloatArray());
  }

  @Test
  void aClippedGradientIsAChangedOne() {
    Tensor x = Tensor.of(3f, -4f).requiresGrad_();
    Tensor gradient = Tensor.of(3f, -4f);
    Tensor y = x.mul(gradient);
    Tensor parameter = parameter(gradient);
    ClipGrad.clipGradNorm_(List.of(parameter), 1);
    String message =
        assertThrows(IllegalStateException.class, () -> y.sum().backward()).getMessage();
    assertTrue(message.contains("was modified by clipGradNorm_"), message);
  }

  @Test
  void whatIsNotFloatIsRefusedBeforeAnythingIsChanged() {
    Tensor ones = Tensor.ones(3);
    List<Tensor> two = List.of(ones, Tensor.of(1L, 2L));
    assertEquals(
        "twice: a tensor of INT64: must be FLOAT32",
        assertThrows(
                IllegalArgumentException.class,
                () -> Foreach.apply("twice", two, (x, from, to) -> x[from] = 2))
            .getMessage());
    assertTrue(ones.equal(Tensor.ones(3)));
    assertEquals(
        "norm: over no elements of shape (0): must have one at least",
        assertThrows(
                IllegalArgumentException.class,
                () -> Foreach.norm(List.of(Tensor.zeros(0)), Double.POSITIVE_INFINITY))
            .getMessage());
    assertEquals(
        "norm: a tensor of INT64: must be FLOAT32",
        assertThrows(IllegalArgumentException.class, () -> Foreach.norm(two, 2)).getMessage());
  }

  @Test
  void bitsDoNotDependOnThreads() {
    int before = Threads.get();
    Tensor gradient = Tensor.linspace(-1, 2, 300_001);
    float[][] results = new float[2][];
    try {
      for (int threads = 1; threads <= 2; threads++) {
        Threads.set(threads);
        Tensor parameter = parameter(gradient.clone());
        ClipGrad.clipGradNorm_(List.of(parameter), 1);
        results[threads - 1] = parameter.grad().toFloatArray();
      }
    } finally {
      Threads.set(before);
    }
    assertArrayEquals(results[0], results[1]);
  }

  @Test
  void refusesNegativeBounds() {
    assertEquals(
        "clipGradNorm_: maxNorm is -1.0: must not be negative",
        assertThrows(IllegalArgumentException.class, () -> ClipGrad.clipGradNorm_(List.of(), -1))
            .getMessage());
    assertEquals(
        "clipGradValue_: clipValue is NaN: must not be negative",
        assertThrows(
                IllegalArgumentException.class,
                () -> ClipGrad.clipGradValue_(List.of(), Double.NaN))
            .getMessage());
  }
}
