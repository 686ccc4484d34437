package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Float kernels against the plainest loop, element by element, with every element around. */
@Tag("kernel")
class PointwiseTest {
  private static final float CANARY = 777f;
  private static final FloatUnary SQUARE = x -> x * x;

  /** Neither commutative nor blind to its left or right argument. */
  private static final FloatBinary MIX = (a, b) -> a - 2f * b;

  private static final FloatCompare LESS = (a, b) -> a < b;

  private static void unary(UnaryKernel kernel, FloatUnary f, View x, View y, Random random) {
    float[] from = x.floats(random);
    float[] got = new float[y.length()];
    Arrays.fill(got, CANARY);
    float[] want = got.clone();
    for (int i = 0; i < View.count(x.sizes()); i++) {
      want[y.at(i)] = f.apply(from[x.at(i)]);
    }
    kernel.apply(x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
    assertArrayEquals(want, got, () -> kernel + " " + text(x) + " " + text(y));
  }

  private static void binary(
      BinaryKernel kernel, FloatBinary f, View a, View b, View y, Random random) {
    float[] left = a.floats(random);
    float[] right = b.floats(random);
    float[] got = new float[y.length()];
    Arrays.fill(got, CANARY);
    float[] want = got.clone();
    for (int i = 0; i < View.count(a.sizes()); i++) {
      want[y.at(i)] = f.apply(left[a.at(i)], right[b.at(i)]);
    }
    kernel.apply(
        a.sizes(),
        left,
        a.offset(),
        a.strides(),
        right,
        b.offset(),
        b.strides(),
        got,
        y.offset(),
        y.strides());
    assertArrayEquals(want, got, () -> kernel + " " + text(a) + " " + text(b) + " " + text(y));
  }

  private static void compare(
      CompareKernel kernel, FloatCompare f, View a, View b, View y, Random random) {
    float[] left = a.floats(random);
    float[] right = b.floats(random);
    boolean[] got = new boolean[y.length()];
    for (int i = 0; i < got.length; i++) {
      got[i] = i % 3 == 0;
    }
    boolean[] want = got.clone();
    for (int i = 0; i < View.count(a.sizes()); i++) {
      want[y.at(i)] = f.apply(left[a.at(i)], right[b.at(i)]);
    }
    kernel.apply(
        a.sizes(),
        left,
        a.offset(),
        a.strides(),
        right,
        b.offset(),
        b.strides(),
        got,
        y.offset(),
        y.strides());
    assertArrayEquals(want, got, () -> kernel + " " + text(a) + " " + text(b) + " " + text(y));
  }

  private static String text(View v) {
    return Arrays.toString(v.sizes())
        + " by "
        + Arrays.toString(v.strides())
        + " from "
        + v.offset();
  }

  @Test
  void unaryLoopsServeEveryLayout() {
    Random random = new Random(1);
    UnaryKernel[] kernels = {
      Kernels.unary("", SQUARE), Kernels.unary("", SQUARE), Kernels.unary("square", SQUARE)
    };
    kernels[1].settle();
    kernels[2].settle();
    for (UnaryKernel kernel : kernels) {
      for (int[] shape : View.shapes()) {
        View plain = View.contiguous(3, shape);
        unary(kernel, SQUARE, plain, plain, random);
        unary(kernel, SQUARE, View.scalar(2, shape), plain, random);
        for (int i = 0; i < 12; i++) {
          View x = View.random(random, true, shape);
          unary(kernel, SQUARE, x, View.contiguous(i % 3, shape), random);
          unary(kernel, SQUARE, x, View.random(random, false, shape), random);
        }
      }
    }
  }

  @Test
  void binaryLoopsServeEveryLayout() {
    Random random = new Random(2);
    BinaryKernel own = Kernels.binary("", MIX);
    own.settle();
    BinaryKernel sub = Kernels.binary("sub", (a, b) -> a - b);
    sub.settle();
    for (int[] shape : View.shapes()) {
      View plain = View.contiguous(3, shape);
      View scalar = View.scalar(1, shape);
      for (BinaryKernel kernel : new BinaryKernel[] {Kernels.binary("", MIX), own, sub}) {
        FloatBinary f = kernel == sub ? (a, b) -> a - b : MIX;
        binary(kernel, f, plain, plain, plain, random);
        binary(kernel, f, plain, View.contiguous(0, shape), View.contiguous(1, shape), random);
        binary(kernel, f, plain, scalar, plain, random);
        binary(kernel, f, scalar, plain, plain, random);
        binary(kernel, f, scalar, scalar, plain, random);
        for (int i = 0; i < 12; i++) {
          View a = View.random(random, true, shape);
          View b = View.random(random, true, shape);
          binary(kernel, f, a, b, View.contiguous(i % 3, shape), random);
          binary(kernel, f, a, b, View.random(random, false, shape), random);
          binary(kernel, f, plain, b, View.contiguous(3, shape), random);
          binary(kernel, f, a, scalar, plain, random);
        }
      }
    }
  }

  @Test
  void comparisonsServeEveryLayout() {
    Random random = new Random(3);
    CompareKernel own = Kernels.compare("", LESS);
    own.settle();
    CompareKernel named = Kernels.compare("lt", LESS);
    named.settle();
    for (int[] shape : View.shapes()) {
      View plain = View.contiguous(3, shape);
      View scalar = View.scalar(1, shape);
      for (CompareKernel kernel : new CompareKernel[] {Kernels.compare("", LESS), own, named}) {
        compare(kernel, LESS, plain, plain, plain, random);
        compare(kernel, LESS, plain, View.contiguous(0, shape), plain, random);
        compare(kernel, LESS, plain, scalar, plain, random);
        compare(kernel, LESS, scalar, plain, plain, random);
        compare(kernel, LESS, scalar, scalar, plain, random);
        for (int i = 0; i < 8; i++) {
          View a = View.random(random, true, shape);
          View b = View.random(random, true, shape);
          compare(kernel, LESS, a, b, View.contiguous(i % 3, shape), random);
          compare(kernel, LESS, a, b, View.random(random, false, shape), random);
        }
      }
    }
  }

  @Test
  void theOutputMayBeAnInput() {
    Random random = new Random(4);
    UnaryKernel square = Kernels.unary("square", SQUARE);
    BinaryKernel add = Kernels.binary("add", Float::sum);
    for (int round = 0; round < 2; round++) {
      for (int[] shape : View.shapes()) {
        for (View v : new View[] {View.contiguous(5, shape), View.random(random, false, shape)}) {
          float[] x = v.floats(random);
          float[] want = x.clone();
          v.forEach(i -> want[i] = want[i] * want[i]);
          square.apply(shape, x, v.offset(), v.strides(), x, v.offset(), v.strides());
          assertArrayEquals(want, x, () -> text(v));

          v.forEach(i -> want[i] = want[i] + want[i]);
          add.apply(
              shape,
              x,
              v.offset(),
              v.strides(),
              x,
              v.offset(),
              v.strides(),
              x,
              v.offset(),
              v.strides());
          assertArrayEquals(want, x, () -> text(v));
        }
      }
      square.settle();
      add.settle();
    }
  }

  @Test
  void manyElementsAreSharedAmongThreads() {
    Random random = new Random(5);
    int before = Team.threads();
    try {
      for (int threads : new int[] {1, 3}) {
        Team.threads(threads);
        UnaryKernel square = Kernels.unary("", SQUARE);
        BinaryKernel mix = Kernels.binary("", MIX);
        CompareKernel less = Kernels.compare("", LESS);
        for (int[] shape : new int[][] {{140_001}, {3, 45_000}, {41, 60, 60}}) {
          View plain = View.contiguous(1, shape);
          View x = View.random(random, true, shape);
          View y = View.random(random, false, shape);
          unary(square, SQUARE, plain, plain, random);
          unary(square, SQUARE, x, y, random);
          binary(mix, MIX, plain, View.contiguous(0, shape), plain, random);
          binary(mix, MIX, x, plain, plain, random);
          binary(mix, MIX, plain, View.scalar(0, shape), y, random);
          compare(less, LESS, plain, plain, plain, random);
          compare(less, LESS, x, plain, y, random);
        }
      }
    } finally {
      Team.threads(before);
    }
  }

  @Test
  void aFormulaMayItselfRunAKernel() {
    UnaryKernel inner = Kernels.unary("", x -> x + 1f);
    int[] sizes = {3, 2};
    int[] swapped = {1, 3};
    UnaryKernel outer =
        Kernels.unary(
            "",
            x -> {
              float[] one = {x, x, x, x, x, x};
              float[] two = new float[6];
              inner.apply(sizes, one, 0, swapped, two, 0, new int[] {2, 1});
              return two[0];
            });
    float[] y = new float[6];
    outer.apply(sizes, new float[] {0, 1, 2, 3, 4, 5}, 0, swapped, y, 0, new int[] {2, 1});
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, y);
  }

