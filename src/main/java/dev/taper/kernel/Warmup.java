package dev.taper.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a kernel's work go to plain Java until its form with the Vector API runs compiled.
 *
 * <p>Work is counted in units: an element of a sum, or a multiply-add. When the whole process has
 * done {@link #HEAVY} of them in plain Java, and a kernel {@link #WORTHWHILE}, the kernel is queued
 * for one daemon thread, which runs both forms on small data, a few kernels at a time, until the
 * vector form is the faster one. Only then it serves; until that happens plain Java goes on
 * serving. Both forms give the same bits. With {@code -Ddev.taper.backend=vector} the vector form
 * serves from the first call.
 */
final class Warmup {
  /** Units after which the Vector API is started (17 to 60 ms, and about as much a kernel). */
  private static final long HEAVY = 1L << 28;

  /** Units after which a single kernel is worth it. */
  private static final long WORTHWHILE = 1L << 24;

  /** A kernel reports its work in portions of so many units. */
  static final int PORTION = 1 << 15;

  private static final boolean AT_ONCE = Kernels.vectorAtOnce();

  /** How long a form is timed at once, many times a turn; the least counts. */
  private static final long LOOK_NANOS = 20_000;

  /** A turn of the plain form, which is compiled already. */
  private static final long PLAIN_NANOS = 200_000;

  /** A turn of the vector form until it has run so often that the compiler must know of it. */
  private static final long PUSH_NANOS = 4_000_000;

  private static final int PUSHED_RUNS = 20_000;

  private static final long PUSHED_NANOS = 10_000_000_000L;

  /** A turn of the vector form while it waits for the compiler. */
  private static final long POLL_NANOS = 400_000;

  /** Won comparisons in a row that decide. */
  private static final int WINS = 3;

  /** How many kernels are warmed at a time: while some are compiled another one is pushed. */
  private static final int ACTIVE = 4;

  /** Pauses when nothing is left but to wait: a part of how long that has gone on. */
  private static final long LEAST_PAUSE_NANOS = 1_000_000;

  private static final long MOST_PAUSE_NANOS = 1_000_000_000;

  private static final int PAUSE_PART = 64;

  /** Turns after which a kernel makes room for those that wait. */
  private static final int TURNS = 200;

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

  /** How often, and how long, the vector form has run. */
  private long runs;

  private long nanos;
  private int wins;
  private int turns;

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
    List<Warmup> active = new ArrayList<>(ACTIVE);
    long since = System.nanoTime();
    try {
      while (fill(active)) {
        boolean waiting = true;
        for (int i = active.size() - 1; i >= 0; i--) {
          Warmup next = active.get(i);
          boolean settled = next.turn();
          if (settled) {
            active.remove(i);
          } else if (next.turns % TURNS == 0) {
            active.remove(i);
            add(next);
          }
          waiting &= !settled && next.pushed();
        }
        long now = System.nanoTime();
        if (waiting) {
          // The compiler needs a processor more than we do, and more so the longer it takes.
          LockSupport.parkNanos(
              Math.clamp((now - since) / PAUSE_PART, LEAST_PAUSE_NANOS, MOST_PAUSE_NANOS));
        } else {
          since = now;
        }
      }
    } catch (RuntimeException | Error e) {
      synchronized (Warmup.class) {
        running = false;
      }
      throw e;
    }
  }

  /** Tops up {@code active}; false, and the thread is known to have ended, where none is left. */
  private static boolean fill(List<Warmup> active) {
    synchronized (Warmup.class) {
      while (active.size() < ACTIVE) {
        Warmup next = QUEUE.poll();
        if (next == null) {
          break;
        }
        active.add(next);
      }
      running = !active.isEmpty();
      return running;
    }
  }

  private static void add(Warmup warmup) {
    synchronized (Warmup.class) {
      QUEUE.add(warmup);
    }
  }

  /** Runs both forms for a moment; true when nothing is left to be found out. */
  boolean turn() {
    if (trial == null) {
      trial = VectorLoops.BITS < VectorLoops.LEAST_BITS ? null : subject.trial();
      if (trial == null) {
        return true;
      }
    }
    turns++;
    double vector = vectorNanos(trial);
    plain = Math.min(plain, nanos(trial.plain(), PLAIN_NANOS));
    wins = vector < plain ? wins + 1 : 0;
    if (wins == WINS) {
      trial.taken().run();
      trial = null;
      ready = true;
      return true;
    }
    return false;
  }

  private boolean pushed() {
    return runs >= PUSHED_RUNS || nanos >= PUSHED_NANOS;
  }

  private double vectorNanos(Trial trial) {
    long start = System.nanoTime();
    double least =
        nanos(
            () -> {
              trial.vector().run();
              runs++;
            },
            pushed() ? POLL_NANOS : PUSH_NANOS);
    nanos += System.nanoTime() - start;
    return least;
  }

  /** The least time that {@code form} takes in a turn of {@code budget}. */
  private static double nanos(Runnable form, long budget) {
    double least = Double.MAX_VALUE;
    long start = System.nanoTime();
    long now = start;
    while (now - start < budget) {
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
