package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Torch's cases as they stand in the resources: read, and compared with. */
final class Conformance {
  private Conformance() {}

  /** The cases of a resource. */
  static List<JsonNode> cases(String resource) {
    try (InputStream in = Conformance.class.getResourceAsStream(resource)) {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(in).get("cases").forEach(cases::add);
      return cases;
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
  }

  /** A tensor of either notation: t, s, d or dtype, shape, data. */
  static Tensor tensor(JsonNode node) {
    JsonNode data = node.has("d") ? node.get("d") : node.get("data");
    JsonNode sizes = node.has("s") ? node.get("s") : node.get("shape");
    Shape shape = Shape.of(ints(sizes));
    int n = data.size();
    return switch (dtype(node)) {
      case FLOAT32 -> {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
          values[i] = (float) number(data.get(i));
        }
        yield Tensor.of(values, shape);
      }
      case INT64 -> {
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
          values[i] = data.get(i).asLong();
        }
        yield Tensor.of(values, shape);
      }
      case BOOL -> {
        boolean[] values = new boolean[n];
        for (int i = 0; i < n; i++) {
          values[i] = data.get(i).asBoolean();
        }
        yield Tensor.of(values, shape);
      }
    };
  }

  static boolean isTensor(JsonNode node) {
    return node.has("t") && node.has("s");
  }

  private static DType dtype(JsonNode node) {
    String name = node.has("t") ? node.get("t").asText() : node.get("dtype").asText();
    return switch (name) {
      case "float32" -> DType.FLOAT32;
      case "int64", "int32" -> DType.INT64;
      case "bool" -> DType.BOOL;
      default -> throw new IllegalArgumentException("a tensor of " + name);
    };
  }

  static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }

  /** A number, also where NaN or an infinity is written as a word. */
  static double number(JsonNode node) {
    JsonNode value = node.has("f") ? node.get("f") : node;
    if (value.isBoolean()) {
      return value.asBoolean() ? 1 : 0;
    }
    return value.isTextual()
        ? switch (value.asText()) {
          case "nan" -> Double.NaN;
          case "inf" -> Double.POSITIVE_INFINITY;
          case "-inf" -> Double.NEGATIVE_INFINITY;
          default -> throw new IllegalArgumentException(value.asText());
        }
        : value.asDouble();
  }

  /** Same kind, same shape, and each number within the tolerance; NaN equals NaN. */
  static void assertClose(
      JsonNode expected, Tensor actual, double relative, double absolute, String what) {
    Tensor wanted = tensor(expected);
    assertEquals(wanted.dtype(), actual.dtype(), what);
    assertEquals(wanted.shape(), actual.shape(), what);
    float[] a = wanted.toFloatArray();
    float[] b = actual.toFloatArray();
    for (int i = 0; i < a.length; i++) {
      double bound = absolute + relative * Math.abs(a[i]);
      boolean near = Double.isFinite(bound) && Math.abs((double) a[i] - b[i]) <= bound;
      boolean close = near || a[i] == b[i] || (Float.isNaN(a[i]) && Float.isNaN(b[i]));
      int at = i;
      assertTrue(close, () -> what + ", number " + at + ": torch " + a[at] + ", here " + b[at]);
    }
  }
}
