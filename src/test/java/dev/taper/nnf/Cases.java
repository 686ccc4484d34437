package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taper.DType;
import dev.taper.Shape;
import dev.taper.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** PyTorch's numbers in files of JSON, and how close to them the results must lie. */
final class Cases {
  /** PyTorch's own tolerance for FLOAT32. */
  private static final double RELATIVE = 1.3e-6;

  /** The same near 0. */
  private static final double ABSOLUTE = 1e-5;

  private Cases() {}

  static JsonNode read(String file) {
    try (InputStream in = Cases.class.getResourceAsStream(file)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, file)).get("cases");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tensor, written with short or with long names of its fields. */
  static Tensor tensor(JsonNode node) {
    String dtype = node.has("t") ? node.get("t").asText() : node.get("dtype").asText();
    Shape shape = shape(node.has("s") ? node.get("s") : node.get("shape"));
    JsonNode data = node.has("d") ? node.get("d") : node.get("data");
    Tensor result =
        switch (dtype) {
          case "float32" -> {
            float[] values = new float[data.size()];
            for (int i = 0; i < values.length; i++) {
              values[i] = number(data.get(i));
            }
            yield Tensor.of(values, shape);
          }
          case "int64" -> {
            long[] values = new long[data.size()];
            for (int i = 0; i < values.length; i++) {
              values[i] = data.get(i).asLong();
            }
            yield Tensor.of(values, shape);
          }
          default -> throw new IllegalArgumentException(dtype);
        };
    return node.has("g") ? result.requiresGrad_() : result;
  }

  private static float number(JsonNode node) {
    return node.isTextual() && node.asText().equals("nan") ? Float.NaN : (float) node.asDouble();
  }

  private static Shape shape(JsonNode node) {
    int[] sizes = new int[node.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = node.get(i).asInt();
    }
    return Shape.of(sizes);
  }

  /** The gradient of a result from which the files' gradients were computed. */
  static Tensor cotangent(Shape shape) {
    float[] values = new float[shape.numel()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((i * 7 + 3) % 11 - 5) / 5f;
    }
    return Tensor.of(values, shape);
  }

  static void assertClose(Tensor expected, Tensor actual) {
    assertClose(expected, actual, RELATIVE, ABSOLUTE);
  }

  static void assertClose(Tensor expected, Tensor actual, double relative, double absolute) {
    assertEquals(expected.shape(), actual.shape());
    assertEquals(DType.FLOAT32, actual.dtype());
    float[] e = expected.toFloatArray();
    float[] a = actual.toFloatArray();
    for (int i = 0; i < e.length; i++) {
      if (Float.isFinite(e[i])) {
        assertEquals(e[i], a[i], absolute + relative * Math.abs(e[i]), "element " + i);
      } else {
        assertEquals(e[i], a[i], "element " + i);
      }
    }
  }
}
