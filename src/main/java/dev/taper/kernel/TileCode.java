package dev.taper.kernel;

import java.lang.classfile.ClassFile;
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
 * Writes the byte code of a {@link Tile} of so many rows and vectors.
 *
 * <p>C2 keeps vectors in registers only as local variables, so a loop cannot go over the rows and
 * vectors of a tile: each has code of its own, which is written here once for all shapes. For 4
 * rows of 2 vectors and packed operands it is that of
 *
 * <pre>{@code
 * var c0x0 = FloatVector.fromArray(S, z, zo);
 * var c0x1 = FloatVector.fromArray(S, z, zo + d);
 * int z1 = zo + zrs; // and so on for each row
 * int shift = bo - ao * (2 * VL);
 * for (int q = ao, end = ao + k; q < end; q++) {
 *   var b0 = FloatVector.fromArray(S, b, shift + q * (2 * VL));
 *   var b1 = FloatVector.fromArray(S, b, shift + q * (2 * VL) + VL);
 *   var a0 = FloatVector.broadcast(S, a[q]);
 *   c0x0 = a0.fma(b0, c0x0);
 *   c0x1 = a0.fma(b1, c0x1);
 *   var a1 = FloatVector.broadcast(S, a[q + ROW]); // and so on
 * }
 * c0x0.intoArray(c, co); // and so on
 * }</pre>
 *
 * <p>The loop counts A's own index and packed rows lie a constant apart, so all rows of A are read
 * with one address and the loop has no more integer work than the processor can hide; one integer
 * variable too many is kept in memory, at a tenth of the speed.
 */
final class TileCode {
  /** Which operands are packed; those that are not are read where they lie. */
  enum Operands {
    PACKED,
    A_PACKED,
    IN_PLACE,
    STRIDED
  }

  static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** Up to so many rows of A stay in registers while vectors of B pass, not the other way round. */
  private static final int FEW_ROWS = 4;

  /** From so many vectors on those of a tile whose B is not packed never overlap. */
  private static final int SIDE_BY_SIDE = 4;

