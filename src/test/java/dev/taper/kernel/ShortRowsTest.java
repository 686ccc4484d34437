package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class ShortRowsTest {
  private static final int ROWS = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 31, 32, 40, 64, 65, 200})
  void rowsAndNothingElse(int w) {
    float[] x = Samples.normal(ROWS * (w + 3), 2, w);
    float[] y = new float[1 + ROWS * (w + 2)];
    Arrays.fill(y, -7);
    float[] expected = y.clone();
    for (int r = 0; r < ROWS; r++) {
      System.arraycopy(x, 2 + r * (w + 3), expected, 1 + r * (w + 2), w);
    }
    ShortRows.copy(x, 2, w + 3, y, 1, w + 2, ROWS, w);
    assertArrayEquals(expected, y);
  }

  @Test
  @Tag("vector")
  void vectorsWriteWhatPlainJavaWrites() {
    for (int w = 16; w <= ShortRows.MOST; w++) {
      float[] x = Samples.normal(ROWS * w + 4, 0, w);
      float[] plain = new float[ROWS * (w + 1)];
      float[] vector = plain.clone();
      ShortRows.plain(x, 1, w, plain, 0, w + 1, ROWS, w);
      VectorShortRows.copy(x, 1, w, vector, 0, w + 1, ROWS, w);
      assertArrayEquals(plain, vector, "w " + w);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 64, 96, 128})
  @Tag("vector")
  void rowsOfTwoOperandsAreComputedWhereTheyLie(int w) {
    FloatBinary sub = (a, b) -> a - b;
    BinaryLoop plain = new PlainBinaryLoop(sub);
    BinaryLoop vector = VectorLoops.binary("sub", plain);
    assertNotNull(vector);
    float[] a = Samples.normal(2 + ROWS * (w + 3), 0, w);
    float[] b = Samples.normal(w + 1, 0, w + 1);
    float[] expected = new float[1 + ROWS * (w + 2)];
    Arrays.fill(expected, -7);
    float[] y = expected.clone();
    plain.rows(a, 2, w + 3, b, 1, 0, expected, 1, w + 2, ROWS, w);
    vector.rows(a, 2, w + 3, b, 1, 0, y, 1, w + 2, ROWS, w);
    assertArrayEquals(expected, y);
  }
}
