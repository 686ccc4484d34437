package dev.taper.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Defines a template class again, as a hidden class with a formula of its own.
 *
 * <p>Each copy has its own code and its own type profile, and the formula is a constant in it; a
 * loop shared by many formulas would call them one element at a time.
 */
final class Clones {
  private static final Map<Class<?>, byte[]> BYTES = new ConcurrentHashMap<>();

  private Clones() {}

  /**
   * A new loop of a copy of {@code template}, made by the constructor that takes one {@code
   * argumentType}; null where this JVM does not let us define one.
   */
  static <T, A> @Nullable T loop(
      Class<? extends T> template, Object formula, Class<A> argumentType, A argument) {
    try {
      byte[] bytes = BYTES.get(template);
      if (bytes == null) {
        bytes = read(template);
        BYTES.put(template, bytes);
      }
      Class<? extends T> copy =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes, formula, true)
              .lookupClass()
              .asSubclass(superclass(template));
      return copy.getDeclaredConstructor(argumentType).newInstance(argument);
    } catch (IOException | ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> superclass(Class<? extends T> template) {
    return (Class<T>) template.getSuperclass();
  }

  private static byte[] read(Class<?> template) throws IOException {
    String name = template.getName();
    String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
    try (InputStream in = template.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file);
      }
      return in.readAllBytes();
    }
  }

  /** The formula of the copy that asks; null for the template itself. */
  static <T> @Nullable T data(MethodHandles.Lookup lookup, Class<T> type) {
    try {
      return MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, type);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The formula of the copy that asks. */
  static <T> T vectorData(MethodHandles.Lookup lookup, Class<T> type) {
    return Objects.requireNonNull(data(lookup, type));
  }
}
