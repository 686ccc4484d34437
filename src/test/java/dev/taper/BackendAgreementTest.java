package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.kernel.Kernels;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row's results and gradients here and in a JVM of the plain-Java backend. */
@Tag("kernel")
@Tag("vector")
class BackendAgreementTest {
  @BeforeAll
  static void settle() {
    OpValues.settle();
  }

  @TempDir Path folder;

  @Test
  void agreesWithTheScalarBackend() throws Exception {
    assertTrue(Kernels.vector());
    Path file = folder.resolve("scalar");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Ddev.taper.backend=scalar",
                "-cp",
                String.join(File.pathSeparator, root(Tensor.class), root(RowResults.class)),
                RowResults.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    List<RowResults.Line> here = RowResults.lines();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the scalar JVM hangs");
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("output")));
    List<RowResults.Line> there = Files.readAllLines(file).stream().map(RowResults::parse).toList();
    assertEquals(here.size(), there.size());
    for (int i = 0; i < here.size(); i++) {
      compare(here.get(i), there.get(i));
    }
  }

  private static void compare(RowResults.Line vector, RowResults.Line scalar) {
    assertEquals(vector.name(), scalar.name());
    assertEquals(vector.numbers().size(), scalar.numbers().size(), vector.name());
    for (int i = 0; i < vector.numbers().size(); i++) {
      float[] a = vector.numbers().get(i);
      float[] b = scalar.numbers().get(i);
      assertEquals(a.length, b.length, vector.name());
      double largest = 0;
      for (float value : a) {
        largest = Math.max(largest, Float.isFinite(value) ? Math.abs(value) : 0);
      }
      for (int j = 0; j < a.length; j++) {
        if (Float.compare(a[j], b[j]) != 0) {
          assertEquals(a[j], b[j], Tolerances.BACKENDS * largest, vector.name());
        }
      }
    }
  }

  /** The folder that a class was loaded from, also where it was patched into a module. */
  private static String root(Class<?> type) throws URISyntaxException, IOException {
    Path file = Path.of(type.getResource(type.getSimpleName() + ".class").toURI());
    return file.getParent().getParent().getParent().toRealPath().toString();
  }
}
