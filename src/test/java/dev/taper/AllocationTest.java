package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many bytes a step of training allocates, counted by a JVM of its own. */
class AllocationTest {
  private static final Map<String, Long> BYTES = new HashMap<>();

  @BeforeAll
  static void count(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Count.java");
    Files.writeString(
        source,
        """
        import com.sun.management.ThreadMXBean;
        import dev.taper.*;
        import dev.taper.nn.*;
        import dev.taper.nnf.*;
        import dev.taper.optim.*;
        import java.lang.management.ManagementFactory;

        public class Count {
          static final ThreadMXBean THREADS =
              (ThreadMXBean) ManagementFactory.getThreadMXBean();

          public static void main(String[] args) {
            Threads.set(1);
            Tensor images = Tensor.randn(64, 784);
            Tensor classes = Tensor.randint(0, 10, 64);
            Sequential mlp =
                new Sequential(
                    new Linear(784, 256), new ReLU(), new Linear(256, 128), new ReLU(),
                    new Linear(128, 10));
            count("mlp", mlp, () -> Losses.crossEntropy(mlp.forward(images), classes));
            Tensor points = Tensor.randn(100, 3);
            Tensor values = Tensor.randn(100, 1);
            Sequential small =
                new Sequential(new Linear(3, 32), new ReLU(), new Linear(32, 1));
            count("tutorial", small, () -> Losses.mseLoss(small.forward(points), values));
          }

          static void count(
              String name, Sequential model, java.util.function.Supplier<Tensor> loss) {
            Adam adam = new Adam(model.parameters(), 1e-3);
            Runnable step =
                () -> {
                  Tensor l = loss.get();
                  adam.zeroGrad();
                  l.backward();
                  adam.step();
                };
            System.out.println(name + " plain " + bytes(step));
            System.out.println(
                name
                    + " scoped "
                    + bytes(
                        () -> {
                          try (var _ = Scope.open("step")) {
                            step.run();
                          }
                        }));
          }

          static long bytes(Runnable step) {
            int steps = 15;
            for (int i = 0; i < steps; i++) {
              step.run();
            }
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < steps; i++) {
              step.run();
            }
            return (THREADS.getCurrentThreadAllocatedBytes() - before) / steps;
          }
        }
        """);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddev.taper.backend=scalar",
                "-cp",
                Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString(),
                source.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the JVM hangs");
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), text);
    text.lines().forEach(line -> BYTES.put(line.substring(0, line.lastIndexOf(' ')), number(line)));
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static void assertBelow(int bound, String name) {
    long bytes = BYTES.getOrDefault(name, Long.MAX_VALUE);
    assertTrue(bytes < bound, () -> name + ": " + bytes + " bytes a step");
  }

  /** Its arrays are 4 MB a step: what is left are tensors and the tape. */
  @Test
  void anMlpsStepInAScope() {
    assertBelow(64 * 1024, "mlp scoped");
  }

  /** Its arrays are 60 KB a step. */
  @Test
  void theTutorialsStepInAScope() {
    assertBelow(24 * 1024, "tutorial scoped");
  }

  /** What is left are the gradients of the parameters, 941 KB, and what the forward pass saves. */
  @Test
  void anMlpsStepWithoutAScope() {
    assertBelow(1280 * 1024, "mlp plain");
  }
}