  private static final ClassDesc ME = desc(TileCode.class);
  private static final ClassDesc FLOAT_VECTOR = desc(FloatVector.class);
  private static final ClassDesc VECTOR = desc(Vector.class);
  private static final ClassDesc SPECIES = desc(VectorSpecies.class);
  private static final ClassDesc FLOATS = ConstantDescs.CD_float.arrayType();
  private static final ClassDesc INT = ConstantDescs.CD_int;
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          INT,
          FLOATS,
          INT,
          INT,
          INT,
          FLOATS,
          INT,
          INT,
          INT,
          FLOATS,
          INT,
          INT,
          FLOATS,
          INT,
          INT,
          INT);
  private static final MethodTypeDesc FROM_ARRAY =
      MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, INT);
  private static final MethodTypeDesc BROADCAST =
      MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, ConstantDescs.CD_float);
  private static final MethodTypeDesc FMA = MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR);
  private static final MethodTypeDesc INTO_ARRAY =
      MethodTypeDesc.of(ConstantDescs.CD_void, FLOATS, INT);
  private static final MethodTypeDesc MIN = MethodTypeDesc.of(INT, INT, INT);

  private final CodeBuilder code;
  private final int rows;
  private final int vectors;
  private final Operands operands;
  private final int[][] c;
  private final int[] a;
  private final int[] b;

  private TileCode(CodeBuilder code, int rows, int vectors, Operands operands) {
    this.code = code;
    this.rows = rows;
    this.vectors = vectors;
    this.operands = operands;
    c = new int[rows][];
    for (int r = 0; r < rows; r++) {
      c[r] = locals(vectors, TypeKind.REFERENCE);
    }
    a = locals(rows, TypeKind.REFERENCE);
    b = locals(vectors, TypeKind.REFERENCE);
  }

  static Tile of(int rows, int vectors, Operands operands) {
    return Clones.written(
        Tile.class,
        ClassDesc.of(Tile.class.getName() + rows + "x" + vectors + "_" + operands),
        body ->
            body.withMethodBody(
                "run",
                RUN,
                ClassFile.ACC_PUBLIC,
                code -> new TileCode(code, rows, vectors, operands).write()));
  }

  private void write() {
    rowsOf(Argument.ZO, Argument.ZRS, this::begin);
    switch (operands) {
      case PACKED, A_PACKED, IN_PLACE -> loop();
      case STRIDED -> stridedLoop();
    }
    rowsOf(Argument.CO, Argument.CRS, this::end);
    code.return_();
  }

  /** Places of arguments; that of {@code this} is 0. */
  private static final class Argument {
    static final int K = 1;
    static final int A = 2;
    static final int AO = 3;
    static final int ARS = 4;
    static final int ACS = 5;
    static final int B = 6;
    static final int BO = 7;
    static final int BRS = 8;
    static final int D = 9;
    static final int Z = 10;
    static final int ZO = 11;
    static final int ZRS = 12;
    static final int C = 13;
    static final int CO = 14;
    static final int CRS = 15;
    static final int LAST = 16;
  }

  /** What is done to a row whose first element's index is in a local variable. */
  private interface Row {
    void write(int row, int index);
  }

  private void rowsOf(int origin, int stride, Row action) {
    action.write(0, origin);
    for (int r = 1; r < rows; r++) {
      int index = code.allocateLocal(TypeKind.INT);
      code.iload(origin);
      distance(r, stride);
      code.iadd().istore(index);
      action.write(r, index);
    }
  }

  /** Row r, or the last one before it, times a stride. */
  private void distance(int r, int stride) {
    if (operands == Operands.PACKED) {
      code.iload(stride);
      if (r > 1) {
        code.loadConstant(r).imul();
      }
    } else {
      code.loadConstant(r).iload(Argument.LAST).invokestatic(desc(Math.class), "min", MIN);
      code.iload(stride).imul();
    }
  }

  private void begin(int row, int index) {
    for (int v = 0; v < vectors; v++) {
      code.getstatic(ME, "S", SPECIES).aload(Argument.Z);
      column(index, v);
      code.invokestatic(FLOAT_VECTOR, "fromArray", FROM_ARRAY).astore(c[row][v]);
    }
  }

  private void end(int row, int index) {
    for (int v = 0; v < vectors; v++) {
      code.aload(c[row][v]).aload(Argument.C);
      column(index, v);
      code.invokevirtual(FLOAT_VECTOR, "intoArray", INTO_ARRAY);
    }
  }

  /** The index of a row's vector v. */
  private void column(int index, int v) {
    code.iload(index);
    if (v == 0) {
      return;
    }
    if (v == vectors - 1 && !sideBySide()) {
      code.iload(Argument.D);
    } else {
      code.loadConstant(v * VL);
    }
    code.iadd();
  }

  /** Whether d is known: C2 then keeps two checks of bounds for all vectors of B. */
  private boolean sideBySide() {
    return operands == Operands.A_PACKED && vectors >= SIDE_BY_SIDE;
  }

  /** Counts the index of A's first row. */
  private void loop() {
    int[] distances = locals(rows, TypeKind.INT);
    if (operands == Operands.IN_PLACE) {
      distances(distances);
    }
    int q = code.allocateLocal(TypeKind.INT);
    int end = code.allocateLocal(TypeKind.INT);
    int bp = firstOfB();
    code.iload(Argument.AO).iload(Argument.K).iadd().istore(end);
    code.iload(Argument.AO).istore(q);
    Label top = code.newBoundLabel();
    Label exit = code.newLabel();
    code.iload(q).iload(end).if_icmpge(exit);
    update(q, bp, distances);
    nextOfB(bp);
    code.iinc(q, 1).goto_(top).labelBinding(exit);
  }

  /** Counts updates. */
  private void stridedLoop() {
    int[] distances = locals(rows, TypeKind.INT);
    distances(distances);
    int q = code.allocateLocal(TypeKind.INT);
    int p = code.allocateLocal(TypeKind.INT);
    int bp = firstOfB();
    code.iload(Argument.AO).istore(q);
    code.iconst_0().istore(p);
    Label top = code.newBoundLabel();
    Label exit = code.newLabel();
    code.iload(p).iload(Argument.K).if_icmpge(exit);
    update(q, bp, distances);
    nextOfB(bp);
    code.iload(q).iload(Argument.ACS).iadd().istore(q);
    code.iinc(p, 1).goto_(top).labelBinding(exit);
  }

  private void distances(int[] distances) {
    for (int r = 1; r < rows; r++) {
      distance(r, Argument.ARS);
      code.istore(distances[r]);
    }
  }

  /** Where B begins, less what A's index adds where B is packed. */
  private int firstOfB() {
    int bp = code.allocateLocal(TypeKind.INT);
    code.iload(Argument.BO);
    if (operands == Operands.PACKED) {
      code.iload(Argument.AO).loadConstant(vectors * VL).imul().isub();
    }
    code.istore(bp);
    return bp;
  }

  private void nextOfB(int bp) {
    if (operands != Operands.PACKED) {
      code.iload(bp).iload(Argument.BRS).iadd().istore(bp);
    }
  }

  private void update(int q, int bp, int[] distances) {
    if (rows <= FEW_ROWS && operands == Operands.A_PACKED) {
      for (int r = 0; r < rows; r++) {
        loadA(r, q, distances);
      }
      for (int v = 0; v < vectors; v++) {
        loadB(v, q, bp);
        for (int r = 0; r < rows; r++) {
          fma(r, v);
        }
      }
    } else {
      for (int v = 0; v < vectors; v++) {
        loadB(v, q, bp);
      }
      for (int r = 0; r < rows; r++) {
        loadA(r, q, distances);
        for (int v = 0; v < vectors; v++) {
          fma(r, v);
        }
      }
    }
  }

  private void loadA(int r, int q, int[] distances) {
    code.getstatic(ME, "S", SPECIES).aload(Argument.A).iload(q);
    if (r > 0) {
      switch (operands) {
        case PACKED, A_PACKED -> code.loadConstant(r * VectorPacking.ROW);
        case IN_PLACE, STRIDED -> code.iload(distances[r]);
      }
      code.iadd();
    }
    code.faload().invokestatic(FLOAT_VECTOR, "broadcast", BROADCAST).astore(a[r]);
  }

  private void loadB(int v, int q, int bp) {
    code.getstatic(ME, "S", SPECIES).aload(Argument.B);
    if (operands == Operands.PACKED) {
      code.iload(bp).iload(q).loadConstant(vectors * VL).imul().iadd();
      if (v > 0) {
        code.loadConstant(v * VL).iadd();
      }
    } else {
      column(bp, v);
    }
    code.invokestatic(FLOAT_VECTOR, "fromArray", FROM_ARRAY).astore(b[v]);
  }

  private void fma(int r, int v) {
    code.aload(a[r]).aload(b[v]).aload(c[r][v]).invokevirtual(FLOAT_VECTOR, "fma", FMA);
    code.astore(c[r][v]);
  }

  private int[] locals(int count, TypeKind kind) {
    int[] locals = new int[count];
    for (int i = 0; i < count; i++) {
      locals[i] = code.allocateLocal(kind);
    }
    return locals;
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}
