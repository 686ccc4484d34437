package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Elements at indices, and the sums that go back, against the plainest loops; any threads. */
class PickingTest {
  private final int before = Threads.get();

  @AfterEach
  void sameThreadsAsBefore() {
    Threads.set(before);
  }

  private static Tensor indices(Random random, int size, int... shape) {
    long[] values = new long[Shape.of(shape).numel()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-size, size);
    }
    return Tensor.of(values, Shape.of(shape));
  }

  /** Where an element of {@code sizes} lies in row-major order of {@code shape}. */
  private static int place(int i, int[] sizes, int[] shape, int dim, long index) {
    int place = 0;
    int unit = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      long at = i % sizes[d];
      if (d == dim) {
        at = index < 0 ? index + shape[d] : index;
      }
      place += (int) at * unit;
      unit *= shape[d];
      i /= sizes[d];
    }
    return place;
  }

  private static void gathers(int[] shape, int[] sizes, int dim) {
    Random random = new Random(5);
    Tensor x = Tensor.randn(shape).requiresGrad_();
    Tensor index = indices(random, shape[dim], sizes);
    Tensor dy = Tensor.randn(sizes);
    Tensor y = x.gather(dim, index);
    y.backward(dy);
    float[] from = x.toFloatArray();
    float[] back = dy.toFloatArray();
    long[] at = index.toLongArray();
    float[] want = new float[at.length];
    float[] wantBack = new float[from.length];
    for (int i = 0; i < at.length; i++) {
      int place = place(i, sizes, shape, dim, at[i]);
      want[i] = from[place];
      wantBack[place] += back[i];
    }
    assertArrayEquals(want, y.toFloatArray());
    Tensor gradient = x.grad();
    assertArrayEquals(wantBack, gradient.toFloatArray());

    int last = shape.length - 1;
    Tensor turned = x.detach().transpose(0, last).clone().transpose(0, last);
    Tensor turnedIndex = index.transpose(0, last).clone().transpose(0, last);
    assertArrayEquals(want, turned.gather(dim, turnedIndex).toFloatArray());
    Tensor mask = x.detach().gt(0);
    boolean[] wantMask = new boolean[want.length];
    long[] wantLongs = new long[want.length];
    for (int i = 0; i < want.length; i++) {
      wantMask[i] = want[i] > 0;
      wantLongs[i] = (long) want[i];
    }
    assertArrayEquals(wantMask, mask.gather(dim, index).toBooleanArray());
    assertArrayEquals(wantLongs, x.detach().to(DType.INT64).gather(dim, index).toLongArray());
  }

  @Test
  void gatherAndItsSums() {
    for (int threads = 1; threads <= 3; threads++) {
      Threads.set(threads);
      gathers(new int[] {7}, new int[] {20}, 0);
      gathers(new int[] {7}, new int[] {150_000}, 0);
      gathers(new int[] {5, 1}, new int[] {4, 9}, 1);
      gathers(new int[] {300, 40}, new int[] {300, 1}, 1);
      gathers(new int[] {4, 3, 5}, new int[] {2, 7, 4}, 1);
      gathers(new int[] {4, 3, 5}, new int[] {9, 3, 5}, 0);
      gathers(new int[] {4, 3, 5}, new int[] {4, 3, 1}, 2);
      for (int dim = 0; dim < 2; dim++) {
        gathers(new int[] {257, 300}, new int[] {257, 300}, dim);
      }
      gathers(new int[] {3, 300}, new int[] {500, 299}, 0);
      gathers(new int[] {20, 30, 200}, new int[] {20, 30, 200}, 1);
    }
  }

  private static void selects(int[] shape, int dim, int count) {
    Tensor x = Tensor.randn(shape).requiresGrad_();
    Tensor index = indices(new Random(6), shape[dim], count);
    Tensor y = x.indexSelect(dim, index);
    Tensor dy = Tensor.randn(y.shape().toArray());
    y.backward(dy);
    int[] sizes = y.shape().toArray();
    float[] from = x.toFloatArray();
    float[] back = dy.toFloatArray();
    long[] at = index.toLongArray();
    float[] want = new float[y.numel()];
    float[] wantBack = new float[from.length];
    int inner = 1;
    for (int d = dim + 1; d < shape.length; d++) {
      inner *= shape[d];
    }
    for (int i = 0; i < want.length; i++) {
      int place = place(i, sizes, shape, dim, at[i / inner % count]);
      want[i] = from[place];
      wantBack[place] += back[i];
    }
    assertArrayEquals(want, y.toFloatArray());
    Tensor gradient = x.grad();
    assertArrayEquals(wantBack, gradient.toFloatArray());
    int last = shape.length - 1;
    Tensor turned = x.detach().transpose(0, last).clone().transpose(0, last);
    assertArrayEquals(want, turned.indexSelect(dim, index).toFloatArray());
  }

  @Test
  void indexSelectAndItsSums() {
    for (int threads = 1; threads <= 3; threads++) {
      Threads.set(threads);
      selects(new int[] {7}, 0, 20);
      selects(new int[] {4, 5, 3}, 1, 9);
      selects(new int[] {4, 5, 33}, 1, 9);
      selects(new int[] {50, 6000}, 0, 60);
      selects(new int[] {300, 700}, 1, 600);
      selects(new int[] {9, 20, 900}, 1, 25);
    }
  }

  @Test
  void aBadIndexIsNamedAndNothingChanges() {
    Tensor x = Tensor.randn(3, 70_000);
    Tensor index = Tensor.zeros(Shape.of(3, 70_000), DType.INT64);
    index.set("2, 69999", 70_000);
    var refused = assertThrows(IndexOutOfBoundsException.class, () -> x.gather(1, index));
    assertEquals(
        "gather: index 70000 in dimension 1 of size 70000: must be from -70000 to 69999",
        refused.getMessage());
  }

  @Test
  void anIndexChangedBeforeTheGradientIsAnError() {
    Tensor x = Tensor.randn(3, 3).requiresGrad_();
    Tensor index = Tensor.zeros(Shape.of(3, 3), DType.INT64);
    Tensor y = x.gather(1, index).sum();
    index.add_(1);
    assertThrows(IllegalStateException.class, y::backward);
  }
}
