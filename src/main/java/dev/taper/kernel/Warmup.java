package dev.taper.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
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
  /**
   * Units after which the Vector API is started (17 to 60 ms, and about as much a kernel), which
   * costs the program nothing where a second processor does it.
   */
  private static final long HEAVY =
      Runtime.getRuntime().availableProcessors() > 1 ? 1L << 27 : 1L << 28;

  /** Units after which a single kernel is worth it. */
  private static final long WORTHWHILE = 1L << 22;

  /** A kernel reports its work in portions of so many units. */
  static final int PORTION = 1 << 15;

  private static final boolean AT_ONCE = Kernels.vectorAtOnce();

  /** How long a form is timed at once, many times a turn; the least counts. */
  private static final long LOOK_NANOS = 20_000;

  /** A turn of a form until it has run so often that the compiler must know of it. */
  private static final long PUSH_NANOS = 4_000_000;

  private static final int PUSHED_RUNS = 20_000;

  private static final long PUSHED_NANOS = 20_000_000_000L;

  /** The same for the plain form, and for the turns of a form that calls bring to the compiler. */
  private static final int PLAIN_RUNS = 3_000;

  private static final long PLAIN_NANOS = 20_000_000;

  private static final int CALLED_TURNS = 10;

  /** A turn of a form while it waits for the compiler. */
  private static final long POLL_NANOS = 100_000;

  /**
   * Looks in a turn, if they do not take too long: after a pause the first one finds the caches
   * cold, and would never be below the best of the other form.
   */
  private static final int LOOKS = 4;

  private static final long LOOKS_NANOS = 2_000_000;

  /**
   * What becomes of the best time of the plain form from turn to turn: where a neighbour has made
   * the machine slower, the vector form need not beat what was possible before.
   */
  private static final double FORGOTTEN = 1.02;

  /** Won comparisons in a row that decide. */
  private static final int WINS = 3;

  /** How many kernels are warmed at a time: while some are compiled another one is pushed. */
  private static final int ACTIVE = 4;

  /** Pauses when nothing is left but to wait: a part of how long that has gone on. */
  private static final long LEAST_PAUSE_NANOS = 1_000_000;

  private static final long MOST_PAUSE_NANOS = 20_000_000;

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
   * Small work in either form, which takes each of the ways that real work takes; calls of the
   * vector form that do nothing, but so many that the compiler takes notice (null where it must
   * work for that); and what is to be done when the vector form has proved the faster one.
   */
  record Trial(Runnable plain, Runnable vector, @Nullable Runnable calls, Runnable taken) {
    /** A trial of forms that have to work to be compiled. */
    Trial(Runnable plain, Runnable vector, Runnable taken) {
      this(plain, vector, null, taken);
    }

    /** A trial of forms that need not be told of its end. */
    Trial(Runnable plain, Runnable vector) {
      this(plain, vector, () -> {});
    }
  }

  /** A form with the time that it takes. */
  private static final class Form {
    private final Runnable form;
    private final LongSupplier clock;

    /** How often, and how long, it has run. */
    private long runs;

    private long nanos;

    Form(Runnable form, LongSupplier clock) {
      this.form = form;
      this.clock = clock;
    }

    /** The least time that a run takes in a turn of {@code budget}. */
    double least(long budget) {
      double least = Double.MAX_VALUE;
      long start = clock.getAsLong();
      long now = start;
      int looks = 0;
      do {
        looks++;
        long from = now;
        int count = 0;
        do {
          form.run();
          count++;
          now = clock.getAsLong();
        } while (now - from < LOOK_NANOS);
        runs += count;
        least = Math.min(least, (double) (now - from) / count);
      } while (now - start < budget || (looks < LOOKS && now - start < LOOKS_NANOS));
      nanos += now - start;
      return least;
    }

    boolean ran(long enoughRuns, long enoughNanos) {
      return runs >= enoughRuns || nanos >= enoughNanos;
    }
  }

  private final Subject subject;
  private final LongSupplier clock;
  private boolean counting = true;

  /** Units not reported yet; some lost in a race only delay the change. */
  private long fresh;

  private long work;
  private volatile boolean ready = AT_ONCE;
  private @Nullable Trial trial;
  private @Nullable Form plain;
  private @Nullable Form vector;
  private double plainNanos = Double.MAX_VALUE;
  private int wins;
  private int turns;

  Warmup(Subject subject) {
    this(subject, System::nanoTime);
  }

  /** With the clock, of nanoseconds, that times both forms. */
  Warmup(Subject subject, LongSupplier clock) {
    this.subject = subject;
    this.clock = clock;
  }

  Subject subject() {
    return subject;
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
    while (fill(active)) {
      boolean waiting = true;
      for (int i = active.size() - 1; i >= 0; i--) {
        Warmup next = active.get(i);
        boolean settled = next.turnOrFailure();
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
  }

  /** A turn; a kernel whose trial fails stays in plain Java, and the others go on. */
  private boolean turnOrFailure() {
    try {
      return turn();
    } catch (RuntimeException | Error e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      return true;
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
      plain = new Form(trial.plain(), clock);
      vector = new Form(trial.vector(), clock);
    }
    return turn(trial, Objects.requireNonNull(plain), Objects.requireNonNull(vector));
  }

  private boolean turn(Trial trial, Form plain, Form vector) {
    turns++;
    boolean known = plain.ran(PLAIN_RUNS, PLAIN_NANOS);
    plainNanos = Math.min(plainNanos * FORGOTTEN, plain.least(known ? POLL_NANOS : PUSH_NANOS));
    Runnable calls = trial.calls();
    if (calls != null) {
      calls.run();
    }
    double nanos =
        vector.least(calls != null ? 0 : vector.runs >= PUSHED_RUNS ? POLL_NANOS : PUSH_NANOS);
    wins = known && nanos < plainNanos ? wins + 1 : 0;
    if (wins < WINS) {
      return false;
    }
    trial.taken().run();
    this.trial = null;
    this.plain = null;
    this.vector = null;
    ready = true;
    return true;
  }

  private boolean pushed() {
    if (trial == null || vector == null) {
      return false;
    }
    return trial.calls() == null ? vector.ran(PUSHED_RUNS, PUSHED_NANOS) : turns >= CALLED_TURNS;
  }
}
