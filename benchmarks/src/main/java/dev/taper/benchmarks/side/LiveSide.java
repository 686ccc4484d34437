package dev.taper.benchmarks.side;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process of one side that times a workload whenever it is asked to, and rests meanwhile. */
final class LiveSide implements AutoCloseable {
  private final String name;
  private final Path errors;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  /** Starts the process, which is to run {@link Side} for times, and waits until it is warm. */
  LiveSide(String name, ProcessBuilder builder) throws IOException {
    this.name = name;
    errors = Files.createTempFile(name, ".err");
    process = builder.redirectError(errors.toFile()).start();
    answers = process.inputReader();
    questions = process.outputWriter();
    while (!answer().equals(Side.READY)) {
      // What the library says of itself.
    }
  }

  /** Nanoseconds of one run of the workload with this number. */
  double time(int workload) throws IOException {
    questions.write(Integer.toString(workload));
    questions.newLine();
    questions.flush();
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(name + " ended:\n" + Files.readString(errors));
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    questions.close();
    answers.close();
    process.onExit().join();
    Files.delete(errors);
  }
}
