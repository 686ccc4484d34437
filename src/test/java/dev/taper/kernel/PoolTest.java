package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Arrays come back by kind and length, and never more than the budget allows lie unused. */
@Tag("kernel")
class PoolTest {
  private static final int MB = 1 << 20;

  private static Pool pool(long bytes) {
    return new Pool(new Pool.Budget(bytes));
  }

  @Test
  void givesBackArraysOfTheSameKindAndLength() {
    Pool pool = pool(MB);
    float[] floats = pool.floats(1000);
    long[] longs = pool.longs(1000);
    boolean[] booleans = pool.booleans(2000);
    pool.give(floats);
    pool.give(longs);
    pool.give(booleans);
    assertEquals(4000 + 8000 + 2000, pool.held());
    assertNotSame(floats, pool.floats(1001));
    assertSame(longs, pool.longs(1000));
    assertSame(booleans, pool.booleans(2000));
    assertSame(floats, pool.floats(1000));
    assertNotSame(floats, pool.floats(1000));
    assertEquals(0, pool.held());
  }

  @Test
  void theLastGivenIsTheFirstTaken() {
    Pool pool = pool(MB);
    float[][] arrays = new float[20][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = pool.floats(500);
    }
    for (float[] array : arrays) {
      pool.give(array);
    }
    for (int i = arrays.length - 1; i >= 0; i--) {
      assertSame(arrays[i], pool.floats(500));
    }
  }

  @Test
  void zerosAreCleared() {
    Pool pool = pool(MB);
    float[] floats = pool.floats(1000);
    long[] longs = pool.longs(1000);
    boolean[] booleans = pool.booleans(2000);
    Arrays.fill(floats, 3);
    Arrays.fill(longs, 3);
    Arrays.fill(booleans, true);
    pool.give(floats);
    pool.give(longs);
    pool.give(booleans);
    assertSame(floats, pool.zeroFloats(1000));
    assertSame(longs, pool.zeroLongs(1000));
    assertSame(booleans, pool.zeroBooleans(2000));
    assertArrayEquals(new float[1000], floats);
    assertArrayEquals(new long[1000], longs);
    assertArrayEquals(new boolean[2000], booleans);
    assertArrayEquals(new float[1000], pool.zeroFloats(1000));
  }

  @Test
  void smallArraysAreNotHeld() {
    Pool pool = pool(MB);
    pool.give(new float[Pool.LEAST_BYTES / Float.BYTES - 1]);
    pool.give(new long[Pool.LEAST_BYTES / Long.BYTES - 1]);
    pool.give(new boolean[Pool.LEAST_BYTES - 1]);
    assertEquals(0, pool.held());
  }

  @Test
  void overTheBudgetTheLengthNotUsedForLongestGoes() {
    Pool pool = pool(MB);
    float[] old = new float[MB / 18];
    float[] used = new float[MB / 18 + 1];
    pool.give(used);
    pool.give(old);
    assertSame(used, pool.floats(used.length));
    pool.give(used);
    for (int i = 0; i < 3; i++) {
      pool.give(new float[MB / 18 + 2]);
      assertTrue(pool.held() <= MB, () -> "holds " + pool.held());
    }
    assertNotSame(old, pool.floats(old.length));
    assertSame(used, pool.floats(used.length));
  }

  @Test
  void anArrayLargerThanTheBudgetIsNotHeld() {
    Pool pool = pool(MB);
    float[] kept = new float[1000];
    pool.give(kept);
    pool.give(new float[MB]);
    assertEquals(4000, pool.held());
    assertSame(kept, pool.floats(1000));
    Pool none = pool(0);
    none.give(kept);
    assertEquals(0, none.held());
  }

  @Test
  void manyLengthsDoNotPileUp() {
    Pool pool = pool(MB);
    for (int n = 300; n < 20_000; n++) {
      pool.give(pool.floats(n));
    }
    assertTrue(pool.held() <= MB, () -> "holds " + pool.held());
    float[] last = pool.floats(19_999);
    pool.give(last);
    assertSame(last, pool.floats(19_999));
  }

  @Test
  void whatIsNotNeededGoesInTime() {
    Pool pool = pool(64 * MB);
    List<float[]> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(pool.floats(1000));
    }
    many.forEach(pool::give);
    float[] needed = pool.floats(2000);
    for (int step = 0; step < 1000; step++) {
      pool.give(needed);
      pool.tidy();
      assertSame(needed, pool.floats(2000));
    }
    assertEquals(0, pool.held());
  }

  @Test
  void poolsShareABudgetAndReturnItWhenTheyGo() throws Exception {
    Pool.Budget budget = new Pool.Budget(4 * MB);
    Pool pool = new Pool(budget);
    inThread(
        () -> {
          Pool theirs = new Pool(budget);
          for (int i = 0; i < 4; i++) {
            theirs.give(new float[MB / 8 * 2]);
          }
          assertEquals(4 * MB, theirs.held());
          pool.give(new float[1000]);
          assertEquals(0, pool.held());
          return null;
        });
    for (int i = 0; pool.held() == 0; i++) {
      assertTrue(i < 100, "the budget never comes back");
      System.gc();
      pool.give(new float[1000]);
    }
    assertEquals(4000, pool.held());
    assertTrue(budget.granted() < 4 * MB);
  }

  @Test
  void eachThreadHasItsOwn() throws Exception {
    Pool mine = Pool.local();
    assertSame(mine, Pool.local());
    assertNotSame(mine, inThread(Pool::local));
  }

  // Without the numbers of large arrays in the message.
  private static void assertSame(Object expected, Object actual) {
    assertTrue(expected == actual, "another object");
  }

  private static void assertNotSame(Object unexpected, Object actual) {
    assertTrue(unexpected != actual, "the same object");
  }

  private static <T> T inThread(Callable<T> body) throws Exception {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
    return task.get();
  }
}
