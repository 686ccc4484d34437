package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class BackendTest {
  private record Jvm(boolean resolved, boolean load, String obstacle) implements Backend.Host {}

  private static final Jvm WITH = new Jvm(true, false, "");
  private static final Jvm WITHOUT = new Jvm(false, false, "");
  private static final Jvm OPTED_IN = new Jvm(false, true, "");
  private static final Jvm C1 = new Jvm(true, false, "the C2 compiler is off");

  @Test
  void autoTakesTheVectorApiWhereItIsThereAndFast() {
    assertTrue(Backend.choose("auto", WITH).vector());
    assertTrue(Backend.choose("auto", OPTED_IN).vector());
    assertFalse(Backend.choose("auto", WITHOUT).vector());
    assertFalse(Backend.choose("auto", C1).vector());
    assertEquals("scalar backend: the C2 compiler is off", Backend.choose("auto", C1).describe());
    assertEquals(
        "scalar backend: jdk.incubator.vector is not resolved"
            + " (--add-modules jdk.incubator.vector would do it)",
        Backend.choose("auto", WITHOUT).describe());
  }

  @Test
  void scalarIsAlwaysThere() {
    assertFalse(Backend.choose("scalar", WITH).vector());
    assertEquals(
        "scalar backend: dev.taper.backend is scalar", Backend.choose("scalar", WITH).describe());
  }

  @Test
  void vectorOnRequestOrNotAtAll() {
    assertTrue(Backend.choose("vector", WITH).vector());
    assertTrue(Backend.choose("vector", OPTED_IN).vector());
    assertTrue(Backend.choose("vector", C1).vector());
    assertEquals(
        "dev.taper.backend: vector, but jdk.incubator.vector is not resolved:"
            + " add --add-modules jdk.incubator.vector",
        assertThrows(IllegalStateException.class, () -> Backend.choose("vector", WITHOUT))
            .getMessage());
  }

  @Test
  void otherWordsAreRefused() {
    assertEquals(
        "dev.taper.backend: fast: must be auto, vector or scalar",
        assertThrows(IllegalArgumentException.class, () -> Backend.choose("fast", WITH))
            .getMessage());
  }

  @Test
  void aJvmWithoutC2IsAnObstacle() {
    String server = "OpenJDK 64-Bit Server VM";
    assertEquals("", Backend.obstacle(server, "mixed mode, sharing", "amd64"));
    assertEquals("", Backend.obstacle(server, "compiled mode", "aarch64"));
    assertEquals(
        "the C2 compiler is off (" + server + ", mixed mode, emulated-client, sharing)",
        Backend.obstacle(server, "mixed mode, emulated-client, sharing", "amd64"));
    assertEquals(
        "the JVM only interprets (interpreted mode, sharing)",
        Backend.obstacle(server, "interpreted mode, sharing", "amd64"));
    assertTrue(Backend.obstacle("Eclipse OpenJ9 VM", "JRE 25", "amd64").startsWith("the C2"));
    assertTrue(Backend.obstacle(server, "mixed mode", "s390x").contains("s390x"));
  }

  @Test
  void theChoiceMadeAtStartIsDescribed() {
    String text = Kernels.describe();
    assertTrue(text.startsWith(Kernels.vector() ? "vector backend, " : "scalar backend: "), text);
  }
}
