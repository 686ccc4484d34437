package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every path of the product gives, bit for bit, one chain of fma for each element of C. */
@Tag("kernel")
class GemmTest {
  private static final int[] SIZES = {1, 2, 3, 7, 15, 16, 17, 31, 33, 64, 100, 127, 129, 257};
  private static final float CANARY = -1234.5f;

  /** What is done twice, or before the last block of k, gives another number. */
  private static final UnaryKernel ENDS = Kernels.unary("", x -> 0.5f - x * x);

  @FunctionalInterface
  private interface Product {
    void gemm(
        int m,
        int n,
        int k,
        float[] a,
        int ao,
        int ars,
        int acs,
        float[] b,
        int bo,
        int brs,
        int bcs,
        float[] c,
        int co,
        int crs,
        boolean accumulate);
  }

  /** A strided matrix in a larger array. */
  private record Matrix(float[] x, int o, int rs, int cs) {
    float at(int i, int j) {
      return x[o + i * rs + j * cs];
    }
  }

  private static Matrix random(Random random, int rows, int columns, int layout) {
    return switch (layout) {
      case 0 -> filled(random, rows, columns, 0, columns, 1);
      case 1 -> filled(random, rows, columns, 0, 1, rows);
      case 2 -> filled(random, rows, columns, 5, columns + 3, 1);
      case 3 -> filled(random, rows, columns, 7, 1, rows + 2);
      case 4 -> filled(random, rows, columns, 3, 2 * columns + 1, 2);
      case 5 -> filled(random, rows, columns, 1, 0, 1);
      case 6 -> filled(random, rows, columns, 2, 1, 0);
      case 7 -> filled(random, rows, columns, 4, 0, 0);
      default -> throw new AssertionError(layout);
    };
  }

  private static final int LAYOUTS = 8;

  private static Matrix filled(Random random, int rows, int columns, int o, int rs, int cs) {
    float[] x = new float[o + Math.max(0, (rows - 1) * rs + (columns - 1) * cs) + 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() * 2 - 1;
    }
    return new Matrix(x, o, rs, cs);
  }

  /** The definition, in two loops and a chain; long rows along k in lanes. */
  private static float element(Matrix a, Matrix b, int m, int n, int k, int i, int j, float start) {
    boolean lanes =
        (n == 1 && Gemm.inLanes(k, a.cs, a.rs))
            || (n != 1 && m == 1 && Gemm.inLanes(k, b.rs, b.cs));
    if (lanes) {
      float[] s = new float[32];
      for (int p = 0; p < k; p++) {
        s[p % 32] = Math.fma(a.at(i, p), b.at(p, j), s[p % 32]);
      }
      for (int h = 16; h > 0; h /= 2) {
        for (int l = 0; l < h; l++) {
          s[l] += s[l + h];
        }
      }
      return start + s[0];
    }
    float s = start;
    for (int p = 0; p < k; p++) {
      s = Math.fma(a.at(i, p), b.at(p, j), s);
    }
    return s;
  }

  /** A way to multiply, and what to call it. */
  private record Path(String name, Product product) {}

