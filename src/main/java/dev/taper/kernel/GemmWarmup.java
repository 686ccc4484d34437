package dev.taper.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gets the vector code compiled in a daemon thread while plain Java still does the work.
 *
 * <p>Interpreted code of the Vector API is about a thousand times slower than compiled code, and it
 * takes the JVM some tenths of a second to compile a micro-kernel. So vectors serve only once this
 * thread has seen each kernel run at speed. Where that never happens plain Java goes on serving.
 */
final class GemmWarmup implements Runnable {
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  /** Multiply-adds in a nanosecond that only compiled code reaches. */
  private static final double SPEED = 1.0;

  /** A time for {@link VectorAlignment#find} that only compiled code reaches. */
  private static final long TRIAL_NANOS = 200_000;

  private static final long GIVE_UP_NANOS = 20_000_000_000L;

  private static volatile boolean ready;

  /** (m, n, k, transposed A, transposed B): each micro-kernel, whole tiles and edges. */
  private static final int[][] SHAPES = {
    {60, 100, 16, 0, 0}, {60, 100, 16, 1, 1}, {60, 80, 16, 0, 1}, {60, 80, 16, 1, 0},
    {60, 8, 80, 0, 0}, {60, 8, 80, 1, 0}, {8, 48, 16, 0, 0}, {8, 51, 16, 0, 0}, {9, 16, 16, 0, 1},
    {1, 200, 16, 0, 0}, {16, 1, 256, 0, 0}, {24, 1, 24, 0, 0}
  };

  private final float[] a = new float[60 * 256];
  private final float[] b = new float[16 * 256];
  private final float[] c = new float[60 * 256];

  private GemmWarmup() {}

  static boolean ready() {
    return ready;
  }

  /** Begins, once. */
  static void start() {
    if (!STARTED.get() && STARTED.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .daemon()
          .name("taper-warmup")
          .inheritInheritableThreadLocals(false)
          .start(new GemmWarmup());
    }
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    boolean fast = false;
    float[] x = new float[VectorAlignment.LENGTH + VectorAlignment.SLACK];
    while (!fast && System.nanoTime() - start < GIVE_UP_NANOS) {
      long trial = System.nanoTime();
      VectorAlignment.find(x, 0);
      fast = System.nanoTime() - trial < TRIAL_NANOS;
      for (int[] s : SHAPES) {
        fast &= isFast(s[0], s[1], s[2], s[3] == 1, s[4] == 1);
      }
    }
    ready = fast;
  }

  private boolean isFast(int m, int n, int k, boolean left, boolean right) {
    double best = 0;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      int ars = left ? 1 : k;
      int acs = left ? m : 1;
      int brs = right ? 1 : n;
      int bcs = right ? k : 1;
      VectorGemm.gemm(m, n, k, a, 0, ars, acs, b, 0, brs, bcs, c, 0, n, i % 2 == 0);
      best = Math.max(best, (double) m * n * k / (System.nanoTime() - start));
    }
    return best >= SPEED;
  }
}
