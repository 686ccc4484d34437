package dev.taper.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import jdk.incubator.vector.FloatVector;

/**
 * Writes the byte code of a {@link Tile} of so many rows and vectors.
 *
 * <p>For 4 rows of 2 vectors and packed operands it is that of
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
final class TileCode extends VectorCode {
  /** Which operands are packed; those that are not are read where they lie. */
  enum Operands {
    PACKED(Integer.MAX_VALUE),
    A_PACKED(4),
    IN_PLACE(5),
    STRIDED(5);

    /** From so many vectors on those of a tile never overlap. */
    private final int sideBySide;

    Operands(int sideBySide) {
      this.sideBySide = sideBySide;
    }
  }

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  /**
   * Up to so many rows of packed A stay in registers while vectors of B pass, not the other way
   * round, where there are registers for them; one row always does.
   */
  private static final int FEW_ROWS = 4;

  /** Vectors that the processor holds: on x86 fewer than 16 lanes come with 16 registers. */
  private static final int REGISTERS = VL < 16 ? 16 : 32;

  /** Less a row's number, what no loop's counter comes to: see {@link #fence}. */
  private static final int BEYOND = Integer.MAX_VALUE - 100;

  static final MethodTypeDesc RUN = MethodTypeDesc.ofDescriptor("(I[FIII[FIII[FII[FIII)V");
  private static final MethodTypeDesc MIN = MethodTypeDesc.ofDescriptor("(II)I");

  private final int rows;
  private final int vectors;
  private final Operands operands;
  private final int[][] c;
  private final int[] a;
  private final int[] b;
  private final Label exit;

  private TileCode(CodeBuilder code, int rows, int vectors, Operands operands) {
    super(code, "SPECIES_PREFERRED");
    this.rows = rows;
    this.vectors = vectors;
    this.operands = operands;
    exit = code.newLabel();
    c = new int[rows][];
    for (int r = 0; r < rows; r++) {
      c[r] = vectors(vectors);
    }
    a = vectors(rows);
    b = vectors(vectors);
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
  static final class Argument {
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
      int index = integer();
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
      array(Argument.Z);
      column(index, v);
      load(c[row][v]);
    }
  }

  private void end(int row, int index) {
    for (int v = 0; v < vectors; v++) {
      into(c[row][v], Argument.C);
      column(index, v);
      store();
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
    return vectors >= operands.sideBySide;
  }

  /** Counts the index of A's first row. */
  private void loop() {
    int[] distances = integers(rows);
    if (operands == Operands.IN_PLACE) {
      distances(distances);
    }
    int q = integer();
    int end = integer();
    int bp = firstOfB();
    code.iload(Argument.AO).iload(Argument.K).iadd().istore(end);
    code.iload(Argument.AO).istore(q);
    loop(
        q,
        end,
        exit,
        () -> {
          update(q, q, bp, distances);
          nextOfB(bp);
        });
  }

  /** Counts updates. */
  private void stridedLoop() {
    int[] distances = integers(rows);
    distances(distances);
    int q = integer();
    int p = integer();
    int bp = firstOfB();
    code.iload(Argument.AO).istore(q);
    code.iconst_0().istore(p);
    loop(
        p,
        Argument.K,
        exit,
        () -> {
          update(p, q, bp, distances);
          nextOfB(bp);
          code.iload(q).iload(Argument.ACS).iadd().istore(q);
        });
  }

  private void distances(int[] distances) {
    for (int r = 1; r < rows; r++) {
      distance(r, Argument.ARS);
      code.istore(distances[r]);
    }
  }

  /** Where B begins, less what A's index adds where B is packed. */
  private int firstOfB() {
    int bp = integer();
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

  /**
   * Keeps what the rows from r on need from being loaded before: C2 moves all loads of a basic
   * block to its top, where they take the registers that the tile is held in. A branch that is
   * never taken ends the block, and as the interpreter would go on from there with the tile, its
   * sums have to be there. The counters it asks for differ, or C2 would ask once. Packed rows are
   * shorter than that and steps of k fewer.
   */
  private void fence(int r, int counter) {
    code.iload(counter).loadConstant(BEYOND - r).if_icmpeq(exit);
  }

  private boolean isFenced() {
    return REGISTERS == 16 && rows * vectors + vectors + rows > REGISTERS;
  }

  private void update(int counter, int q, int bp, int[] distances) {
    if (rows == 1 || (!isFenced() && rows <= FEW_ROWS && operands == Operands.A_PACKED)) {
      for (int r = 0; r < rows; r++) {
        loadA(r, q, distances);
      }
      for (int v = 0; v < vectors; v++) {
        loadB(v, q, bp);
        for (int r = 0; r < rows; r++) {
          fma(a[r], b[v], c[r][v]);
        }
      }
    } else {
      for (int v = 0; v < vectors; v++) {
        loadB(v, q, bp);
      }
      for (int r = 0; r < rows; r++) {
        if (r > 0 && isFenced()) {
          fence(r, counter);
        }
        loadA(r, q, distances);
        for (int v = 0; v < vectors; v++) {
          fma(a[r], b[v], c[r][v]);
        }
      }
    }
  }

  private void loadA(int r, int q, int[] distances) {
    array(Argument.A);
    code.iload(q);
    if (r > 0) {
      switch (operands) {
        case PACKED, A_PACKED -> code.loadConstant(r * VectorPacking.ROW);
        case IN_PLACE, STRIDED -> code.iload(distances[r]);
      }
      code.iadd();
    }
    broadcast(a[r]);
  }

  private void loadB(int v, int q, int bp) {
    array(Argument.B);
    if (operands == Operands.PACKED) {
      code.iload(bp).iload(q).loadConstant(vectors * VL).imul().iadd();
      plus(v * VL);
    } else {
      column(bp, v);
    }
    load(b[v]);
  }
}
