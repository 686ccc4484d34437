package dev.taper.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import jdk.incubator.vector.IntVector;

/**
 * Writes the byte code that transposes a square block in registers, of as many rows as a vector has
 * lanes.
 *
 * <p>A stage exchanges the off-diagonal quarters of each square of 2d rows, for d from half a block
 * down to 1: {@code low} picks the first of a pair of rows from both, {@code high} the second.
 *
 * <p>Each offset in a block of 16 is that of the row before and a step: C2 makes two instructions
 * of it where it makes four of a multiple of the step. Smaller blocks gained nothing by it. Where
 * the rows of the result lie a constant apart, that takes no arithmetic and hardly any range
 * checks, a fifth of the block's instructions.
 */
final class SquareCode extends VectorCode {
  /** {@code y[yo + r * yr + c] = x[xo + c * xc + r]} for a block; yr is unused where constant. */
  interface Square {
    void run(float[] x, int xo, int xc, float[] y, int yo, int yr);
  }

  private static final int X = 1;
  private static final int XO = 2;
  private static final int XC = 3;
  private static final int Y = 4;
  private static final int YO = 5;
  private static final int YR = 6;

  private static final int CHAINED = 16;

  private static final ClassDesc INT_VECTOR = desc(IntVector.class);
  private static final MethodTypeDesc RUN = MethodTypeDesc.ofDescriptor("([FII[FII)V");
  private static final MethodTypeDesc INDICES =
      MethodTypeDesc.of(INT_VECTOR, ConstantDescs.CD_int, ConstantDescs.CD_int);
  private static final MethodTypeDesc SELECT = MethodTypeDesc.of(INT_VECTOR, VECTOR, VECTOR);

  private final ClassDesc type;
  private final int lanes;
  private final int rowLength;
  private final int[] rows;

  private SquareCode(CodeBuilder code, ClassDesc type, int lanes, int rowLength) {
    super(code, "SPECIES_" + 32 * lanes);
    this.type = type;
    this.lanes = lanes;
    this.rowLength = rowLength;
    rows = vectors(lanes);
  }

  /**
   * A block of 4, 8 or 16 lanes; its result's rows lie {@code rowLength} apart, unless that is 0.
   */
  static Square of(int lanes, int rowLength) {
    ClassDesc type = ClassDesc.of(Square.class.getPackageName() + ".Square" + lanes);
    return Clones.written(
        Square.class,
        type,
        body -> {
          for (int d = lanes / 2; d > 0; d /= 2) {
            body.withField("LOW" + d, INT_VECTOR, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            body.withField("HIGH" + d, INT_VECTOR, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
          }
          body.withMethodBody(
                  ConstantDescs.CLASS_INIT_NAME,
                  ConstantDescs.MTD_void,
                  ClassFile.ACC_STATIC,
                  code -> indices(code, type, lanes))
              .withMethodBody(
                  "run",
                  RUN,
                  ClassFile.ACC_PUBLIC,
                  code -> new SquareCode(code, type, lanes, rowLength).write());
        });
  }

  private static void indices(CodeBuilder code, ClassDesc type, int lanes) {
    for (int d = lanes / 2; d > 0; d /= 2) {
      code.loadConstant(lanes).loadConstant(d);
      code.invokestatic(desc(VectorTranspose.class), "low", INDICES);
      code.putstatic(type, "LOW" + d, INT_VECTOR);
      code.loadConstant(lanes).loadConstant(d);
      code.invokestatic(desc(VectorTranspose.class), "high", INDICES);
      code.putstatic(type, "HIGH" + d, INT_VECTOR);
    }
    code.return_();
  }

  private void write() {
    int at = integer();
    for (int r = 0; r < lanes; r++) {
      index(r, XO, XC, at);
      load(r, at);
    }
    for (int d = lanes / 2; d > 0; d /= 2) {
      for (int r = 0; r < lanes; r++) {
        if ((r & d) == 0) {
          exchange(r, r + d, d);
        }
      }
    }
    for (int r = 0; r < lanes; r++) {
      if (rowLength == 0) {
        index(r, YO, YR, at);
      } else {
        code.iload(YO).loadConstant(r * rowLength).iadd().istore(at);
      }
      store(r, at);
    }
    code.return_();
  }

  /** Sets {@code at} to where row r begins. */
  private void index(int r, int origin, int step, int at) {
    if (r == 0) {
      code.iload(origin).istore(at);
    } else if (lanes >= CHAINED) {
      code.iload(at).iload(step).iadd().istore(at);
    } else {
      code.iload(origin).loadConstant(r).iload(step).imul().iadd().istore(at);
    }
  }

  private void load(int r, int at) {
    array(X);
    code.iload(at);
    load(rows[r]);
    code.aload(rows[r]);
    code.invokevirtual(FLOAT_VECTOR, "reinterpretAsInts", MethodTypeDesc.of(INT_VECTOR));
    code.astore(rows[r]);
  }

  private void exchange(int r, int s, int d) {
    code.getstatic(type, "LOW" + d, INT_VECTOR).aload(rows[r]).aload(rows[s]);
    code.invokevirtual(INT_VECTOR, "selectFrom", SELECT);
    code.getstatic(type, "HIGH" + d, INT_VECTOR).aload(rows[r]).aload(rows[s]);
    code.invokevirtual(INT_VECTOR, "selectFrom", SELECT);
    code.astore(rows[s]).astore(rows[r]);
  }

  private void store(int r, int at) {
    code.aload(rows[r]);
    code.invokevirtual(INT_VECTOR, "reinterpretAsFloats", MethodTypeDesc.of(FLOAT_VECTOR));
    code.astore(rows[r]);
    into(rows[r], Y);
    code.iload(at);
    store();
  }
}
