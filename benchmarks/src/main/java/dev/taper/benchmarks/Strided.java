package dev.taper.benchmarks;

import dev.taper.Backend;
import dev.taper.Tensor;
import dev.taper.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an op costs on strided and broadcast operands, in place, as multiples of what it costs on
 * contiguous ones.
 *
 * <p>Every case runs until it is compiled before any is timed, then all are timed in turn, many
 * times; each figure is a median of quotients of neighbours in time. Arguments: the sizes n of the
 * n×n matrices, seconds of warm-up for each size as {@code -w3}, seconds of timing as {@code -t2},
 * and names of cases, as {@code "step 2"}, where not all are wanted.
 */
public final class Strided {
  /** A batch lasts at least as long. */
  private static final long BATCH_NANOS = 200_000;

  private static final int LEAST_CALLS = 5;

  private Strided() {}

  /** Prints a table. */
  public static void main(String[] arguments) {
    double warm = 4;
    double time = 2;
    List<Integer> sizes = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("contiguous"));
    for (String argument : arguments) {
      if (argument.startsWith("-w")) {
        warm = Double.parseDouble(argument.substring(2));
      } else if (argument.startsWith("-t")) {
        time = Double.parseDouble(argument.substring(2));
      } else if (Character.isDigit(argument.charAt(0))) {
        sizes.add(Integer.parseInt(argument));
      } else {
        names.add(argument);
      }
    }
    if (sizes.isEmpty()) {
      sizes.addAll(List.of(128, 256, 512, 1024));
    }
    Threads.set(1);
    IO.println(Backend.describe());
    boolean head = true;
    for (int n : sizes) {
      Map<String, Runnable> cases = cases(n);
      if (names.size() > 1) {
        cases.keySet().retainAll(names);
      }
      Runnable[] runs = cases.values().toArray(new Runnable[0]);
      double[][] nanos = measure(runs, warm, time);
      if (head) {
        IO.println(String.format("%6s", "n") + "  contiguous" + names(cases));
        head = false;
      }
      StringBuilder line = new StringBuilder(String.format("%6d", n));
      for (int i = 0; i < runs.length; i++) {
        if (i == 0) {
          line.append(String.format("%9.2f us", median(nanos[0]) / 1e3));
        } else {
          double[] quotients = new double[nanos[i].length];
          for (int k = 0; k < quotients.length; k++) {
            quotients[k] = nanos[i][k] / nanos[0][k];
          }
          line.append(String.format("%9.2f", median(quotients)));
        }
      }
      IO.println(line);
    }
  }

  private static String names(Map<String, Runnable> cases) {
    StringBuilder names = new StringBuilder();
    cases.keySet().stream().skip(1).forEach(name -> names.append(String.format("%9s", name)));
    return names.toString();
  }

  private static Map<String, Runnable> cases(int n) {
    Tensor x = Tensor.zeros(n, n);
    Tensor y = Tensor.randn(n, n);
    Tensor t = Tensor.randn(n, n).t();
    Tensor two = Tensor.randn(n, 2 * n).get(":, ::2");
    Tensor three = Tensor.randn(n, 3 * n).get(":, ::3");
    Tensor four = Tensor.randn(n, 4 * n).get(":, ::4");
    Tensor seven = Tensor.randn(n, 7 * n).get(":, ::7");
    Tensor row = Tensor.randn(n);
    Tensor column = Tensor.randn(n, 1);
    Tensor turned = Tensor.zeros(n, n).t();
    Tensor wide = Tensor.zeros(n, 2 * n).get(":, ::2");
    Map<String, Runnable> cases = new LinkedHashMap<>();
    cases.put("contiguous", () -> x.add_(y));
    cases.put("transp.", () -> x.add_(t));
    cases.put("step 2", () -> x.add_(two));
    cases.put("step 3", () -> x.add_(three));
    cases.put("step 4", () -> x.add_(four));
    cases.put("step 7", () -> x.add_(seven));
    cases.put("row", () -> x.add_(row));
    cases.put("column", () -> x.add_(column));
    cases.put("to t.", () -> turned.add_(y));
    cases.put("to 2", () -> wide.add_(y));
    cases.put("copy", () -> x.copy_(y));
    cases.put("copy t.", () -> x.copy_(t));
    cases.put("copy 2", () -> x.copy_(two));
    cases.put("copy to 2", () -> wide.copy_(y));
    return cases;
  }

  /** Nanoseconds a call, of each case in each round. */
  private static double[][] measure(Runnable[] runs, double warm, double time) {
    long until = System.nanoTime() + (long) (warm * 1e9);
    while (System.nanoTime() < until) {
      for (Runnable run : runs) {
        batch(run, 4);
      }
    }
    int[] calls = new int[runs.length];
    for (int i = 0; i < runs.length; i++) {
      calls[i] = LEAST_CALLS;
      while (batch(runs[i], calls[i]) * calls[i] < BATCH_NANOS) {
        calls[i] *= 2;
      }
    }
    List<double[]> rounds = new ArrayList<>();
    until = System.nanoTime() + (long) (time * 1e9);
    while (System.nanoTime() < until || rounds.size() < 5) {
      double[] round = new double[runs.length];
      for (int i = 0; i < runs.length; i++) {
        // The others' data have left the caches.
        runs[i].run();
        round[i] = batch(runs[i], calls[i]);
      }
      rounds.add(round);
    }
    double[][] nanos = new double[runs.length][rounds.size()];
    for (int k = 0; k < rounds.size(); k++) {
      for (int i = 0; i < runs.length; i++) {
        nanos[i][k] = rounds.get(k)[i];
      }
    }
    return nanos;
  }

  private static double batch(Runnable run, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      run.run();
    }
    return (double) (System.nanoTime() - start) / calls;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
