package dev.taper.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FadedTest {
  private static final float WEIGHT = (float) (1 - 0.9);
  private static final float BETA2 = 0.999f;

  private static Faded of(float[] p, float[] m, float[] v, float[] g) {
    return Faded.of(p, m, v, g, 0, p.length, 1e-20f, WEIGHT, BETA2);
  }

  @Test
  void stepsAreThoseOfFloats() {
    SplittableRandom random = new SplittableRandom(5);
    int n = 1000;
    float[] p = new float[n];
    float[] m = new float[n];
    float[] v = new float[n];
    for (int i = 0; i < n; i++) {
      int bits = i < 200 ? 1 + i : 1 + random.nextInt(0x7fffff);
      p[i] = 1f;
      m[i] = Float.intBitsToFloat(bits | random.nextInt(2) << 31);
      v[i] = Float.intBitsToFloat(i % 2 == 0 ? 1 + random.nextInt(0x7fffff) : 0x3f800000);
    }
    float[] means = new float[n];
    float[] squares = v.clone();
    for (int i = 0; i < n; i++) {
      means[i] = Math.fma(WEIGHT, 0f - m[i], m[i]);
      if (i % 2 == 0) {
        squares[i] = v[i] * BETA2;
      }
    }
    Faded faded = of(p, m, v, new float[n]);
    assertNotNull(faded);
    for (int i = 0; i < n; i++) {
      assertEquals(0f, m[i]);
      assertEquals(i % 2 == 0 ? 0f : 1f, v[i]);
    }
    faded.putBack(m, v);
    assertArrayEquals(means, m);
    assertArrayEquals(squares, v);
  }

  @Test
  void othersStay() {
    float small = Float.MIN_VALUE * 100;
    float[] p = {1f, 1f, 1f, 1e-21f, Float.NaN, 1f};
    float[] m = {0f, -0f, small, small, small, Float.MIN_NORMAL};
    float[] v = {1f, 0f, 1f, 1f, 1f, small};
    float[] g = {0f, 0f, Float.MIN_VALUE, 0f, 0f, 0f};
    assertNull(of(p, m, v, g));
    assertEquals(small, m[2]);
  }

  /** What an optimizer makes of few elements is what it makes of many, which are not set aside. */
  @Test
  void adamTakesTheSameSteps() {
    int few = 40;
    int many = Faded.MOST + few;
    Tensor[] params = new Tensor[2];
    Adam[] adams = new Adam[2];
    for (int k = 0; k < 2; k++) {
      float[] values = new float[k == 0 ? few : many];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 3 == 0 ? 0f : 0.01f * i;
      }
      params[k] = Tensor.of(values).requiresGrad_();
      adams[k] = new Adam(List.of(params[k]), 0.01);
    }
    for (int step = 0; step < 1500; step++) {
      for (int k = 0; k < 2; k++) {
        float[] gradient = new float[k == 0 ? few : many];
        for (int i = 0; i < few && step < 3; i++) {
          gradient[i] = (i + 1) * (i % 2 == 0 ? 1e-15f : -1e-3f);
        }
        params[k].setGrad(Tensor.of(gradient));
        adams[k].step();
      }
    }
    float[] one = params[0].detach().toFloatArray();
    float[] other = params[1].detach().narrow(0, 0, few).toFloatArray();
    assertArrayEquals(other, one);
    assertTrue(one[1] != 0.01f, "the parameters moved");
  }
}
