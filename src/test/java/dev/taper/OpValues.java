package dev.taper;

import dev.taper.kernel.BinaryKernel;
import dev.taper.kernel.CompareKernel;
import dev.taper.kernel.UnaryKernel;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The op values that the library declares, found by reflection. */
final class OpValues {
  private OpValues() {}

  private static final Set<Class<?>> KINDS =
      Set.of(
          Unary.class,
          Binary.class,
          Reduction.class,
          View.class,
          Custom.class,
          Choice.Comparison.class,
          Choice.Logic.class);

  /** Each static final field of a kind of op, by the name of its class and its own. */
  static Map<String, Object> all() {
    Map<String, Object> values = new TreeMap<>();
    try {
      for (Class<?> type : libraryClasses()) {
        for (Field field : type.getDeclaredFields()) {
          int modifiers = field.getModifiers();
          if (Modifier.isStatic(modifiers)
              && Modifier.isFinal(modifiers)
              && KINDS.contains(field.getType())) {
            field.setAccessible(true);
            values.put(type.getSimpleName() + "." + field.getName(), field.get(null));
          }
        }
      }
    } catch (ReflectiveOperationException | IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return values;
  }

  /** The library's classes in the core's package and in those of the networks' mathematics. */
  private static List<Class<?>> libraryClasses()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path core = Path.of(Tensor.class.getResource("Tensor.class").toURI()).getParent();
    List<Class<?>> classes = new ArrayList<>();
    for (String name : List.of("", "nnf.")) {
      Path folder = core.resolve(name.replace(".", ""));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          String simple = file.getFileName().toString();
          if (simple.endsWith(".class") && !simple.endsWith("-info.class")) {
            String type = simple.substring(0, simple.length() - ".class".length());
            classes.add(Class.forName("dev.taper." + name + type));
          }
        }
      }
    }
    return classes;
  }

  /** An op's own private field, null where its kind has none of that name. */
  static Object field(Object op, String name) {
    try {
      Field field = op.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(op);
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Lets every op on numbers take the fastest loop of the backend at once; without it the little
   * work of tests is all done by the plain loops that begin.
   */
  static void settle() {
    for (Object op : all().values()) {
      switch (field(op, "kernel")) {
        case UnaryKernel kernel -> kernel.settle();
        case BinaryKernel kernel -> kernel.settle();
        case CompareKernel kernel -> kernel.settle();
        case null, default -> {}
      }
    }
  }
}
