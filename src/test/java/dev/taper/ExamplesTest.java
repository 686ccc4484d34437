package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The programs of docs/examples, run as a reader runs them: {@code java --module-path … X.java}.
 */
class ExamplesTest {
  private static final Pattern LINE = Pattern.compile("Epoch: (\\d+) {2}Loss: (\\S+)");

  @ParameterizedTest
  @CsvSource({
    "TensorsByHand, 1_tensors_by_hand",
    "Gradients, 2_autograd",
    "Modules, 3_modules",
    "LossesAndOptimizers, 4_losses_and_optimizers"
  })
  void theTutorialsProgramsPrintPyTorchsLosses(String program, String losses) throws Exception {
    compare(losses, run(List.of("--module-path", classes()), program));
  }

  @Test
  void theFourthPrintsThemOnThePlainJavaBackendToo() throws Exception {
    compare(
        "4_losses_and_optimizers",
        run(
            List.of("--module-path", classes(), "-Ddev.taper.backend=scalar"),
            "LossesAndOptimizers"));
  }

  @Test
  void theFourthGivesTheSameBitsWithOneThreadAndTwoAndOnBothBackends() throws Exception {
    List<String> one =
        run(List.of("--module-path", classes(), "-Ddev.taper.threads=1"), "LossesAndOptimizers");
    List<String> two =
        run(List.of("--module-path", classes(), "-Ddev.taper.threads=2"), "LossesAndOptimizers");
    List<String> plain =
        run(
            List.of("--module-path", classes(), "-Ddev.taper.backend=scalar"),
            "LossesAndOptimizers");
    assertEquals(20, one.size());
    assertEquals(one, two);
    assertEquals(one, plain);
  }

  /** Epoch 100 and before within 1e-4; the run is chaotic after, as PyTorch's own is. */
  private static void compare(String name, List<String> lines) throws IOException {
    JsonNode losses;
    try (InputStream in = ExamplesTest.class.getResourceAsStream("tutorial_losses.json")) {
      losses = new ObjectMapper().readTree(in).get("losses").get(name);
    }
    assertEquals(20, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = LINE.matcher(lines.get(i));
      assertTrue(line.matches(), lines.get(i));
      int epoch = Integer.parseInt(line.group(1));
      assertEquals(10 * (i + 1), epoch);
      double expected = losses.get(epoch - 1).doubleValue();
      if (epoch <= 100) {
        assertEquals(
            expected, Double.parseDouble(line.group(2)), 1e-4 * expected, "epoch " + epoch);
      }
    }
  }

  @Test
  void digitsAreLearnedFromFilesInIdxFormat(@TempDir Path folder) throws Exception {
    Path images = folder.resolve("images.gz");
    Path labels = folder.resolve("labels.gz");
    writeDigits(images, labels, 500);
    List<String> lines =
        run(List.of("--module-path", classes()), "Digits", images.toString(), labels.toString());
    assertEquals("400 digits to train on, 100 held out", lines.getFirst());
    assertEquals(6, lines.size());
    Matcher last = Pattern.compile("Epoch: 5 .*right: (\\S+) %").matcher(lines.getLast());
    assertTrue(last.matches(), lines.getLast());
    assertEquals(100, Double.parseDouble(last.group(1)), 1.0);
  }

  @Test
  void aFileOfAnotherFormatIsRefused(@TempDir Path folder) throws Exception {
    Path images = folder.resolve("images.gz");
    Path labels = folder.resolve("labels.gz");
    writeDigits(images, labels, 10);
    Result swapped =
        start(List.of("--module-path", classes()), "Digits", labels.toString(), images.toString());
    assertEquals(1, swapped.status());
    assertTrue(swapped.errors().contains("begins with 2049: must be 2051 (idx)"), swapped.errors());
  }

  /** Digits that are easy to tell apart: a bright row at a place that goes with the digit. */
  private static void writeDigits(Path images, Path labels, int count) throws IOException {
    Random random = new Random(1);
    try (var pixels = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(images)));
        var digits = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(labels)))) {
      pixels.writeInt(2051);
      pixels.writeInt(count);
      pixels.writeInt(28);
      pixels.writeInt(28);
      digits.writeInt(2049);
      digits.writeInt(count);
      for (int i = 0; i < count; i++) {
        int digit = random.nextInt(10);
        digits.writeByte(digit);
        for (int j = 0; j < 784; j++) {
          boolean bright = j / 28 / 2 == digit;
          pixels.writeByte(random.nextInt(60) + (bright ? 190 : 0));
        }
      }
    }
  }

  private record Result(int status, List<String> lines, String errors) {}

  private static List<String> run(List<String> options, String program, String... arguments)
      throws IOException, InterruptedException {
    Result result = start(options, program, arguments);
    assertEquals(0, result.status(), result.errors());
    return result.lines();
  }

  private static Result start(List<String> options, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("--add-modules");
    command.add("dev.taper");
    command.add(Path.of("docs", "examples", program + ".java").toString());
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("taper", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      List<String> lines;
      try (var out = process.inputReader(StandardCharsets.UTF_8)) {
        lines = out.lines().toList();
      }
      return new Result(process.waitFor(), lines, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }

  private static String classes() {
    return Path.of("target", "classes").toString();
  }
}