  @Test
  void aFormulaThatThrowsLeavesTheKernelUsable() {
    boolean[] fails = {true};
    UnaryKernel kernel =
        Kernels.unary(
            "",
            x -> {
              if (fails[0]) {
                throw new IllegalStateException("formula");
              }
              return x;
            });
    float[] x = {1, 2, 3, 4};
    float[] y = new float[4];
    int[] sizes = {2, 2};
    int[] swapped = {1, 2};
    int[] rows = {2, 1};
    try {
      kernel.apply(sizes, x, 0, swapped, y, 0, rows);
    } catch (IllegalStateException e) {
      fails[0] = false;
    }
    kernel.apply(sizes, x, 0, swapped, y, 0, rows);
    assertArrayEquals(new float[] {1, 3, 2, 4}, y);
  }

  @Test
  void kernelsTakeLoopsOfTheirOwnAfterSomeWork() {
    UnaryKernel kernel = Kernels.unary("", SQUARE);
    float[] x = new float[1000];
    assertEquals(PlainUnaryLoop.class, kernel.loopClass());
    for (int i = 0; i < 40; i++) {
      kernel.apply(x, 0, x, 0, x.length);
    }
    assertTrue(kernel.loopClass().isHidden());
  }

  @Test
  @Tag("vector")
  void aVectorLoopIsTakenWhenItHasProvedFaster() {
    UnaryKernel kernel = Kernels.unary("tanh", FloatMath::tanh);
    Warmup warmup = new Warmup(kernel);
    while (!warmup.turn()) {
      Thread.onSpinWait();
    }
    assertTrue(warmup.ready(1));
    assertTrue(kernel.loopClass().getName().contains("VectorUnaryLoop"));
    float[] y = new float[3];
    kernel.apply(new float[] {-1f, 0f, 2f}, 0, y, 0, 3);
    assertArrayEquals(new float[] {FloatMath.tanh(-1f), FloatMath.tanh(0f), FloatMath.tanh(2f)}, y);
  }

  @Test
  @Timeout(60)
  @Tag("vector")
  void aFewLargeCallsAreMuchWork() {
    UnaryKernel kernel = Kernels.unary("exp", FloatMath::exp);
    float[] x = new float[1 << 20];
    float[] y = new float[1 << 20];
    for (int i = 0; i < 33; i++) {
      kernel.apply(x, 0, y, 0, x.length);
    }
    while (!kernel.loopClass().getName().contains("VectorUnaryLoop")) {
      // A loop that calls nothing would read the field once for all.
      LockSupport.parkNanos(100_000);
    }
    kernel.apply(x, 0, y, 0, x.length);
    assertEquals(1f, y[y.length - 1]);
  }

  @Test
  @Tag("vector")
  void aFormulaWithoutVectorFormStaysPlain() {
    UnaryKernel kernel = Kernels.unary("", SQUARE);
    kernel.settle();
    assertNull(kernel.trial());
    assertTrue(kernel.loopClass().getName().contains("PlainUnaryLoop"));
  }
}
