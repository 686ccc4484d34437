package dev.taper.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Copies a formula's bytecode into a loop, in the place of the call.
 *
 * <p>C2 inlines a method only after it has counted that method's calls for long enough, and never
 * one of more than 325 bytes. A vector that goes to or comes from a method that is not inlined is
 * an object, and the loop ten to a hundred times slower, for good. In a loop that has the formula
 * and all it calls in its own code only methods of the Vector API are left, and those C2 always
 * inlines.
 */
final class Splice {
  /** Where formulas stand, each in a method named as its op. */
  private static final List<Class<?>> FORMULAS =
      List.of(
          VectorFormulas.class,
          VectorMath.class,
          VectorActivations.class,
          VectorGaussian.class,
          VectorAngles.class);

  private static final ClassDesc PLACE = Splice.class.describeConstable().orElseThrow();

  /** Where vectors with gaps are read, and where the same is done for narrow ones. */
  private static final ClassDesc COMB = VectorCode.desc(VectorComb.class);

  private static final ClassDesc BLENDS = VectorCode.desc(VectorBlends.class);
  private static final String PACKAGE = Splice.class.getPackageName();
  private static final String VECTORS = "jdk.incubator.vector";

  /** The methods of the classes that were asked for, by name and type. */
  private static final Map<String, Map<String, MethodModel>> METHODS = new ConcurrentHashMap<>();

  private Splice() {}

  /** Stands in a loop for the formula of one vector that is to come. */
  static FloatVector unary(FloatVector x) {
    return x;
  }

  /** Stands in a loop for the formula of two vectors that is to come. */
  static FloatVector binary(FloatVector a, FloatVector b) {
    return a.add(b);
  }

  /** Stands in a loop for the comparison that is to come. */
  static VectorMask<Float> compare(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.EQ, b);
  }

  /**
   * The class {@code template} with the formula {@code name} in it; null where there is none.
   *
   * @throws IllegalStateException if a method to be copied is not a straight line
   */
  static byte @Nullable [] formula(Class<?> template, String name) throws IOException {
    ClassFile file = ClassFile.of();
    boolean[] known = {true};
    byte[] bytes =
        file.transformClass(
            file.parse(Clones.read(template.describeConstable().orElseThrow().displayName())),
            ClassTransform.transformingMethodBodies(
                (code, element) -> {
                  MethodModel method = target(element, name);
                  if (method != null) {
                    copy(method, code);
                  } else {
                    known[0] &= !isPlace(element);
                    code.with(element);
                  }
                }));
    return known[0] ? bytes : null;
  }

  private static boolean isPlace(CodeElement element) {
    return element instanceof InvokeInstruction call && call.owner().asSymbol().equals(PLACE);
  }

  /** The method to be copied in the place of {@code element}; null where it is to stay. */
  private static @Nullable MethodModel target(CodeElement element, String formula) {
    if (!(element instanceof InvokeInstruction call) || call.opcode() != Opcode.INVOKESTATIC) {
      return null;
    }
    MethodTypeDesc type = call.typeSymbol();
    if (isPlace(call)) {
      for (Class<?> owner : FORMULAS) {
        MethodModel method = method(owner.describeConstable().orElseThrow(), formula, type);
        if (method != null && !method.flags().has(AccessFlag.PRIVATE)) {
          return method;
        }
      }
      return null;
    }
    ClassDesc owner = call.owner().asSymbol();
    if (!owner.packageName().equals(PACKAGE) || !ofVectors(type)) {
      return null;
    }
    String method = call.name().stringValue();
    MethodModel narrow =
        owner.equals(COMB) && VectorComb.NARROW ? method(BLENDS, method, type) : null;
    return narrow == null ? method(owner, method, type) : narrow;
  }

  private static boolean ofVectors(MethodTypeDesc type) {
    return type.returnType().packageName().equals(VECTORS)
        || type.parameterList().stream().anyMatch(p -> p.packageName().equals(VECTORS));
  }

  private static @Nullable MethodModel method(ClassDesc owner, String name, MethodTypeDesc type) {
    return METHODS
        .computeIfAbsent(owner.displayName(), Splice::methods)
        .get(name + type.descriptorString());
  }

  private static Map<String, MethodModel> methods(String owner) {
    try {
      Map<String, MethodModel> methods = new HashMap<>();
      for (MethodModel m : ClassFile.of().parse(Clones.read(owner)).methods()) {
        methods.put(m.methodName().stringValue() + m.methodType().stringValue(), m);
      }
      return methods;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends to {@code out} what {@code method} does with the arguments on the stack. */
  private static void copy(MethodModel method, CodeBuilder out) {
    Map<Integer, Integer> locals = new HashMap<>();
    List<ClassDesc> parameters = method.methodTypeSymbol().parameterList();
    int slot = 0;
    for (ClassDesc parameter : parameters) {
      slot += TypeKind.from(parameter).slotSize();
    }
    for (int i = parameters.size() - 1; i >= 0; i--) {
      TypeKind kind = TypeKind.from(parameters.get(i));
      slot -= kind.slotSize();
      out.storeLocal(kind, local(locals, slot, kind, out));
    }
    boolean ended = false;
    for (CodeElement element : method.code().orElseThrow()) {
      if (!(element instanceof Instruction)) {
        continue;
      }
      if (ended) {
        throw bent(method);
      }
      switch (element) {
        case LoadInstruction load ->
            out.loadLocal(load.typeKind(), local(locals, load.slot(), load.typeKind(), out));
        case StoreInstruction store ->
            out.storeLocal(store.typeKind(), local(locals, store.slot(), store.typeKind(), out));
        case ReturnInstruction _ -> ended = true;
        case BranchInstruction _, LookupSwitchInstruction _, TableSwitchInstruction _ ->
            throw bent(method);
        case IncrementInstruction _, ThrowInstruction _ -> throw bent(method);
        default -> {
          MethodModel next = target(element, "");
          if (next == null) {
            out.with(element);
          } else {
            copy(next, out);
          }
        }
      }
    }
  }

  /** What the method's local variable is in the loop. */
  private static int local(Map<Integer, Integer> locals, int slot, TypeKind kind, CodeBuilder out) {
    return locals.computeIfAbsent(2 * slot + kind.slotSize() - 1, _ -> out.allocateLocal(kind));
  }

  private static IllegalStateException bent(MethodModel method) {
    return new IllegalStateException(
        method.methodName() + ": must be a straight line to be copied into a loop");
  }
}
