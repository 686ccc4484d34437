package dev.taper.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.Locale;

/** Which of the two forms of each loop this JVM runs, and why. */
final class Backend {
  static final String PROPERTY = "dev.taper.backend";
  private static final String MODULE = "jdk.incubator.vector";

  private final boolean vector;
  private final boolean atOnce;
  private final String reason;
  private boolean hint;

  /** {@code hint}: the application could have the other one by asking for it. */
  private Backend(boolean vector, boolean atOnce, String reason, boolean hint) {
    this.vector = vector;
    this.atOnce = atOnce;
    this.reason = reason;
    this.hint = hint;
  }

  /** What the choice depends on, so that tests can ask for JVMs that are not there. */
  interface Host {
    /** Whether the module is resolved, in our own layer or the boot layer. */
    boolean resolved();

    /** Whether the module could be loaded now, which the application must have allowed. */
    boolean load();

    /** Why compiled Vector API code would be slow here; empty where it would not. */
    String obstacle();
  }

  static Backend choose() {
    return choose(System.getProperty(PROPERTY, "auto"), new ThisJvm());
  }

  static Backend choose(String asked, Host host) {
    return switch (asked.toLowerCase(Locale.ROOT)) {
      case "scalar" -> new Backend(false, false, PROPERTY + " is scalar", false);
      case "vector" -> {
        if (host.resolved() || host.load()) {
          yield new Backend(true, true, PROPERTY + " is vector", false);
        }
        throw new IllegalStateException(
            PROPERTY + ": vector, but " + MODULE + " is not resolved: add --add-modules " + MODULE);
      }
      case "auto" -> automatic(host);
      default ->
          throw new IllegalArgumentException(
              PROPERTY + ": " + asked + ": must be auto, vector or scalar");
    };
  }

  private static Backend automatic(Host host) {
    String obstacle = host.obstacle();
    if (!obstacle.isEmpty()) {
      return new Backend(false, false, obstacle, false);
    }
    if (host.resolved()) {
      return new Backend(true, false, MODULE + " is resolved", false);
    }
    if (host.load()) {
      return new Backend(
          true, false, MODULE + " was loaded as the application's manifest allows", false);
    }
    return new Backend(
        false, false, MODULE + " is not resolved (--add-modules " + MODULE + " would do it)", true);
  }

  boolean vector() {
    return vector;
  }

  /** Whether vectors are to serve from the first call, compiled or not. */
  boolean atOnce() {
    return atOnce;
  }

  String describe() {
    if (!vector) {
      return "scalar backend: " + reason;
    }
    int bits = VectorLoops.BITS;
    return bits < VectorLoops.LEAST_BITS
        ? "scalar backend: vectors have " + bits + " bits here"
        : "vector backend, " + bits + " bits: " + reason;
  }

  /** Tells once what would make heavy work faster, where anything would. */
  void logOnce() {
    if (hint) {
      hint = false;
      System.getLogger("dev.taper").log(System.Logger.Level.INFO, describe());
    }
  }

  /** The JVM that we run in. */
  private static final class ThisJvm implements Host {
    @Override
    public boolean resolved() {
      ModuleLayer own = Backend.class.getModule().getLayer();
      return (own == null ? ModuleLayer.boot() : own).findModule(MODULE).isPresent();
    }

    @Override
    public boolean load() {
      try {
        Class.forName("jdk.internal.module.Modules")
            .getMethod("loadModule", String.class)
            .invoke(null, MODULE);
        return true;
      } catch (IllegalAccessException
          | InvocationTargetException
          | ClassNotFoundException
          | NoSuchMethodException e) {
        return false;
      }
    }

    @Override
    public String obstacle() {
      return Backend.obstacle(
          System.getProperty("java.vm.name", ""),
          System.getProperty("java.vm.info", ""),
          System.getProperty("os.arch", ""));
    }
  }

  /** C1 alone and the interpreter run Vector API code many times slower than plain loops. */
  static String obstacle(String vm, String info, String arch) {
    if (!vm.contains("Server VM") || info.contains("emulated-client")) {
      return "the C2 compiler is off (" + vm + ", " + info + ")";
    }
    if (info.contains("interpreted mode")) {
      return "the JVM only interprets (" + info + ")";
    }
    // Asking the Vector API for its shape would start it.
    return switch (arch) {
      case "amd64", "x86_64", "aarch64" -> "";
      default -> "vectors on " + arch + " are not known to have 128 bits";
    };
  }
}
