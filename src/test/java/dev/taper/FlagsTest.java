package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the README's table of flags that a test can try, each in a JVM of its own. */
class FlagsTest {
  private static final String CLASSES = Path.of("target", "classes").toAbsolutePath().toString();

  @TempDir static Path folder;

  /** A program that says which kernels run, and uses them. */
  @BeforeAll
  static void compileProgram() throws Exception {
    Path source = folder.resolve("App.java");
    Files.writeString(
        source,
        """
        import dev.taper.Backend;
        import dev.taper.Tensor;

        public class App {
          public static void main(String[] args) {
            Tensor x = Tensor.arange(100_000.0);
            float[] last = null;
            for (int i = 0; i < 300; i++) {
              last = x.mul(2).add(x).toFloatArray();
            }
            System.out.println(Backend.isVector() + " " + last[99_999]);
            System.out.println(Backend.describe());
          }
        }
        """);
    Result result = run("javac", "-cp", CLASSES, "-d", folder.toString(), source.toString());
    assertEquals(0, result.status(), result.errors());
  }

  @Test
  void onTheClassPathWithoutAFlag() throws Exception {
    assertKernels(false, "-cp", folder + ":" + CLASSES, "App");
  }

  @Test
  void onTheClassPathWithTheFlag() throws Exception {
    assertKernels(
        true, "--add-modules", "jdk.incubator.vector", "-cp", folder + ":" + CLASSES, "App");
  }

  @Test
  void onTheModulePath() throws Exception {
    assertKernels(
        true, "--module-path", CLASSES, "--add-modules", "dev.taper", "-cp", "" + folder, "App");
  }

  @Test
  void inAnApplicationWhoseManifestOptsIn() throws Exception {
    Result result = assertKernels(true, "-jar", jar("java.base/jdk.internal.module").toString());
    assertEquals("", result.errors());
  }

  @Test
  void inAnApplicationWhoseManifestDoesNot() throws Exception {
    assertKernels(false, "-jar", jar(null).toString());
  }

  @Test
  void thePropertyChoosesPlainJava() throws Exception {
    assertKernels(
        false,
        "-Ddev.taper.backend=scalar",
        "--add-modules",
        "jdk.incubator.vector",
        "-cp",
        folder + ":" + CLASSES,
        "App");
  }

  @Test
  void thePropertyRefusesWhatIsNotThere() throws Exception {
    Result result = run("java", "-Ddev.taper.backend=vector", "-cp", folder + ":" + CLASSES, "App");
    assertEquals(1, result.status());
    assertTrue(result.errors().contains("--add-modules jdk.incubator.vector"), result.errors());
  }

  private static Path jar(String exports) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "App");
    attributes.put(Attributes.Name.CLASS_PATH, Path.of(CLASSES).toUri().toString());
    if (exports != null) {
      attributes.put(new Attributes.Name("Add-Exports"), exports);
    }
    Path jar = folder.resolve(exports == null ? "plain.jar" : "opted.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("App.class"));
      entries.write(Files.readAllBytes(folder.resolve("App.class")));
    }
    return jar;
  }

  private static Result assertKernels(boolean vector, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst("java");
    Result result = run(command.toArray(new String[0]));
    assertEquals(0, result.status(), result.errors());
    assertEquals(vector + " 299997.0", result.lines().getFirst());
    assertTrue(
        result.lines().getLast().startsWith(vector ? "vector backend" : "scalar backend"),
        result.lines().getLast());
    return result;
  }

  private record Result(int status, List<String> lines, String errors) {}

  private static Result run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(tool);
    return run(command.toArray(new String[0]));
  }

  private static Result run(String[] command) throws Exception {
    command[0] = Path.of(System.getProperty("java.home"), "bin", command[0]).toString();
    Path errors = Files.createTempFile(folder, "app", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<String> lines;
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      lines = out.lines().toList();
    }
    return new Result(process.waitFor(), lines, Files.readString(errors));
  }
}
