package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strided copies, conversions, fills and choices against the plainest loop. */
@Tag("kernel")
class CopyTest {
  private static final int ROUNDS = 12;

  /** Runs a check with a source of any layout and a destination that has each element once. */
  private interface Check {
    void accept(View x, View y, Random random);
  }

  private static void everyLayout(Check check) {
    Random random = new Random(7);
    for (int[] shape : View.shapes()) {
      View plain = View.contiguous(2, shape);
      check.accept(plain, View.contiguous(0, shape), random);
      check.accept(View.scalar(1, shape), plain, random);
      for (int i = 0; i < ROUNDS; i++) {
        check.accept(View.random(random, true, shape), plain, random);
        check.accept(View.random(random, true, shape), View.random(random, false, shape), random);
      }
    }
    int[] large = {3, 110, 400};
    check.accept(View.contiguous(0, large), View.random(random, false, large), random);
    int[] square = {400, 400};
    View transposed = new View(square, new int[] {1, 400}, 0, 160_000);
    check.accept(transposed, View.contiguous(3, square), random);
  }

  private static float[] floats(View v, Random random) {
    return v.floats(random);
  }

  private static long[] longs(View v, Random random) {
    long[] x = new long[v.length()];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(3) == 0 ? 0 : random.nextLong();
    }
    return x;
  }

  private static boolean[] booleans(View v, Random random) {
    boolean[] x = new boolean[v.length()];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextBoolean();
    }
    return x;
  }

  @Test
  void floatsAreCopied() {
    everyLayout(
        (x, y, random) -> {
          float[] from = floats(x, random);
          float[] got = floats(y, random);
          float[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = from[x.at(i)];
          }
          Copy.floats(x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void longsAreCopied() {
    everyLayout(
        (x, y, random) -> {
          long[] from = longs(x, random);
          long[] got = longs(y, random);
          long[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = from[x.at(i)];
          }
          Copy.longs(x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void booleansAreCopied() {
    everyLayout(
        (x, y, random) -> {
          boolean[] from = booleans(x, random);
          boolean[] got = booleans(y, random);
          boolean[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = from[x.at(i)];
          }
          Copy.booleans(x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void floatsBecomeLongs() {
    everyLayout(
        (x, y, random) -> {
          float[] from = floats(x, random);
          long[] got = longs(y, random);
          long[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = (long) from[x.at(i)];
          }
          Copy.floatsToLongs(
              x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void floatsBecomeBooleans() {
    everyLayout(
        (x, y, random) -> {
          float[] from = floats(x, random);
          boolean[] got = booleans(y, random);
          boolean[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = from[x.at(i)] != 0f;
          }
          Copy.floatsToBooleans(
              x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void longsBecomeFloats() {
    everyLayout(
        (x, y, random) -> {
          long[] from = longs(x, random);
          float[] got = floats(y, random);
          float[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = (float) from[x.at(i)];
          }
          Copy.longsToFloats(
              x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void longsBecomeBooleans() {
    everyLayout(
        (x, y, random) -> {
          long[] from = longs(x, random);
          boolean[] got = booleans(y, random);
          boolean[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = from[x.at(i)] != 0L;
          }
          Copy.longsToBooleans(
              x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void booleansBecomeFloats() {
    everyLayout(
        (x, y, random) -> {
          boolean[] from = booleans(x, random);
          float[] got = floats(y, random);
          float[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = from[x.at(i)] ? 1f : 0f;
          }
          Copy.booleansToFloats(
              x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void booleansBecomeLongs() {
    everyLayout(
        (x, y, random) -> {
          boolean[] from = booleans(x, random);
          long[] got = longs(y, random);
          long[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = from[x.at(i)] ? 1L : 0L;
          }
          Copy.booleansToLongs(
              x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void floatsAreFilled() {
    everyLayout(
        (x, y, random) -> {
          float[] got = floats(y, random);
          float[] want = got.clone();
          y.forEach(i -> want[i] = -2.5f);
          Copy.fill(y.sizes(), -2.5f, got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void floatsAreChosen() {
    everyLayout(
        (x, y, random) -> {
          View c = View.random(random, true, x.sizes());
          View b = View.random(random, true, x.sizes());
          boolean[] condition = booleans(c, random);
          float[] left = floats(x, random);
          float[] right = floats(b, random);
          float[] got = floats(y, random);
          float[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = condition[c.at(i)] ? left[x.at(i)] : right[b.at(i)];
          }
          Select.where(
              x.sizes(),
              condition,
              c.offset(),
              c.strides(),
              left,
              x.offset(),
              x.strides(),
              right,
              b.offset(),
              b.strides(),
              got,
              y.offset(),
              y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void longsAreFilled() {
    everyLayout(
        (x, y, random) -> {
          long[] got = longs(y, random);
          long[] want = got.clone();
          y.forEach(i -> want[i] = -7L);
          Copy.fill(y.sizes(), -7L, got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void longsAreChosen() {
    everyLayout(
        (x, y, random) -> {
          View c = View.random(random, true, x.sizes());
          View b = View.random(random, true, x.sizes());
          boolean[] condition = booleans(c, random);
          long[] left = longs(x, random);
          long[] right = longs(b, random);
          long[] got = longs(y, random);
          long[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = condition[c.at(i)] ? left[x.at(i)] : right[b.at(i)];
          }
          Select.where(
              x.sizes(),
              condition,
              c.offset(),
              c.strides(),
              left,
              x.offset(),
              x.strides(),
              right,
              b.offset(),
              b.strides(),
              got,
              y.offset(),
              y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void booleansAreFilled() {
    everyLayout(
        (x, y, random) -> {
          boolean[] got = booleans(y, random);
          boolean[] want = got.clone();
          y.forEach(i -> want[i] = true);
          Copy.fill(y.sizes(), true, got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void booleansAreChosen() {
    everyLayout(
        (x, y, random) -> {
          View c = View.random(random, true, x.sizes());
          View b = View.random(random, true, x.sizes());
          boolean[] condition = booleans(c, random);
          boolean[] left = booleans(x, random);
          boolean[] right = booleans(b, random);
          boolean[] got = booleans(y, random);
          boolean[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = condition[c.at(i)] ? left[x.at(i)] : right[b.at(i)];
          }
          Select.where(
              x.sizes(),
              condition,
              c.offset(),
              c.strides(),
              left,
              x.offset(),
              x.strides(),
              right,
              b.offset(),
              b.strides(),
              got,
              y.offset(),
              y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void longsOfOneArgument() {
    everyLayout(
        (x, y, random) -> {
          long[] from = longs(x, random);
          long[] got = longs(y, random);
          long[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = ~from[x.at(i)];
          }
          Longs.unary(
              v -> ~v, x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void longsOfTwoArguments() {
    everyLayout(
        (x, y, random) -> {
          View z = View.random(random, true, x.sizes());
          long[] left = longs(x, random);
          long[] right = longs(z, random);
          long[] got = longs(y, random);
          long[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = left[x.at(i)] - 2 * right[z.at(i)];
          }
          Longs.binary(
              (v, w) -> v - 2 * w,
              x.sizes(),
              left,
              x.offset(),
              x.strides(),
              right,
              z.offset(),
              z.strides(),
              got,
              y.offset(),
              y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void longsCompared() {
    everyLayout(
        (x, y, random) -> {
          View z = View.random(random, true, x.sizes());
          long[] left = longs(x, random);
          long[] right = longs(z, random);
          boolean[] got = booleans(y, random);
          boolean[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = left[x.at(i)] < right[z.at(i)];
          }
          Longs.compare(
              (v, w) -> v < w,
              x.sizes(),
              left,
              x.offset(),
              x.strides(),
              right,
              z.offset(),
              z.strides(),
              got,
              y.offset(),
              y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void booleansOfOneArgument() {
    everyLayout(
        (x, y, random) -> {
          boolean[] from = booleans(x, random);
          boolean[] got = booleans(y, random);
          boolean[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = !from[x.at(i)];
          }
          Booleans.unary(
              v -> !v, x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void booleansOfTwoArguments() {
    everyLayout(
        (x, y, random) -> {
          View z = View.random(random, true, x.sizes());
          boolean[] left = booleans(x, random);
          boolean[] right = booleans(z, random);
          boolean[] got = booleans(y, random);
          boolean[] want = got.clone();
          for (int i = 0; i < View.count(x.sizes()); i++) {
            want[y.at(i)] = left[x.at(i)] && !right[z.at(i)];
          }
          Booleans.binary(
              (v, w) -> v && !w,
              x.sizes(),
              left,
              x.offset(),
              x.strides(),
              right,
              z.offset(),
              z.strides(),
              got,
              y.offset(),
              y.strides());
          assertArrayEquals(want, got);
        });
  }

  @Test
  void conversionsFollowJavaAndC() {
    int[] sizes = {5};
    int[] one = {1};
    float[] x = {1.9f, -1.9f, Float.NaN, 1e20f, -0f};
    long[] y = new long[5];
    Copy.floatsToLongs(sizes, x, 0, one, y, 0, one);
    assertArrayEquals(new long[] {1, -1, 0, Long.MAX_VALUE, 0}, y);
    boolean[] z = new boolean[5];
    Copy.floatsToBooleans(sizes, x, 0, one, z, 0, one);
    assertArrayEquals(new boolean[] {true, true, true, true, false}, z);
  }

  @Test
  void longRunsAreSharedAmongThreads() {
    int n = 300_001;
    long[] x = new Random(6).longs(n + 5).toArray();
    int before = Team.threads();
    try {
      for (int threads = 1; threads <= 3; threads++) {
        Team.threads(threads);
        long[] y = new long[n + 9];
        Copy.run(x, 5, y, 2, n);
        assertArrayEquals(Arrays.copyOfRange(x, 5, 5 + n), Arrays.copyOfRange(y, 2, 2 + n));
        assertArrayEquals(new long[] {0, 0}, Arrays.copyOf(y, 2));
        assertArrayEquals(new long[7], Arrays.copyOfRange(y, 2 + n, 9 + n));
        // Within one array as System.arraycopy does it, from the right end.
        long[] z = x.clone();
        Copy.run(z, 0, z, 5, n);
        assertArrayEquals(Arrays.copyOf(x, n), Arrays.copyOfRange(z, 5, 5 + n));
      }
    } finally {
      Team.threads(before);
    }
  }
}
