package dev.taper.benchmarks.side;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that every side does.
 *
 * @param name what the table calls it
 * @param standard whether it runs where nothing was selected
 * @param large whether it is work enough for a second thread
 * @param tolerance of the check: {@code |ours − theirs| ≤ tolerance · (1 + |theirs|)}
 * @param runs how often it runs before the check
 * @param operations floating-point operations in one run, or 0
 * @param prepare makes what is timed
 */
record Workload<T>(
    String name,
    boolean standard,
    boolean large,
    double tolerance,
    int runs,
    double operations,
    Function<Engine<T>, Case<T>> prepare) {

  /**
   * A workload with its data.
   *
   * @param run what is timed; it returns its result, which its caller frees, or null
   * @param outcome what is compared where it is not the last result
   */
  record Case<T>(Supplier<T> run, Supplier<T> outcome) {
    Case(Supplier<T> run) {
      this(run, null);
    }
  }

  static <T> Workload<T> of(String name, Function<Engine<T>, Case<T>> prepare) {
    return new Workload<>(name, true, false, 2e-6, 1, 0, prepare);
  }

  Workload<T> extra(boolean extra) {
    return new Workload<>(name, !extra, large, tolerance, runs, operations, prepare);
  }

  Workload<T> large(boolean large) {
    return new Workload<>(name, standard, large, tolerance, runs, operations, prepare);
  }

  Workload<T> within(double tolerance) {
    return new Workload<>(name, standard, large, tolerance, runs, operations, prepare);
  }

  Workload<T> after(int runs) {
    return new Workload<>(name, standard, large, tolerance, runs, operations, prepare);
  }

  Workload<T> operations(double operations) {
    return new Workload<>(name, standard, large, tolerance, runs, operations, prepare);
  }
}
