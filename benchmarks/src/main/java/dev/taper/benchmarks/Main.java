package dev.taper.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** JMH's own main, with the Vector API's module in the JVMs that it forks. */
public final class Main {
  private static final String PREPEND = "-jvmArgsPrepend";

  private Main() {}

  /**
   * Runs JMH.
   *
   * @param args JMH's; with a {@code -jvmArgsPrepend} among them nothing is added
   */
  public static void main(String[] args) throws IOException {
    boolean given = Arrays.asList(args).contains(PREPEND);
    Stream<String> added =
        given ? Stream.of() : Stream.of(PREPEND, "--add-modules=jdk.incubator.vector");
    org.openjdk.jmh.Main.main(Stream.concat(added, Arrays.stream(args)).toArray(String[]::new));
  }
}
