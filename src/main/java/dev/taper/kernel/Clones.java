package dev.taper.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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
        bytes = read(template.getSimpleName());
        BYTES.put(template, bytes);
      }
      MethodHandles.Lookup copy =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, formula, true);
      return make(template, copy, argumentType, argument);
    } catch (IOException | ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /** The same for a template of vector loops and the formula of this name, which goes into it. */
  static <T, A> @Nullable T vectorLoop(
      Class<? extends T> template, String formula, Class<A> argumentType, A argument) {
    try {
      byte[] bytes = Splice.formula(template, formula);
      return bytes == null
          ? null
          : make(
              template,
              MethodHandles.lookup().defineHiddenClass(bytes, true),
              argumentType,
              argument);
    } catch (IOException | ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /**
   * An object of a hidden class that implements {@code type} by the methods that {@code body}
   * writes.
   */
  static <T> T written(Class<T> type, ClassDesc name, Consumer<ClassBuilder> body) {
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder -> {
                  builder
                      .withFlags(AccessFlag.FINAL)
                      .withInterfaceSymbols(type.describeConstable().orElseThrow())
                      .withMethodBody(
                          ConstantDescs.INIT_NAME,
                          ConstantDescs.MTD_void,
                          0,
                          code ->
                              code.aload(0)
                                  .invokespecial(
                                      ConstantDescs.CD_Object,
                                      ConstantDescs.INIT_NAME,
                                      ConstantDescs.MTD_void)
                                  .return_());
                  body.accept(builder);
                });
    try {
      return MethodHandles.lookup()
          .defineHiddenClass(bytes, true)
          .lookupClass()
          .asSubclass(type)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T, A> T make(
      Class<? extends T> template, MethodHandles.Lookup copy, Class<A> argumentType, A argument)
      throws ReflectiveOperationException {
    return copy.lookupClass()
        .asSubclass(superclass(template))
        .getDeclaredConstructor(argumentType)
        .newInstance(argument);
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> superclass(Class<? extends T> template) {
    return (Class<T>) template.getSuperclass();
  }

  /** The bytes of one of the classes of this package. */
  static byte[] read(String name) throws IOException {
    String file = name + ".class";
    try (InputStream in = Clones.class.getResourceAsStream(file)) {
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
}