  /** Plain Java, vectors if there are any, and whichever of them the facade takes. */
  private static List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    paths.add(new Path("plain", ScalarGemm::gemm));
    if (Kernels.vector()) {
      paths.add(new Path("vectors", VectorGemm::gemm));
    }
    paths.add(new Path("facade", Gemm::gemm));
    return paths;
  }

  private static void check(
      int m, int n, int k, Matrix a, Matrix b, boolean accumulate, String what) {
    int co = 3;
    int crs = n + 2;
    float[] start = new float[co + m * crs + 40];
    Arrays.fill(start, CANARY);
    float[] expected = start.clone();
    Random random = new Random(17);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int p = co + i * crs + j;
        start[p] = accumulate ? random.nextFloat() : Float.NaN;
        expected[p] = element(a, b, m, n, k, i, j, accumulate ? start[p] : 0f);
      }
    }
    for (Path path : paths()) {
      float[] c = start.clone();
      path.product.gemm(
          m, n, k, a.x, a.o, a.rs, a.cs, b.x, b.o, b.rs, b.cs, c, co, crs, accumulate);
      for (int p = 0; p < c.length; p++) {
        if (Float.floatToIntBits(c[p]) != Float.floatToIntBits(expected[p])) {
          int q = p - co;
          String shapes = " (" + m + ", " + k + ")·(" + k + ", " + n + ") at ";
          assertEquals(expected[p], c[p], path.name + what + shapes + q / crs + ", " + q % crs);
        }
      }
    }
  }

  /** C begins as a matrix, and as one row for all. */
  private static void checkAdded(int m, int n, int k, Matrix a, Matrix b, String what) {
    Random random = new Random(18);
    for (int zrs : new int[] {0, n + 3}) {
      Matrix z = filled(random, m, n, 2, zrs, 1);
      int crs = zrs == 0 ? n : n + 1;
      float[] c = new float[1 + m * crs];
      Arrays.fill(c, CANARY);
      float[] expected = c.clone();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          expected[1 + i * crs + j] = element(a, b, m, n, k, i, j, z.at(i, j));
        }
      }
      Gemm.addmm(m, n, k, a.x, a.o, a.rs, a.cs, b.x, b.o, b.rs, b.cs, z.x, z.o, zrs, c, 1, crs);
      assertArrayEquals(expected, c, what + ", rows of Z " + zrs + " apart");
      checkEnded(m, n, k, a, b, z, zrs, expected, crs, what + ", rows of Z " + zrs + " apart");
    }
    float[] plain = new float[1 + m * n];
    Gemm.gemm(m, n, k, a.x, a.o, a.rs, a.cs, b.x, b.o, b.rs, b.cs, plain, 1, n, false);
    checkEnded(m, n, k, a, b, null, 0, plain, n, what + ", no Z");
  }

  /** A function of each element at the end gives what it gives by itself, and once. */
  private static void checkEnded(
      int m,
      int n,
      int k,
      Matrix a,
      Matrix b,
      @Nullable Matrix z,
      int zrs,
      float[] product,
      int crs,
      String what) {
    float[] expected = product.clone();
    for (int i = 0; i < m; i++) {
      ENDS.apply(expected, 1 + i * crs, expected, 1 + i * crs, n);
    }
    float[] begin = z == null ? null : z.x;
    int zo = z == null ? 0 : z.o;
    float[] c = product.clone();
    for (int i = 0; i < m; i++) {
      Arrays.fill(c, 1 + i * crs, 1 + i * crs + n, Float.NaN);
    }
    float[] plain = c.clone();
    Gemm.product(
        m, n, k, a.x, a.o, a.rs, a.cs, b.x, b.o, b.rs, b.cs, begin, zo, zrs, c, 1, crs, ENDS);
    assertArrayEquals(expected, c, what + ", ended");
    if (z != null) {
      Gemm.begin(m, n, z.x, z.o, zrs, plain, 1, crs);
    }
    ScalarGemm.gemm(
        m, n, k, a.x, a.o, a.rs, a.cs, b.x, b.o, b.rs, b.cs, plain, 1, crs, z != null, ENDS);
    assertArrayEquals(expected, plain, what + ", ended in plain Java");
  }

  private static void checkBoth(Random random, int m, int n, int k, int left, int right) {
    Matrix a = random(random, m, k, left);
    Matrix b = random(random, k, n, right);
    String what = ", layouts " + left + ", " + right;
    check(m, n, k, a, b, false, what);
    check(m, n, k, a, b, true, what + ", accumulating");
    if ((long) m * n * k < 200_000) {
      checkAdded(m, n, k, a, b, "(" + m + ", " + k + ")·(" + k + ", " + n + ")" + what);
    }
  }

  /** Layouts are drawn so that each meets each other one in some place. */
  @Test
  void allSizesGiveTheChain() {
    Random random = new Random(1);
    for (int m : SIZES) {
      for (int n : SIZES) {
        int k = SIZES[random.nextInt(SIZES.length)];
        checkBoth(random, m, n, k, random.nextInt(LAYOUTS), random.nextInt(LAYOUTS));
        if (m * n < 2000) {
          for (int depth : new int[] {1, 16, 33, 129, 257, 600}) {
            checkBoth(random, m, n, depth, random.nextInt(LAYOUTS), random.nextInt(LAYOUTS));
          }
        }
      }
    }
  }

  @Test
  void allLayoutsGiveTheChain() {
    Random random = new Random(2);
    int[][] shapes = {
      {1, 1, 5},
      {5, 1, 64},
      {37, 1, 200},
      {1, 37, 200},
      {1, 19, 40},
      {1, 300, 9},
      {300, 1, 9},
      {3, 32, 100},
      {100, 32, 3},
      {6, 5, 7},
      {30, 10, 40},
      {29, 70, 61},
      {140, 33, 20},
      {10, 20, 270}
    };
    for (int[] s : shapes) {
      for (int left = 0; left < LAYOUTS; left++) {
        for (int right = 0; right < LAYOUTS; right++) {
          checkBoth(random, s[0], s[1], s[2], left, right);
        }
      }
    }
  }

  @Test
  void allCountsGiveTheChain() {
    Random random = new Random(3);
    for (int n = 1; n <= 140; n++) {
      checkBoth(random, 1, n, 6, 0, 0);
      checkBoth(random, n, 1, 6, 1, 0);
      checkBoth(random, n, 1, 131, 0, 0);
      checkBoth(random, 5, n, 6, 0, 0);
      checkBoth(random, 5, n, 6, 0, 1);
      checkBoth(random, n, 37, 40, 0, 0);
      checkBoth(random, n, 37, 40, 1, 0);
      checkBoth(random, 30, n, 40, 0, 0);
    }
    for (int k = 1; k <= 200; k++) {
      checkBoth(random, 9, 1, k, 0, 0);
      checkBoth(random, 1, 9, k, 0, 1);
      checkBoth(random, 17, 35, k, 0, 0);
    }
  }

  /** Few rows of long ones, and few columns, at each number of both that has a code of its own. */
  @Test
  void thinProductsGiveTheChain() {
    Random random = new Random(6);
    for (int n = 16; n <= 130; n++) {
      checkBoth(random, 5 + n % 4, n, 8200 / n + n % 5, n % LAYOUTS, n % 2 * 2);
      checkBoth(random, 2 + n % 3, n, 8200 / n + n % 5, n % LAYOUTS, n % 2 * 2);
    }
    for (int k : new int[] {15, 16, 17, 127, 128, 129, 150, 256, 511, 512, 513, 1030}) {
      for (int n = 2; n <= 9; n++) {
        checkBoth(random, 16 + (k + n) % 50, n, k, n % 2 * 2, n % LAYOUTS);
      }
      checkBoth(random, 7, 100, k, 0, 0);
      checkBoth(random, 1, 600, k, 0, 2);
      checkBoth(random, 7, 1, k, 0, 0);
    }
  }

  /** Each block size is crossed, and there is work enough for two threads. */
  @Test
  void blocksAndThreadsGiveTheChain() {
    int before = Team.threads();
    try {
      for (int threads = 1; threads <= 2; threads++) {
        Team.threads(threads);
        Random random = new Random(4);
        checkBoth(random, 150, 70, 300, 0, 1);
        checkBoth(random, 24, 3200, 30, 1, 0);
        checkBoth(random, 40, 530, 270, 0, 0);
        checkBoth(random, 700, 5, 610, 0, 0);
        Matrix left = random(random, 70, 600, 0);
        Matrix right = random(random, 600, 150, 1);
        checkAdded(70, 150, 600, left, right, "(70, 600)·(600, 150)");
        // The team would share C for the function, though not for the product, and both.
        for (int[] s : new int[][] {{700, 200, 10}, {700, 200, 20}, {50, 1100, 600}}) {
          left = random(random, s[0], s[2], 0);
          right = random(random, s[2], s[1], 1);
          checkAdded(s[0], s[1], s[2], left, right, Arrays.toString(s));
        }
      }
    } finally {
      Team.threads(before);
    }
  }

  @Test
  void zerosTimesInfinityAndNaNAreNaN() {
    for (int[] s :
        new int[][] {
          {2, 2, 2}, {4, 20, 6}, {40, 40, 40}, {1, 50, 200}, {50, 1, 200}, {70, 80, 90}
        }) {
      Random random = new Random(5);
      Matrix a = random(random, s[0], s[2], 0);
      Matrix b = random(random, s[2], s[1], 0);
      Arrays.fill(a.x, 0f);
      b.x[0] = Float.POSITIVE_INFINITY;
      b.x[b.x.length - 1] = Float.NaN;
      check(s[0], s[1], s[2], a, b, false, ", zeros by infinity");
      for (Path path : paths()) {
        float[] c = new float[s[0] * s[1]];
        path.product.gemm(s[0], s[1], s[2], a.x, 0, s[2], 1, b.x, 0, s[1], 1, c, 0, s[1], false);
        assertTrue(Float.isNaN(c[0]), path.name + ": 0·∞ is NaN");
        assertTrue(Float.isNaN(c[c.length - 1]), path.name + ": 0·NaN is NaN");
      }
    }
  }

  @Test
  void noTermsGiveZerosOrLeaveC() {
    float[] c = {1, 2, 3, 4, 5, 6, 7};
    Gemm.gemm(2, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, c, 1, 3, true);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7}, c);
    Gemm.gemm(2, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, c, 1, 3, false);
    assertArrayEquals(new float[] {1, 0, 0, 4, 0, 0, 7}, c);
  }

  @Test
  void noTermsGiveZ() {
    float[] z = {1, 2};
    float[] c = {3, 4, 5, 6};
    Gemm.addmm(2, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, z, 0, 0, c, 0, 2);
    assertArrayEquals(new float[] {1, 2, 1, 2}, c);
    Gemm.product(2, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, z, 0, 0, c, 0, 2, ENDS);
    assertArrayEquals(new float[] {-0.5f, -3.5f, -0.5f, -3.5f}, c);
    Gemm.product(2, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, null, 0, 0, c, 0, 2, ENDS);
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, c);
  }

  @Test
  void noRowsOrColumnsTouchNothing() {
    float[] c = {1, 2};
    float[] x = {3};
    Gemm.gemm(0, 2, 1, x, 0, 1, 1, x, 0, 1, 1, c, 0, 2, false);
    Gemm.gemm(2, 0, 1, x, 0, 1, 1, x, 0, 1, 1, c, 0, 0, false);
    assertArrayEquals(new float[] {1, 2}, c);
  }

  @Test
  void aKnownProduct() {
    float[] c = new float[4];
    Gemm.gemm(
        2,
        2,
        3,
        new float[] {1, 2, 3, 4, 5, 6},
        0,
        3,
        1,
        new float[] {7, 8, 9, 10, 11, 12},
        0,
        2,
        1,
        c,
        0,
        2,
        false);
    assertArrayEquals(new float[] {58, 64, 139, 154}, c);
  }

  @Test
  @Tag("vector")
  void aProductWaitsForATrialOfItsWay() {
    int[] sizes = {1, 2, 3, 5, 8, 9, 12, 15, 16, 17, 33, 64, 100, 192, 300};
    EnumSet<GemmWay> met = EnumSet.noneOf(GemmWay.class);
    for (int m : sizes) {
      for (int n : sizes) {
        for (int k : new int[] {1, 2, 3, 4, 5, 24, 60, 128, 130, 600, 9000}) {
          for (int layout = 0; layout < 4; layout++) {
            met.add(wayOf(new GemmWay.Shape(m, n, k, layout % 2 == 1, layout >= 2)));
          }
        }
      }
    }
    if (BlockTiles.WIDE) {
      assertEquals(EnumSet.allOf(GemmWay.class), met);
    }
    for (GemmWay way : met) {
      for (GemmWay.Shape shape : way.shapes()) {
        assertEquals(way, wayOf(shape), shape.toString());
      }
    }
  }

  private static GemmWay wayOf(GemmWay.Shape s) {
    return GemmWay.of(s.m(), s.n(), s.k(), s.ars(), s.acs(), s.brs(), s.bcs(), BlockTiles.VL);
  }
}
