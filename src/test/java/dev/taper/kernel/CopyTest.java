package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;
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
    int[] wide = {70, 600};
    View farRows = new View(wide, new int[] {1, 75}, 5, 5 + 599 * 75 + 70);
    check.accept(farRows, View.contiguous(1, wide), random);
    check.accept(new View(wide, new int[] {1, 0}, 2, 72), View.contiguous(1, wide), random);
  }

  /** Arrays of one type: such as a view needs, with anything in it, and copies. */
  private record Kind<T>(BiFunction<View, Random, T> maker, UnaryOperator<T> copier) {
    T make(View view, Random random) {
      return maker.apply(view, random);
    }

    T copy(T array) {
      return copier.apply(array);
    }
  }

  private static final Kind<float[]> FLOATS = new Kind<>(View::floats, float[]::clone);
  private static final Kind<long[]> LONGS = new Kind<>(CopyTest::longs, long[]::clone);
  private static final Kind<boolean[]> BOOLEANS = new Kind<>(CopyTest::booleans, boolean[]::clone);

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

  /** Makes the element at o of y from that at i of x. */
  private interface One<X, Y> {
    void set(X x, int i, Y y, int o);
  }

  /** The same for all elements. */
  private interface AllOfOne<X, Y> {
    void run(int[] sizes, X x, int xo, int[] xs, Y y, int yo, int[] ys);
  }

  private static <X, Y> void one(Kind<X> of, Kind<Y> to, One<X, Y> element, AllOfOne<X, Y> all) {
    everyLayout(
        (x, y, random) -> {
          X from = of.make(x, random);
          Y got = to.make(y, random);
          Y want = to.copy(got);
          for (int i = 0; i < View.count(x.sizes()); i++) {
            element.set(from, x.at(i), want, y.at(i));
          }
          all.run(x.sizes(), from, x.offset(), x.strides(), got, y.offset(), y.strides());
          assertEqualArrays(want, got);
        });
  }

  /** Makes the element at o of y from those at i of a and at j of b. */
  private interface Two<X, Y> {
    void set(X a, int i, X b, int j, Y y, int o);
  }

  /** The same for all elements. */
  private interface AllOfTwo<X, Y> {
    void run(int[] sizes, X a, int ao, int[] as, X b, int bo, int[] bs, Y y, int yo, int[] ys);
  }

  private static <X, Y> void two(Kind<X> of, Kind<Y> to, Two<X, Y> element, AllOfTwo<X, Y> all) {
    everyLayout(
        (x, y, random) -> {
          View z = View.random(random, true, x.sizes());
          X a = of.make(x, random);
          X b = of.make(z, random);
          Y got = to.make(y, random);
          Y want = to.copy(got);
          for (int i = 0; i < View.count(x.sizes()); i++) {
            element.set(a, x.at(i), b, z.at(i), want, y.at(i));
          }
          all.run(
              x.sizes(),
              a,
              x.offset(),
              x.strides(),
              b,
              z.offset(),
              z.strides(),
              got,
              y.offset(),
              y.strides());
          assertEqualArrays(want, got);
        });
  }

  /** Chooses by a condition between the elements of a and of b. */
  private interface Choice<X> {
    void run(
        int[] sizes,
        boolean[] c,
        int co,
        int[] cs,
        X a,
        int ao,
        int[] as,
        X b,
        int bo,
        int[] bs,
        X y,
        int yo,
        int[] ys);
  }

  private static <X> void chosen(Kind<X> kind, One<X, X> element, Choice<X> choice) {
    everyLayout(
        (x, y, random) -> {
          View c = View.random(random, true, x.sizes());
          View z = View.random(random, true, x.sizes());
          boolean[] condition = booleans(c, random);
          X a = kind.make(x, random);
          X b = kind.make(z, random);
          X got = kind.make(y, random);
          X want = kind.copy(got);
          for (int i = 0; i < View.count(x.sizes()); i++) {
            if (condition[c.at(i)]) {
              element.set(a, x.at(i), want, y.at(i));
            } else {
              element.set(b, z.at(i), want, y.at(i));
            }
          }
          choice.run(
              x.sizes(),
              condition,
              c.offset(),
              c.strides(),
              a,
              x.offset(),
              x.strides(),
              b,
              z.offset(),
              z.strides(),
              got,
              y.offset(),
              y.strides());
          assertEqualArrays(want, got);
        });
  }

  /** Sets all elements of a view to a value. */
  private interface Filling<Y> {
    void run(int[] sizes, Y y, int yo, int[] ys);
  }

  private static <Y> void filled(Kind<Y> kind, ObjIntConsumer<Y> element, Filling<Y> filling) {
    everyLayout(
        (x, y, random) -> {
          Y got = kind.make(y, random);
          Y want = kind.copy(got);
          y.forEach(i -> element.accept(want, i));
          filling.run(y.sizes(), got, y.offset(), y.strides());
          assertEqualArrays(want, got);
        });
  }

  /** Arrays of any type; NaN equals NaN and 0 does not equal -0. */
  private static void assertEqualArrays(Object want, Object got) {
    assertArrayEquals(new Object[] {want}, new Object[] {got});
  }

  @Test
  void elementsAreCopied() {
    one(FLOATS, FLOATS, (x, i, y, o) -> y[o] = x[i], Copy::floats);
    one(LONGS, LONGS, (x, i, y, o) -> y[o] = x[i], Copy::longs);
    one(BOOLEANS, BOOLEANS, (x, i, y, o) -> y[o] = x[i], Copy::booleans);
  }

  @Test
  void floatsAreConverted() {
    one(FLOATS, LONGS, (x, i, y, o) -> y[o] = (long) x[i], Copy::floatsToLongs);
    one(FLOATS, BOOLEANS, (x, i, y, o) -> y[o] = x[i] != 0f, Copy::floatsToBooleans);
  }

  @Test
  void longsAreConverted() {
    one(LONGS, FLOATS, (x, i, y, o) -> y[o] = (float) x[i], Copy::longsToFloats);
    one(LONGS, BOOLEANS, (x, i, y, o) -> y[o] = x[i] != 0L, Copy::longsToBooleans);
  }

  @Test
  void booleansAreConverted() {
    one(BOOLEANS, FLOATS, (x, i, y, o) -> y[o] = x[i] ? 1f : 0f, Copy::booleansToFloats);
    one(BOOLEANS, LONGS, (x, i, y, o) -> y[o] = x[i] ? 1L : 0L, Copy::booleansToLongs);
  }

  @Test
  void elementsAreFilled() {
    filled(FLOATS, (y, i) -> y[i] = -2.5f, (n, y, yo, ys) -> Copy.fill(n, -2.5f, y, yo, ys));
    filled(LONGS, (y, i) -> y[i] = -7L, (n, y, yo, ys) -> Copy.fill(n, -7L, y, yo, ys));
    filled(BOOLEANS, (y, i) -> y[i] = true, (n, y, yo, ys) -> Copy.fill(n, true, y, yo, ys));
  }

  @Test
  void elementsAreChosen() {
    chosen(FLOATS, (x, i, y, o) -> y[o] = x[i], Select::where);
    chosen(LONGS, (x, i, y, o) -> y[o] = x[i], Select::where);
    chosen(BOOLEANS, (x, i, y, o) -> y[o] = x[i], Select::where);
  }

  @Test
  void functionsOfOneArgument() {
    one(
        LONGS,
        LONGS,
        (x, i, y, o) -> y[o] = ~x[i],
        (n, x, xo, xs, y, yo, ys) -> Longs.unary(v -> ~v, n, x, xo, xs, y, yo, ys));
    one(
        BOOLEANS,
        BOOLEANS,
        (x, i, y, o) -> y[o] = !x[i],
        (n, x, xo, xs, y, yo, ys) -> Booleans.unary(v -> !v, n, x, xo, xs, y, yo, ys));
  }

  @Test
  void functionsOfTwoArguments() {
    two(
        LONGS,
        LONGS,
        (a, i, b, j, y, o) -> y[o] = a[i] - 2 * b[j],
        (n, a, ao, as, b, bo, bs, y, yo, ys) ->
            Longs.binary((v, w) -> v - 2 * w, n, a, ao, as, b, bo, bs, y, yo, ys));
    two(
        LONGS,
        BOOLEANS,
        (a, i, b, j, y, o) -> y[o] = a[i] < b[j],
        (n, a, ao, as, b, bo, bs, y, yo, ys) ->
            Longs.compare((v, w) -> v < w, n, a, ao, as, b, bo, bs, y, yo, ys));
    two(
        BOOLEANS,
        BOOLEANS,
        (a, i, b, j, y, o) -> y[o] = a[i] && !b[j],
        (n, a, ao, as, b, bo, bs, y, yo, ys) ->
            Booleans.binary((v, w) -> v && !w, n, a, ao, as, b, bo, bs, y, yo, ys));
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
