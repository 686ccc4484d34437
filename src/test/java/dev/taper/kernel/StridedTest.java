package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Matrices of every size and layout against the plainest loop, with every element around. */
@Tag("kernel")
class StridedTest {
  private static final int[] SIZES = {1, 3, 15, 16, 17, 31, 33, 64, 100, 127, 129, 257};

  /** Neither commutative nor blind to its left or right argument. */
  private static final FloatBinary MIX = (a, b) -> a - 2f * b;

  private static View matrix(int offset, int h, int w, int rows, int columns) {
    int last = Math.max(0, h - 1) * rows + Math.max(0, w - 1) * columns;
    return new View(new int[] {h, w}, new int[] {rows, columns}, offset, offset + last + 1);
  }

  /** Layouts in which every element has a place of its own; the array ends with the last one. */
  private static List<View> apart(int h, int w) {
    List<View> views = new ArrayList<>();
    views.add(matrix(0, h, w, w, 1));
    views.add(matrix(3, h, w, w, 1));
    views.add(matrix(2, h, w, w + 5, 1));
    views.add(matrix(1, h, w, 1, h));
    views.add(matrix(0, h, w, 1, h + 3));
    views.add(matrix(5, h, w, 2, 2 * h + 1));
    for (int step = 2; step <= 5; step++) {
      views.add(matrix(step, h, w, step * w, step));
    }
    views.add(matrix(1, h, w, 2 * w + 5, 2));
    views.add(matrix(0, h, w, 9 * w + 1, 9));
    return views;
  }

  /** The same, and some in which elements share a place. */
  private static List<View> any(int h, int w) {
    List<View> views = apart(h, w);
    views.add(matrix(4, h, w, 0, 1));
    views.add(matrix(4, h, w, 1, 0));
    views.add(matrix(4, h, w, 0, 3));
    views.add(matrix(1, h, w, 7, 0));
    views.add(matrix(2, h, w, 0, 0));
    views.add(matrix(2, h, w, 1, 1));
    return views;
  }

  private interface Check {
    void accept(View x, View y);
  }

  /** Each layout of the input with two of the output, and each of the output with two. */
  private static void everyMatrix(Check check) {
    for (int h : SIZES) {
      for (int w : SIZES) {
        List<View> sources = any(h, w);
        List<View> targets = apart(h, w);
        for (View x : sources) {
          check.accept(x, targets.get(0));
          check.accept(x, targets.get(1 + h % (targets.size() - 1)));
        }
        for (View y : targets) {
          check.accept(sources.get(1), y);
          check.accept(sources.get(w % sources.size()), y);
        }
      }
    }
  }

  private static String text(View v) {
    return Arrays.toString(v.sizes()) + Arrays.toString(v.strides()) + " from " + v.offset();
  }

