package dev.taper.kernel;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a kernel's work go to plain Java until its form with the Vector API runs compiled.
 *
 * <p>Work is counted in units: an element of a sum, or a multiply-add. When the whole process has
 * done {@link #HEAVY} of them in plain Java, and a kernel {@link #WORTHWHILE}, the kernel is queued
 * for one daemon thread, which runs both forms on small data, one kernel after the other, until the
 * vector form is the faster one. Only then it serves; where that never happens plain Java goes on
 * serving. Both forms give the same bits. With {@code -Ddev.taper.backend=vector} the vector form
 * serves from the first call.
 */
final class Warmup {
  /** Units after which the Vector API is started (17 to 60 ms, and about as much a kernel). */
  private static final long HEAVY = 1L << 29;

  /** Units after which a single kernel is worth it. */
  private static final long WORTHWHILE = 1L << 24;

  /** A kernel reports its work in portions of so many units. */
  static final int PORTION = 1 << 15;

  private static final boolean AT_ONCE = Kernels.vectorAtOnce();

  /** How long one form runs at a time, and how long a part of that which is timed. */
  private static final long TURN_NANOS = 1_000_000;

  private static final long LOOK_NANOS = 20_000;

  /** Won comparisons in a row that decide. */
  private static final int WINS = 3;

  private static final long PAUSE_NANOS = 2_000_000;

  /** How long a kernel is tried before it is the next one's turn, and how often. */
  private static final long TRY_NANOS = 2_000_000_000L;

  private static final int TRIES = 10;

  /** Guarded, as is all that is static here, by the class. */
  private static final ArrayDeque<Warmup> QUEUE = new ArrayDeque<>();

  private static boolean running;
  private static long heavy;

  /** What has two forms with the same results. */
  interface Subject {
    /** The two forms, made in the thread that warms; null where there is only one. */
    @Nullable Trial trial();
  }

  /**
   * Small work in either form, which takes each of the ways that real work takes, and what is to be
   * done when the vector form has proved the faster one.
   */
  record Trial(Runnable plain, Runnable vector, Runnable taken) {
    /** A trial of forms that need not be told of its end. */
    Trial(Runnable plain, Runnable vector) {
      this(plain, vector, () -> {});
    }
  }

  private final Subject subject;
  private boolean counting = true;

  /** Units not reported yet; some lost in a race only delay the change. */
  private long fresh;

  private long work;
  private volatile boolean ready = AT_ONCE;
  private @Nullable Trial trial;
  private double plain = Double.MAX_VALUE;
  private int wins;
  private int tries;

  Warmup(Subject subject) {
    this.subject = subject;
  }

  /** Whether vectors serve from the first call on. */
  static boolean atOnce() {
    return AT_ONCE;
  }

  /** Whether the vector form is to do the next {@code units}; if not they count as plain work. */
  boolean ready(long units) {
    if (ready) {
      return true;
    }
    if (counting && (fresh += units) >= PORTION) {
      report();
    }
    return false;
  }

  private void report() {
    synchronized (Warmup.class) {
      work += fresh;
      heavy += fresh;
      fresh = 0;
      if (!counting || work < WORTHWHILE || heavy < HEAVY) {
        return;
      }
      counting = false;
      if (!Kernels.vector()) {
        Kernels.logOnce();
        return;
      }
      QUEUE.add(this);
      if (running) {
        return;
      }
      running = true;
    }
    Thread.ofPlatform()
        .daemon()
        .name("taper-warm-up")
        .inheritInheritableThreadLocals(false)
        .start(Warmup::work);
  }

  /** What the thread does; it ends when nothing is left to warm. */
  private static void work() {
    try {
      for (Warmup next = next(); next != null; next = next()) {
        if (!next.tried()) {
          synchronized (Warmup.class) {
            QUEUE.add(next);
          }
        }
      }
    } finally {
      synchronized (Warmup.class) {
        running = false;
      }
    }
  }

  private static @Nullable Warmup next() {
    synchronized (Warmup.class) {
      running = !QUEUE.isEmpty();
      return QUEUE.poll();
    }
  }

  /** Tries for a while; true when the matter is settled, by giving up at last. */
  private boolean tried() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TRY_NANOS) {
      if (turn()) {
        return true;
      }
      // The compiler needs a processor more than we do, and more so the longer it takes.
      LockSupport.parkNanos(PAUSE_NANOS * (1 + tries));
    }
    return ++tries == TRIES;
  }

  /** Runs both forms for a moment; true when nothing is left to be found out. */
  boolean turn() {
    if (trial == null) {
      trial = VectorLoops.BITS < VectorLoops.LEAST_BITS ? null : subject.trial();
      if (trial == null) {
        return true;
      }
    }
    double vector = nanos(trial.vector());
    plain = Math.min(plain, nanos(trial.plain()));
    wins = vector < plain ? wins + 1 : 0;
    if (wins == WINS) {
      trial.taken().run();
      trial = null;
      ready = true;
      return true;
    }
    return false;
  }

  /** The least time that {@code form} has taken in one turn. */
  private static double nanos(Runnable form) {
    double least = Double.MAX_VALUE;
    long start = System.nanoTime();
    long now = start;
    while (now - start < TURN_NANOS) {
      long from = now;
      int runs = 0;
      do {
        form.run();
        runs++;
        now = System.nanoTime();
      } while (now - from < LOOK_NANOS);
      least = Math.min(least, (double) (now - from) / runs);
    }
    return least;
  }
}
