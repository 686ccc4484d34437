package dev.taper.benchmarks.side;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.taper.benchmarks.side.Workload.Case;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * One side in a JVM of its own: {@code ENGINE THREADS NAMES check DIRECTORY} or {@code ENGINE
 * THREADS NAMES time WARM_SECONDS SECONDS}, where NAMES is a file with a workload on each line.
 *
 * <p>The second says when it is warm, and then times the workload of each number that it reads: the
 * median of batches of at least two milliseconds, in which collections of garbage count as often as
 * they fall due.
 */
public final class Side {
  /** Numbers of a result that are compared. */
  private static final int COMPARED = 1 << 16;

  /** What a side that times says when it is warm. */
  static final String READY = "ready";

  /** Before each timing, to have the data and the code at hand again. */
  private static final double AGAIN_SECONDS = 0.05;

  private static final long BATCH_NANOS = 2_000_000;

  /** Small runs share a scope, as the ops of a training step do: so many as take this long. */
  private static final long SCOPE_NANOS = 50_000;

  private static final int SCOPE_RUNS = 64;

  /** With {@code -Dcpu} the clock is the processor time of this thread, without the collectors'. */
  private static final ThreadMXBean CPU =
      System.getProperty("cpu") == null ? null : ManagementFactory.getThreadMXBean();

  private static final VarHandle SINK;

  static {
    try {
      SINK = MethodHandles.lookup().findStaticVarHandle(Side.class, "sink", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How many times the asked time of warm-up a workload may take for its runs. */
  private static final int MOST_WARM = 5;

  /** A run that takes so long is in its kernels most of the time, whose loops turn often. */
  private static final long LONG_NANOS = 500_000;

  @SuppressWarnings("unused")
  private static Object sink;

  private Side() {}

  /** Runs the side. */
  public static void main(String[] args) throws Exception {
    Engine<?> engine =
        (Engine<?>)
            Class.forName("dev.taper.benchmarks.side." + args[0])
                .getDeclaredConstructor()
                .newInstance();
    engine.threads(Integer.parseInt(args[1]));
    run(engine, Files.readAllLines(Path.of(args[2])), Arrays.copyOfRange(args, 3, args.length));
  }

  private static <T> void run(Engine<T> engine, List<String> names, String[] mode)
      throws IOException, InterruptedException {
    PrintStream out = System.out;
    out.println("# " + engine.describe());
    List<Workload<T>> all = Workloads.all();
    List<Workload<T>> chosen = all.stream().filter(w -> names.contains(w.name())).toList();
    if (mode[0].equals("check")) {
      for (Workload<T> w : chosen) {
        check(engine, w, Path.of(mode[1]).resolve(names.indexOf(w.name()) + ".bin"));
      }
      return;
    }
    double warm = Double.parseDouble(mode[1]);
    double seconds = Double.parseDouble(mode[2]);
    if (warm > 0) {
      // All of it before any of it counts: no workload is timed in a JVM that it has to itself.
      // Twice, since what came to the Vector API meanwhile makes the callers' code anew.
      for (int round = 0; round < 2; round++) {
        for (Workload<T> w : chosen) {
          time(engine, w, warm, 0);
        }
        awaitVectors();
      }
    }
    out.println(READY);
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.gc();
        out.println(time(engine, chosen.get(Integer.parseInt(line)), AGAIN_SECONDS, seconds));
      }
    }
  }

  /** Until the kernels that Taper brings to the Vector API in the background are there. */
  private static void awaitVectors() throws InterruptedException {
    for (int i = 0; i < 6000 && isWarming(); i++) {
      Thread.sleep(20);
    }
  }

  private static boolean isWarming() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("taper-warm-up"));
  }

  private static <T> void check(Engine<T> engine, Workload<T> w, Path file) throws IOException {
    Case<T> work = w.prepare().apply(engine);
    double[] values = {};
    for (int i = 1; i <= w.runs(); i++) {
      engine.begin();
      T result = work.run().get();
      if (result != null) {
        if (i == w.runs()) {
          values = engine.values(result, COMPARED);
        }
        engine.free(result);
      }
      engine.end();
    }
    if (work.outcome() != null) {
      T result = work.outcome().get();
      values = engine.values(result, COMPARED);
      engine.free(result);
    }
    engine.clear();
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (double value : values) {
        out.writeDouble(value);
      }
    }
  }

  /** Nanoseconds of one run. */
  private static <T> double time(Engine<T> engine, Workload<T> w, double warm, double seconds) {
    Supplier<T> run = w.prepare().apply(engine).run();
    int count = 1;
    int scoped = 1;
    long begin = System.nanoTime();
    long end = begin + (long) (warm * 1e9);
    long late = begin + (long) (warm * 1e9 * MOST_WARM);
    long nanos = batch(engine, run, count, scoped);
    long runs = count;
    while (nanos < BATCH_NANOS
        || System.nanoTime() < end
        || (runs < engine.warmRuns() && nanos / count < LONG_NANOS && System.nanoTime() < late)) {
      if (nanos < BATCH_NANOS) {
        count *= 2;
      }
      nanos = batch(engine, run, count, scoped);
      runs += count;
      scoped = (int) Math.clamp(SCOPE_NANOS * count / nanos, 1, SCOPE_RUNS);
    }
    List<Double> times = new ArrayList<>();
    end = System.nanoTime() + (long) (seconds * 1e9);
    while (times.size() < 3 || System.nanoTime() < end) {
      times.add(batch(engine, run, count, scoped) / (double) count);
    }
    engine.clear();
    times.sort(null);
    return times.get(times.size() / 2);
  }

  private static <T> long batch(Engine<T> engine, Supplier<T> run, int count, int scoped) {
    long start = clock();
    for (int i = 0; i < count; i += scoped) {
      engine.begin();
      for (int j = Math.min(scoped, count - i); j > 0; j--) {
        T result = run.get();
        SINK.setOpaque(result);
        if (result != null) {
          engine.free(result);
        }
      }
      engine.end();
    }
    return clock() - start;
  }

  private static long clock() {
    return CPU == null ? System.nanoTime() : CPU.getCurrentThreadCpuTime();
  }
}