  private static float[] numbers(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i + 1;
    }
    return x;
  }

  /** Every element's place in order of indices. */
  private static int[] places(View v) {
    int h = v.sizes()[0];
    int w = v.sizes()[1];
    int[] places = new int[h * w];
    for (int i = 0; i < places.length; i++) {
      places[i] = v.offset() + i / w * v.strides()[0] + i % w * v.strides()[1];
    }
    return places;
  }

  @Test
  void matricesAreCopied() {
    everyMatrix(
        (x, y) -> {
          int[] from = places(x);
          int[] to = places(y);
          float[] source = numbers(x.length());
          float[] got = new float[y.length()];
          float[] want = new float[y.length()];
          long[] gotLongs = new long[y.length()];
          long[] wantLongs = new long[y.length()];
          long[] longs = new long[x.length()];
          boolean[] gotBooleans = new boolean[y.length()];
          boolean[] wantBooleans = new boolean[y.length()];
          boolean[] booleans = new boolean[x.length()];
          for (int i = 0; i < longs.length; i++) {
            longs[i] = i + 1L;
            booleans[i] = i * 7 % 3 == 0;
          }
          for (int i = 0; i < from.length; i++) {
            want[to[i]] = source[from[i]];
            wantLongs[to[i]] = longs[from[i]];
            wantBooleans[to[i]] = booleans[from[i]];
          }
          int[] sizes = x.sizes();
          int xo = x.offset();
          int yo = y.offset();
          Copy.floats(sizes, source, xo, x.strides(), got, yo, y.strides());
          assertArrayEquals(want, got, () -> text(x) + " to " + text(y));
          Copy.longs(sizes, longs, xo, x.strides(), gotLongs, yo, y.strides());
          assertArrayEquals(wantLongs, gotLongs, () -> text(x) + " to " + text(y));
          Copy.booleans(sizes, booleans, xo, x.strides(), gotBooleans, yo, y.strides());
          assertArrayEquals(wantBooleans, gotBooleans, () -> text(x) + " to " + text(y));
        });
  }

  private static void computesEveryMatrix(BinaryKernel kernel, UnaryKernel unary) {
    everyMatrix(
        (x, y) -> {
          int[] from = places(x);
          int[] to = places(y);
          float[] source = numbers(x.length());
          float[] got = numbers(y.length());
          float[] want = got.clone();
          for (int i = 0; i < from.length; i++) {
            want[to[i]] = MIX.apply(want[to[i]], source[from[i]]);
          }
          int[] sizes = x.sizes();
          int xo = x.offset();
          int yo = y.offset();
          kernel.apply(sizes, got, yo, y.strides(), source, xo, x.strides(), got, yo, y.strides());
          assertArrayEquals(want, got, () -> text(y) + " and " + text(x) + " in place");

          View z = matrix(6, sizes[0], sizes[1], sizes[1], 1);
          float[] fresh = new float[z.length()];
          float[] wanted = new float[z.length()];
          int[] at = places(z);
          for (int i = 0; i < from.length; i++) {
            wanted[at[i]] = MIX.apply(source[from[i]], got[to[i]]);
          }
          kernel.apply(sizes, source, xo, x.strides(), got, yo, y.strides(), fresh, 6, z.strides());
          assertArrayEquals(wanted, fresh, () -> text(x) + " and " + text(y));

          for (int i = 0; i < from.length; i++) {
            want[to[i]] = -source[from[i]];
          }
          unary.apply(sizes, source, xo, x.strides(), got, yo, y.strides());
          assertArrayEquals(want, got, () -> text(x) + " negated to " + text(y));
        });
  }

  @Test
  void sharedLoopsServeMatrices() {
    computesEveryMatrix(Kernels.binary("", MIX), Kernels.unary("", x -> -x));
  }

  @Test
  void vectorLoopsServeMatrices() {
    BinaryKernel kernel = Kernels.binary("sub", (a, b) -> a - b);
    UnaryKernel negative = Kernels.unary("neg", x -> -x);
    kernel.settle();
    negative.settle();
    everyMatrix(
        (x, y) -> {
          int[] from = places(x);
          int[] to = places(y);
          float[] source = numbers(x.length());
          float[] got = numbers(y.length());
          float[] want = got.clone();
          for (int i = 0; i < from.length; i++) {
            want[to[i]] -= source[from[i]];
          }
          kernel.apply(
              x.sizes(),
              got,
              y.offset(),
              y.strides(),
              source,
              x.offset(),
              x.strides(),
              got,
              y.offset(),
              y.strides());
          assertArrayEquals(want, got, () -> text(y) + " and " + text(x) + " in place");
          for (int i = 0; i < from.length; i++) {
            want[to[i]] = -source[from[i]];
          }
          negative.apply(x.sizes(), source, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got, () -> text(x) + " negated to " + text(y));
        });
  }

  @Test
  @Tag("vector")
  void vectorsTransposeAsPlainJavaDoes() {
    for (int h : SIZES) {
      for (int w : SIZES) {
        float[] x = numbers(2 + (h + 1) * w);
        float[] want = new float[1 + h * (w + 2)];
        float[] got = want.clone();
        Transpose.plain(x, 2, h + 1, want, 1, w + 2, h, w);
        VectorTranspose.floats(x, 2, h + 1, got, 1, w + 2, h, w);
        assertArrayEquals(want, got, h + " rows, " + w + " columns");
        want = new float[1 + h * Walk.WIDE];
        got = want.clone();
        Transpose.plain(x, 2, h + 1, want, 1, Walk.WIDE, h, Math.min(w, Walk.WIDE));
        VectorTranspose.floats(x, 2, h + 1, got, 1, Walk.WIDE, h, Math.min(w, Walk.WIDE));
        assertArrayEquals(want, got, h + " rows of a tile, " + w + " columns");
      }
    }
  }

  @Test
  @Tag("vector")
  void vectorsCombAsPlainJavaDoes() {
    Random random = new Random(3);
    for (int n : SIZES) {
      for (int step = 1; step <= 9; step++) {
        for (int room = 0; room < 3; room++) {
          int offset = random.nextInt(4);
          float[] x = numbers(offset + (n - 1) * step + 1 + room);
          float[] want = new float[n + 2];
          float[] got = want.clone();
          Comb.gatherPlain(x, offset, step, want, 1, n);
          VectorComb.gather(x, offset, step, got, 1, n);
          assertArrayEquals(want, got, n + " by " + step);
          float[] to = numbers(x.length);
          float[] target = to.clone();
          Comb.scatterPlain(want, 1, to, offset, step, n);
          VectorComb.scatter(want, 1, target, offset, step, n);
          assertArrayEquals(to, target, n + " by " + step);
        }
      }
    }
  }

  @Test
  @Tag("vector")
  void stepsOfEitherArgumentAndOfTheResult() {
    BinaryLoop plain = new PlainBinaryLoop((a, b) -> a - b);
    StepLoop loop = Objects.requireNonNull(VectorLoops.steps("sub", plain));
    Random random = new Random(5);
    int served = 0;
    for (int as = 0; as <= 5; as++) {
      for (int bs = 0; bs <= 5; bs++) {
        for (int ys = 1; ys <= 5; ys++) {
          if (StepLoop.serves(as, bs, ys)) {
            served++;
            for (int n : SIZES) {
              int room = random.nextInt(4);
              int ao = random.nextInt(4);
              int bo = random.nextInt(4);
              int yo = random.nextInt(4);
              float[] a = numbers(ao + (n - 1) * as + 1 + room);
              float[] b = numbers(bo + (n - 1) * bs + 1 + random.nextInt(4));
              float[] want = numbers(yo + (n - 1) * ys + 1 + random.nextInt(4));
              float[] got = want.clone();
              plain.steps(a, ao, as, b, bo, bs, want, yo, ys, n);
              for (int i = 0; i < n; i++) {
                assertEquals(a[ao + i * as] - b[bo + i * bs], want[yo + i * ys]);
              }
              loop.run(a, ao, as, b, bo, bs, got, yo, ys, n);
              assertArrayEquals(want, got, n + " by " + as + ", " + bs + " to " + ys);
            }
          }
        }
      }
    }
    // Three steps on the left, on the right, and of both the left and the result; b or a scalar.
    assertEquals(3 * 2 + 3 * 2 + 3 * 2, served);
  }

  @Test
  void aStrangersElementsBetweenAreNotWritten() {
    int n = 4000;
    float[] x = numbers(2 * n);
    float[] want = x.clone();
    int[] twos = {2};
    BinaryKernel add = Kernels.binary("add", Float::sum);
    add.settle();
    for (int i = 0; i < n; i++) {
      want[2 * i] += 1000f;
      want[2 * i + 1] += 2000f;
    }
    int[] sizes = {n};
    float[] one = {1000f};
    float[] two = {2000f};
    int[] all = {0};
    add.apply(sizes, x, 0, twos, one, 0, all, x, 0, twos);
    add.apply(sizes, x, 1, twos, two, 0, all, x, 1, twos);
    assertArrayEquals(want, x);
  }
}
