package dev.taper.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the writers of vector code share.
 *
 * <p>C2 keeps vectors in registers only as local variables, so no loop can go over the vectors of a
 * kernel: each has code of its own, which is written as byte code, once for all shapes.
 *
 * <p>An access to an array is written in three steps: {@link #array} or {@link #into}, the index,
 * and what is done with the element or the vector there.
 */
abstract class VectorCode {
  static final ClassDesc FLOAT_VECTOR = desc(FloatVector.class);
  static final ClassDesc VECTOR = desc(Vector.class);
  static final ClassDesc SPECIES = desc(VectorSpecies.class);
  private static final ClassDesc FLOATS = ConstantDescs.CD_float.arrayType();
  private static final MethodTypeDesc FROM_ARRAY =
      MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, ConstantDescs.CD_int);
  private static final MethodTypeDesc BROADCAST =
      MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, ConstantDescs.CD_float);
  private static final MethodTypeDesc FMA = MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR);
  private static final MethodTypeDesc INTO_ARRAY =
      MethodTypeDesc.of(ConstantDescs.CD_void, FLOATS, ConstantDescs.CD_int);

  final CodeBuilder code;
  private final String species;

  /** Of vectors of this species, one of {@link FloatVector}'s constants. */
  VectorCode(CodeBuilder code, String species) {
    this.code = code;
    this.species = species;
  }

  static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** Local variables for so many vectors. */
  final int[] vectors(int count) {
    return locals(count, TypeKind.REFERENCE);
  }

  final int[] integers(int count) {
    return locals(count, TypeKind.INT);
  }

  final int integer() {
    return code.allocateLocal(TypeKind.INT);
  }

  private int[] locals(int count, TypeKind kind) {
    int[] locals = new int[count];
    for (int i = 0; i < count; i++) {
      locals[i] = code.allocateLocal(kind);
    }
    return locals;
  }

  /** The array in a local variable, from which a vector or a broadcast is to come. */
  final void array(int array) {
    code.getstatic(FLOAT_VECTOR, species, SPECIES).aload(array);
  }

  /** Adds r times a stride to the index. */
  final void plus(int r, int stride) {
    if (r > 0) {
      code.iload(stride);
      if (r > 1) {
        code.loadConstant(r).imul();
      }
      code.iadd();
    }
  }

  /** Adds a constant to the index. */
  final void plus(int distance) {
    if (distance > 0) {
      code.loadConstant(distance).iadd();
    }
  }

  /** {@code vector = FloatVector.fromArray(…)}. */
  final void load(int vector) {
    code.invokestatic(FLOAT_VECTOR, "fromArray", FROM_ARRAY).astore(vector);
  }

  /** {@code vector = FloatVector.broadcast(species, array[index])}. */
  final void broadcast(int vector) {
    code.faload().invokestatic(FLOAT_VECTOR, "broadcast", BROADCAST).astore(vector);
  }

  /** {@code sum = x.fma(y, sum)}. */
  final void fma(int x, int y, int sum) {
    code.aload(x).aload(y).aload(sum).invokevirtual(FLOAT_VECTOR, "fma", FMA).astore(sum);
  }

  /** The vector and the array that it is to go into, whose index comes next. */
  final void into(int vector, int array) {
    code.aload(vector).aload(array);
  }

  final void store() {
    code.invokevirtual(FLOAT_VECTOR, "intoArray", INTO_ARRAY);
  }

  /** {@code for (; i < end; i++)}. */
  final void loop(int i, int end, Runnable body) {
    loop(i, end, code.newLabel(), body);
  }

  /** {@code for (; i < end; i++)}, behind which {@code exit} stands. */
  final void loop(int i, int end, Label exit, Runnable body) {
    Label top = code.newBoundLabel();
    code.iload(i).iload(end).if_icmpge(exit);
    body.run();
    code.iinc(i, 1).goto_(top).labelBinding(exit);
  }
}
