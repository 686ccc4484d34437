package dev.taper.kernel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that kernels share: the caller and a few daemon workers, who take the chunks of one
 * task until none is left.
 *
 * <p>The caller works too and waits only for chunks that a worker has begun, never for a worker to
 * arrive. There is one team: a call that finds it busy (a nested call, or another application
 * thread's) runs all its chunks in its own thread, so that no more than {@link #threads()} threads
 * and the callers themselves ever compute. Which thread runs a chunk, and in which order, is not
 * defined.
 *
 * <p>System properties, read once: {@code dev.taper.threads}, the number of threads at start (the
 * available processors where it is absent or not a positive integer); {@code dev.taper.spin=false}
 * makes idle threads park at once instead of looking out for work for some microseconds.
 */
public final class Team {
  private static final long SPIN_NANOS = 30_000;
  private static final int SPINS_A_LOOK = 32;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final boolean SPIN =
      !"false".equalsIgnoreCase(System.getProperty("dev.taper.spin", "true"));

  /** Held by the one caller whose job the workers see; also guards {@link #workers}. */
  private static final AtomicBoolean busy = new AtomicBoolean();

  private static volatile int threads = threadsAtStart();
  private static volatile Worker[] workers = {};
  private static volatile @Nullable Job job;

  private Team() {}

  /** The number of threads that work on one task, the caller's included. */
  public static int threads() {
    return threads;
  }

  /**
   * Sets the number of threads that work on one task, the caller's included; a task that is running
   * goes on as it began.
   *
   * @throws IllegalArgumentException if {@code n} is not positive
   */
  public static void threads(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("threads: " + n + ": must be positive");
    }
    threads = n;
    if (n - 1 < workers.length && busy.compareAndSet(false, true)) {
      try {
        resize(n - 1);
      } finally {
        busy.set(false);
      }
    }
  }

  /**
   * Runs {@code task} once for each chunk from 0 to {@code chunks - 1} and returns when all have
   * ended; what they wrote is then visible to the caller.
   *
   * <p>What a chunk throws, an error too, is thrown here after all chunks that had begun have
   * ended; chunks that had not are left out. What further chunks throw is added as suppressed. The
   * caller's interrupt status is kept.
   */
  public static void run(int chunks, IntConsumer task) {
    int helpers = Math.min(threads, chunks) - 1;
    if (helpers < 1 || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < chunks; i++) {
        task.accept(i);
      }
      return;
    }
    Job mine = new Job(task, chunks);
    try {
      Worker[] team = resize(threads - 1);
      job = mine;
      wake(team, helpers);
      mine.work(true);
      mine.await();
    } finally {
      job = null;
      busy.set(false);
    }
    mine.rethrow();
  }

  private static int threadsAtStart() {
    int asked = Integer.getInteger("dev.taper.threads", PROCESSORS);
    return asked < 1 ? PROCESSORS : asked;
  }

  private static boolean spins() {
    return SPIN && threads <= PROCESSORS;
  }

  /** Starts or dismisses workers; called only by the holder of {@link #busy}. */
  private static Worker[] resize(int wanted) {
    while (workers.length < wanted) {
      int number = workers.length + 1;
      Worker[] team = Arrays.copyOf(workers, number);
      team[number - 1] = new Worker();
      team[number - 1].start(number);
      workers = team;
    }
    Worker[] old = workers;
    if (old.length > wanted) {
      workers = Arrays.copyOf(old, wanted);
      for (int i = wanted; i < old.length; i++) {
        old[i].dismiss();
      }
    }
    return workers;
  }

  /** Wakes parked workers until {@code helpers} are awake. */
  private static void wake(Worker[] team, int helpers) {
    int awake = 0;
    for (Worker worker : team) {
      if (awake < helpers && !worker.parked.get()) {
        awake++;
      }
    }
    for (int i = 0; i < team.length && awake < helpers; i++) {
      if (team[i].wake()) {
        awake++;
      }
    }
  }

  /** One call of {@link #run} that the team works on. */
  private static final class Job {
    private final IntConsumer task;
    private final int chunks;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger takenByWorkers = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile @Nullable Thread waiter;

    Job(IntConsumer task, int chunks) {
      this.task = task;
      this.chunks = chunks;
    }

    boolean open() {
      return taken.get() < chunks;
    }

    /**
     * Takes chunks until none is left, the caller the first and workers the last: so they meet
     * somewhere in the middle, and in one run after the other each finds most of what it works on
     * in its own cache. The chunks count as ended together, after the last.
     */
    void work(boolean caller) {
      int mine = 0;
      try {
        while (taken.getAndIncrement() < chunks) {
          int i = caller ? mine : chunks - 1 - takenByWorkers.getAndIncrement();
          mine++;
          task.accept(i);
        }
      } catch (Throwable t) {
        int untaken = chunks - Math.min(chunks, taken.getAndSet(chunks));
        mine += untaken;
        fail(t);
      } finally {
        if (mine > 0 && ended.addAndGet(mine) == chunks) {
          Thread thread = waiter;
          if (thread != null) {
            LockSupport.unpark(thread);
          }
        }
      }
    }

    private void fail(Throwable t) {
      if (!failure.compareAndSet(null, t)) {
        Throwable first = failure.get();
        if (first != null && first != t) {
          first.addSuppressed(t);
        }
      }
    }

    /** Called by the caller once no chunk is left to take. */
    void await() {
      if (spins()) {
        long start = System.nanoTime();
        do {
          for (int i = 0; i < SPINS_A_LOOK; i++) {
            if (ended.get() == chunks) {
              return;
            }
            Thread.onSpinWait();
          }
        } while (System.nanoTime() - start < SPIN_NANOS);
      }
      // An interrupted thread cannot park: the status is taken away while waiting and given back.
      boolean interrupted = false;
      waiter = Thread.currentThread();
      while (ended.get() != chunks) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void rethrow() {
      Throwable t = failure.get();
      if (t != null) {
        throw Job.<RuntimeException>unchecked(t);
      }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked(Throwable t) throws T {
      throw (T) t;
    }
  }

  /** A member of the team: works, looks out for more for a moment, parks. */
  private static final class Worker implements Runnable {
    private final AtomicBoolean parked = new AtomicBoolean();
    private volatile boolean dismissed;
    private volatile @Nullable Thread thread;

    void start(int number) {
      Thread t =
          Thread.ofPlatform()
              .daemon()
              .name("taper-worker-" + number)
              .inheritInheritableThreadLocals(false)
              .unstarted(this);
      thread = t;
      t.start();
    }

    /** Unparks the worker if it is parked; true if it was. */
    boolean wake() {
      if (parked.get() && parked.compareAndSet(true, false)) {
        LockSupport.unpark(thread);
        return true;
      }
      return false;
    }

    void dismiss() {
      dismissed = true;
      wake();
    }

    @Override
    public void run() {
      while (!dismissed) {
        if (!workOnce() && !lookOut()) {
          park();
        }
      }
    }

    /** Works on the open job, if any; a frame of its own, so that no job stays reachable. */
    private static boolean workOnce() {
      Job current = job;
      if (current == null || !current.open()) {
        return false;
      }
      current.work(false);
      return true;
    }

    private static boolean somethingOpen() {
      Job current = job;
      return current != null && current.open();
    }

    private boolean lookOut() {
      if (!spins()) {
        return false;
      }
      long start = System.nanoTime();
      do {
        for (int i = 0; i < SPINS_A_LOOK; i++) {
          if (somethingOpen() || dismissed) {
            return true;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() - start < SPIN_NANOS);
      return false;
    }

    /** Parks unless something came up after the flag was raised: the caller looks at the flag. */
    private void park() {
      parked.set(true);
      while (parked.get() && !dismissed && !somethingOpen()) {
        LockSupport.park(this);
        // A worker belongs to nobody who could mean to interrupt it.
        boolean _ = Thread.interrupted();
      }
      parked.set(false);
    }
  }
}
