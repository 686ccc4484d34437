package dev.taper.benchmarks.side;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Runs the workloads in Taper and in libtorch, each in processes of its own, compares what they
 * compute and then how long they take, and prints one table.
 */
public final class SideBySide {
  private static final String USAGE =
      """
      usage: side-by-side [REGEX] [options]
        REGEX           workloads whose name it is found in; default: the standard ones
        --all           the rare ones too
        --list          print the names and stop
        --check         compare the results and stop
        --quick         one fork, short times: to try things out, not to quote
        --forks N       processes for each side (3)
        --threads N,M   numbers of threads (1,2); above 1 only work that is large enough
        --warm S        seconds to warm each workload up in Taper (0.2)
        --time S        seconds to measure each workload in each process, in three rounds (0.15)
        --cpu           processor time of the calling thread instead of time: for a machine that
                        is busy with other work, and one thread
        --sides A,B     of taper, vector, plain, openblas, official
                        (taper,openblas,official)
      """;

  private static final String OURS = "taper";

  private static final int ROUNDS = 3;

  private final Map<String, Double> peaks = new TreeMap<>();
  private String pattern = "";
  private boolean all;
  private boolean list;
  private boolean checkOnly;
  private boolean cpu;
  private int forks = 3;
  private int[] threads = {1, 2};
  private double warm = 0.2;
  private double time = 0.15;
  private List<String> sides = List.of(OURS, "openblas", "official");
  private final Path libtorch = Path.of(System.getProperty("libtorch"));
  private final Path official = Path.of(System.getProperty("official"));
  private final Path scratch;

  private SideBySide(Path scratch) {
    this.scratch = scratch;
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws Exception {
    Path scratch = Files.createTempDirectory("side-by-side");
    SideBySide run = new SideBySide(scratch);
    boolean good = run.parse(args) && run.run();
    try (var files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
    System.exit(good ? 0 : 1);
  }

  private boolean parse(String[] args) {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--all" -> all = true;
        case "--list" -> list = true;
        case "--check" -> checkOnly = true;
        case "--quick" -> {
          forks = 1;
          time = 0.05;
        }
        case "--cpu" -> cpu = true;
        case "--forks" -> forks = Integer.parseInt(args[++i]);
        case "--threads" ->
            threads = Arrays.stream(args[++i].split(",")).mapToInt(Integer::parseInt).toArray();
        case "--warm" -> warm = Double.parseDouble(args[++i]);
        case "--time" -> time = Double.parseDouble(args[++i]);
        case "--sides" -> sides = List.of(args[++i].split(","));
        default -> {
          if (args[i].startsWith("-")) {
            System.out.print(USAGE);
            return false;
          }
          pattern = args[i];
          all = true;
        }
      }
    }
    return true;
  }

  private boolean run() throws Exception {
    Pattern wanted = Pattern.compile(pattern);
    List<Workload<Object>> chosen =
        Workloads.<Object>all().stream()
            .filter(w -> (all || w.standard()) && wanted.matcher(w.name()).find())
            .toList();
    if (list) {
      chosen.forEach(w -> System.out.println(w.name()));
      return true;
    }
    List<Workload<Object>> agreed = check(chosen);
    if (!checkOnly) {
      for (int n : threads) {
        List<Workload<Object>> timed = agreed.stream().filter(w -> n == 1 || w.large()).toList();
        if (!timed.isEmpty()) {
          long start = System.nanoTime();
          table(n, timed, time(n, timed));
          System.out.printf("%.1f minutes.%n", (System.nanoTime() - start) / 60e9);
        }
      }
    }
    return agreed.size() == chosen.size();
  }

  private List<Workload<Object>> check(List<Workload<Object>> chosen) throws Exception {
    Path names = names(chosen);
    Map<String, Path> results = new LinkedHashMap<>();
    for (String side : sides) {
      Path directory = Files.createTempDirectory(side);
      results.put(side, directory);
      for (String line : output(process(side, 1, names, "check", directory.toString()), side)) {
        System.out.println(side + ": " + line);
      }
    }
    List<Workload<Object>> agreed = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      Workload<Object> w = chosen.get(i);
      double[] ours = read(results.get(sides.getFirst()).resolve(i + ".bin"));
      boolean same = true;
      for (String side : sides.subList(1, sides.size())) {
        double error = distance(ours, read(results.get(side).resolve(i + ".bin")));
        if (!(error <= w.tolerance())) {
          same = false;
          System.out.printf(
              "DIFFERS: %s: %s and %s by %.2g: at most %.2g%n",
              w.name(), sides.getFirst(), side, error, w.tolerance());
        }
      }
      if (same) {
        agreed.add(w);
      }
    }
    for (Path directory : results.values()) {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
    System.out.println(agreed.size() + " of " + chosen.size() + " workloads agree on all sides");
    return agreed;
  }

