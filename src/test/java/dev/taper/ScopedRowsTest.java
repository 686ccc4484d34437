package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row's results and gradients, bit by bit, in scopes as without. */
@Tag("kernel")
class ScopedRowsTest {
  static List<Row> rows() {
    return OpTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theSameBits(Row row) {
    for (Sample sample : row.samples()) {
      for (Arrangement arrangement : Arrangement.values()) {
        RowResults.Line expected = RowResults.line(row, sample, arrangement);
        for (int i = 0; i < 2; i++) {
          RowResults.Line actual;
          try (var _ = Scope.open("step")) {
            actual = RowResults.line(row, sample, arrangement);
          }
          assertEquals(expected.numbers().size(), actual.numbers().size());
          for (int j = 0; j < expected.numbers().size(); j++) {
            assertBits(expected.numbers().get(j), actual.numbers().get(j), expected.name());
          }
        }
      }
    }
  }

  /** Leaves made outside; their gradients, summed up over two scopes, are read after those. */
  @ParameterizedTest
  @MethodSource("rows")
  void gradientsOutliveTheScope(Row row) {
    if (!row.differentiable()) {
      return;
    }
    for (Sample sample : row.samples()) {
      for (Arrangement arrangement : Arrangement.values()) {
        Tensor[] plain = arrangement.leaves(sample);
        Tensor[] scoped = arrangement.leaves(sample);
        for (int i = 0; i < 2; i++) {
          backward(row, sample, arrangement, plain);
          try (var _ = Scope.open("step")) {
            backward(row, sample, arrangement, scoped);
          }
        }
        for (int i = 0; i < plain.length; i++) {
          Tensor expected = plain[i].grad();
          Tensor actual = scoped[i].grad();
          assertEquals(expected == null, actual == null);
          if (expected != null && actual != null) {
            assertBits(expected.toFloatArray(), actual.toFloatArray(), row + " of " + sample);
          }
        }
      }
    }
  }

  private static void backward(Row row, Sample sample, Arrangement arrangement, Tensor[] leaves) {
    for (Tensor leaf : leaves) {
      leaf.requiresGrad_();
    }
    Tensor y = arrangement.apply(row, sample, leaves);
    if (y.requiresGrad()) {
      y.backward(Tensor.linspace(-1, 1, y.numel()).reshape(y.shape()));
    }
  }

  private static void assertBits(float[] expected, float[] actual, String where) {
    assertArrayEquals(bits(expected), bits(actual), where);
  }

  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }
}
