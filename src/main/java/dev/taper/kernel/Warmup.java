package dev.taper.kernel;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs new vector loops in a thread of its own until they are compiled.
 *
 * <p>Before that each vector operation costs about 250 ns and allocates; a kernel that took such a
 * loop at once would stand still for some tenths of a second.
 */
final class Warmup {
  /** Elements of a trial run: some vectors and something left over. */
  static final int LENGTH = 16 * 16 + 5;

  private static final int BATCH = 32;
  private static final long LIMIT_NANOS = 20_000_000_000L;

  private static final ThreadPoolExecutor THREAD =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> Thread.ofPlatform().daemon().name("taper-warm-up").unstarted(task));

  private Warmup() {}

  /** Lets {@code kernel} try its vector loop, some time later. */
  static void later(Kernel kernel) {
    THREAD.execute(kernel::tryVector);
  }

  /** Runs {@code vector} until it takes less time than {@code plain}; false if it never does. */
  static boolean pays(Runnable plain, Runnable vector) {
    long goal = Long.MAX_VALUE;
    for (int i = 0; i < BATCH; i++) {
      goal = Math.min(goal, batch(plain));
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < LIMIT_NANOS) {
      if (batch(vector) < goal) {
        return true;
      }
    }
    return false;
  }

  private static long batch(Runnable run) {
    long start = System.nanoTime();
    for (int i = 0; i < BATCH; i++) {
      run.run();
    }
    return System.nanoTime() - start;
  }

  /** Plain values and, in every fourth vector or so, some that make formulas take a rare way. */
  static float[] values() {
    float[] rare = {Float.NEGATIVE_INFINITY, -1000f, Float.NaN, 0f};
    float[] x = new float[LENGTH + 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 64 == 7 ? rare[i / 64 % rare.length] : 0.25f + i % 32 * 0.125f;
    }
    return x;
  }
}