  private static double[] read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new double[0];
    }
    double[] values = new double[(int) (Files.size(file) / Double.BYTES)];
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readDouble();
      }
    }
    return values;
  }

  /** The greatest of {@code |a − b| / (1 + |b|)}; infinite where there is nothing to compare. */
  private static double distance(double[] a, double[] b) {
    if (a.length != b.length || a.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      double d = Math.abs(a[i] - b[i]) / (1 + Math.abs(b[i]));
      if (Double.doubleToLongBits(a[i]) != Double.doubleToLongBits(b[i])) {
        most = d <= most ? most : d;
      }
    }
    return most;
  }

  /**
   * Nanoseconds of each workload and side in each fork: the least of a process's rounds, in which
   * the sides take turns, so that what else the machine does for a while meets all of them.
   */
  private Map<String, Map<String, double[]>> time(int n, List<Workload<Object>> timed)
      throws Exception {
    Path names = names(timed);
    Map<String, Map<String, double[]>> times = new LinkedHashMap<>();
    for (int fork = 0; fork < forks; fork++) {
      List<LiveSide> live = new ArrayList<>();
      try {
        for (String side : sides) {
          String ahead = Double.toString(isTaper(side) ? warm : 0);
          String once = Double.toString(time / ROUNDS);
          live.add(new LiveSide(side, process(side, n, names, "time", ahead, once)));
        }
        for (int w = 0; w < timed.size(); w++) {
          var ofWorkload = times.computeIfAbsent(timed.get(w).name(), _ -> new LinkedHashMap<>());
          for (int i = 0; i < sides.size() * ROUNDS; i++) {
            int side = i % sides.size();
            double[] ofSide = ofWorkload.computeIfAbsent(sides.get(side), _ -> unknown());
            ofSide[fork] = Math.min(ofSide[fork], live.get(side).time(w));
          }
        }
      } finally {
        for (LiveSide side : live) {
          side.close();
        }
      }
      peaks.merge("FMA", peak(), Math::max);
    }
    return times;
  }

  private double[] unknown() {
    double[] times = new double[forks];
    Arrays.fill(times, Double.POSITIVE_INFINITY);
    return times;
  }

  private void table(int n, List<Workload<Object>> timed, Map<String, Map<String, double[]>> all) {
    StringBuilder out = new StringBuilder();
    out.append("\n### %d thread%s, %d forks, µs%n%n".formatted(n, n == 1 ? "" : "s", forks));
    out.append("FMA peak of one core: %.0f GFLOP/s%n%n".formatted(peaks.get("FMA")));
    out.append("| work | ").append(String.join(" | ", sides)).append(" | ratio | spread | |\n");
    out.append("|---|").append("--:|".repeat(sides.size() + 2)).append("---|\n");
    double logs = 0;
    int count = 0;
    List<Behind> behind = new ArrayList<>();
    for (Workload<Object> w : timed) {
      Map<String, double[]> times = all.get(w.name());
      StringBuilder rates = new StringBuilder();
      out.append("| ").append(w.name());
      for (String side : sides) {
        double median = median(times.get(side));
        out.append(" | ").append(digits(median / 1e3));
        if (w.operations() > 0) {
          rates.append(rates.isEmpty() ? "" : ", ").append(digits(w.operations() / median));
        }
      }
      double[] ratios = sides.size() > 1 ? ratios(times) : times.get(sides.getFirst());
      double ratio = median(ratios);
      if (sides.size() > 1) {
        logs += Math.log(ratio);
        count++;
        if (ratio < 1) {
          behind.add(new Behind(w.name(), ratio));
        }
        out.append(" | ").append(ratio < 1 ? "**%.2f**".formatted(ratio) : "%.2f".formatted(ratio));
      } else {
        out.append(" | ");
      }
      Arrays.sort(ratios);
      out.append(" | %.0f %%".formatted(100 * (ratios[forks - 1] - ratios[0]) / ratio));
      out.append(" | ").append(rates.isEmpty() ? "" : rates + " GFLOP/s").append(" |\n");
    }
    if (count > 0) {
      out.append(
          "%nGeometric mean of the ratios: %.2f. Behind: %d of %d.%n%n"
              .formatted(Math.exp(logs / count), behind.size(), count));
      behind.sort(Comparator.comparingDouble(Behind::ratio));
      behind.forEach(b -> out.append("* %s %.2f%n".formatted(b.name(), b.ratio())));
    }
    System.out.print(out);
  }

  /** In each fork, the time of the fastest other side by that of the first. */
  private double[] ratios(Map<String, double[]> times) {
    double[] ratios = unknown();
    for (int fork = 0; fork < forks; fork++) {
      for (String side : sides.subList(1, sides.size())) {
        ratios[fork] = Math.min(ratios[fork], times.get(side)[fork]);
      }
      ratios[fork] /= times.get(sides.getFirst())[fork];
    }
    return ratios;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private record Behind(String name, double ratio) {}

  private static String digits(double x) {
    return x < 10 ? "%.3f".formatted(x) : x < 100 ? "%.1f".formatted(x) : "%.0f".formatted(x);
  }

  private Path names(List<Workload<Object>> chosen) throws IOException {
    return Files.write(scratch.resolve("names"), chosen.stream().map(Workload::name).toList());
  }

  private double peak() throws Exception {
    List<String> lines = output(command("taper", FmaPeak.class.getName()), "FMA peak");
    return Double.parseDouble(lines.getLast());
  }

  private ProcessBuilder process(String side, int n, Path names, String... mode) {
    String engine = isTaper(side) ? "TaperEngine" : "LibtorchEngine";
    ProcessBuilder process = command(side, Side.class.getName());
    process.command().addAll(List.of(engine, Integer.toString(n), names.toString()));
    process.command().addAll(List.of(mode));
    for (String library : List.of("OMP", "OPENBLAS", "MKL")) {
      process.environment().put(library + "_NUM_THREADS", Integer.toString(n));
    }
    return process;
  }

  private static List<String> output(ProcessBuilder builder, String name) throws Exception {
    Path errors = Files.createTempFile(name.replace(' ', '-'), ".err");
    Process process = builder.redirectError(errors.toFile()).start();
    List<String> lines;
    try (var in = process.inputReader()) {
      lines = in.lines().filter(line -> !line.startsWith("WARNING")).toList();
    }
    int status = process.waitFor();
    if (status != 0) {
      System.out.println(name + " ended with status " + status);
      System.out.println(Files.readString(errors));
    }
    Files.delete(errors);
    return lines;
  }

  private static boolean isTaper(String side) {
    return side.equals(OURS) || side.equals("vector") || side.equals("plain");
  }

  private ProcessBuilder command(String side, String main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classes = System.getProperty("java.class.path");
    switch (side) {
      case OURS -> command.add("--add-modules=jdk.incubator.vector");
      case "vector" ->
          command.addAll(
              List.of("--add-modules=jdk.incubator.vector", "-Ddev.taper.backend=vector"));
      case "plain" -> command.add("-Ddev.taper.backend=scalar");
      case "openblas", "official" -> {
        classes += ":" + libtorch + "/*";
        // What would slow libtorch down: memory is freed by hand, so JavaCPP need not watch it.
        command.add("-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("cache"));
        command.add("-Dorg.bytedeco.javacpp.nopointergc=true");
        command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
        command.add("-Dorg.bytedeco.javacpp.maxBytes=0");
        command.add("--enable-native-access=ALL-UNNAMED");
        if (side.equals("official")) {
          command.add("-Dorg.bytedeco.javacpp.pathsFirst=true");
          command.add("-Dorg.bytedeco.javacpp.platform.preloadpath=" + official);
          command.add("-Djava.library.path=" + official);
        }
      }
      default -> throw new IllegalArgumentException(side + ": " + USAGE);
    }
    if (cpu) {
      command.add("-Dcpu");
    }
    command.addAll(List.of("-cp", classes, main));
    return new ProcessBuilder(command);
  }
}
