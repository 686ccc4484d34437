package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide.md shows, typed into a real JShell. */
class GuideTest {
  private static final String PROMPT = "jshell> ";

  /** A line that is typed and what is shown for it. */
  private record Entry(String typed, String shown) {}

  @TempDir private Path temporary;

  @Test
  void jshellAnswersAsTheGuideSays() throws Exception {
    List<Entry> guide = guide();
    assertTrue(guide.size() > 40, () -> guide.size() + " entries");
    List<String> typed = new ArrayList<>();
    guide.forEach(entry -> typed.add(entry.typed()));
    List<String> answers = jshell(typed);
    for (int i = 0; i < guide.size(); i++) {
      assertEquals(guide.get(i).shown(), answers.get(i), guide.get(i).typed());
    }
  }

  @Test
  void simdIsOnWithoutAFlag() throws Exception {
    List<String> answers = jshell(List.of("Backend.isVector()", "Backend.describe()"));
    assertTrue(answers.get(0).endsWith(" ==> true"), answers.get(0));
    assertTrue(answers.get(1).contains("jdk.incubator.vector is resolved"), answers.get(1));
  }

  private static List<Entry> guide() throws IOException {
    List<Entry> entries = new ArrayList<>();
    boolean inside = false;
    String typed = null;
    List<String> shown = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs", "guide.md"))) {
      boolean fence = line.startsWith("```");
      if (inside && (fence || line.startsWith(PROMPT)) && typed != null) {
        entries.add(new Entry(typed, String.join("\n", shown)));
        typed = null;
        shown.clear();
      }
      if (fence) {
        inside = line.equals("```jshell");
      } else if (inside && line.startsWith(PROMPT)) {
        typed = line.substring(PROMPT.length());
      } else if (inside) {
        shown.add(line);
      }
    }
    return entries;
  }

  /** JShell's answers, without the lines of stack traces. */
  private List<String> jshell(List<String> lines) throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Path errors = temporary.resolve("errors");
    // JShell keeps preferences, and where there are none yet the JDK says so among the errors.
    Files.createDirectories(temporary.resolve(".java").resolve(".userPrefs"));
    Process process =
        new ProcessBuilder(
                home.resolve("bin").resolve("jshell").toString(),
                "-J-Djava.util.prefs.userRoot=" + temporary,
                "--module-path=" + Path.of("target", "classes"),
                "--add-modules=dev.taper",
                "--startup=" + Path.of("docs", "taper.jsh"))
            .redirectError(errors.toFile())
            .start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(String.join("\n", lines) + "\n");
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals("", Files.readString(errors));
    List<String> answers = new ArrayList<>();
    String[] chunks = output.split("(?m)^" + PROMPT, -1);
    assertTrue(chunks.length > lines.size(), output);
    for (int i = 0; i < lines.size(); i++) {
      // JShell echoes what was typed before it was ready.
      String chunk = chunks[i + 1];
      if (chunk.startsWith(lines.get(i)) && !chunk.startsWith(lines.get(i) + " ==>")) {
        chunk = chunk.substring(lines.get(i).length());
      }
      List<String> kept = new ArrayList<>();
      for (String line : chunk.strip().split("\n", -1)) {
        if (!line.startsWith("|        at ")) {
          kept.add(line.stripTrailing());
        }
      }
      answers.add(String.join("\n", kept));
    }
    return answers;
  }
}
