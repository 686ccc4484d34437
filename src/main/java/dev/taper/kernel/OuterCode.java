package dev.taper.kernel;

import dev.taper.kernel.TileCode.Argument;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;

/**
 * Writes the byte code of a {@link Tile} of any number of rows, of two vectors and of so many
 * updates, a sum of outer products: B stays in registers while rows pass. For one update it is that
 * of
 *
 * <pre>{@code
 * var b0 = FloatVector.fromArray(S, b, bo);
 * var d0 = FloatVector.fromArray(S, b, bo + d);
 * for (int i = 0, end = last + 1; i < end; i++) {
 *   var a0 = FloatVector.broadcast(S, a[ao]);
 *   var c0 = FloatVector.fromArray(S, z, zo);
 *   var c1 = FloatVector.fromArray(S, z, zo + d);
 *   c0 = a0.fma(b0, c0);
 *   c1 = a0.fma(d0, c1);
 *   c0.intoArray(c, co);
 *   c1.intoArray(c, co + d);
 *   ao += ars;
 *   zo += zrs;
 *   co += crs;
 * }
 * }</pre>
 */
final class OuterCode extends VectorCode {
  private static final int WIDTH = 2;

  private final int steps;
  private final int[][] b;
  private final int[] a;
  private final int[] c;

  private OuterCode(CodeBuilder code, int steps) {
    super(code, "SPECIES_PREFERRED");
    this.steps = steps;
    b = new int[steps][];
    for (int p = 0; p < steps; p++) {
      b[p] = vectors(WIDTH);
    }
    a = vectors(steps);
    c = vectors(WIDTH);
  }

  static Tile of(int steps) {
    return Clones.written(
        Tile.class,
        ClassDesc.of(Tile.class.getName() + "_OUTER" + steps),
        body ->
            body.withMethodBody(
                "run",
                TileCode.RUN,
                ClassFile.ACC_PUBLIC,
                code -> new OuterCode(code, steps).write()));
  }

  private void write() {
    for (int p = 0; p < steps; p++) {
      for (int v = 0; v < WIDTH; v++) {
        array(Argument.B);
        place(Argument.BO, p, Argument.BRS, v);
        load(b[p][v]);
      }
    }
    int row = integer();
    int end = integer();
    code.iconst_0().istore(row);
    code.iload(Argument.LAST).iconst_1().iadd().istore(end);
    loop(row, end, this::row);
    code.return_();
  }

  private void row() {
    for (int p = 0; p < steps; p++) {
      array(Argument.A);
      place(Argument.AO, p, Argument.ACS, 0);
      broadcast(a[p]);
    }
    for (int v = 0; v < WIDTH; v++) {
      array(Argument.Z);
      place(Argument.ZO, 0, 0, v);
      load(c[v]);
    }
    for (int p = 0; p < steps; p++) {
      for (int v = 0; v < WIDTH; v++) {
        fma(a[p], b[p][v], c[v]);
      }
    }
    for (int v = 0; v < WIDTH; v++) {
      into(c[v], Argument.C);
      place(Argument.CO, 0, 0, v);
      store();
    }
    next(Argument.AO, Argument.ARS);
    next(Argument.ZO, Argument.ZRS);
    next(Argument.CO, Argument.CRS);
  }

  /** The index p strides behind an origin, of the first vector or the second. */
  private void place(int origin, int p, int stride, int vector) {
    code.iload(origin);
    plus(p, stride);
    plus(vector, Argument.D);
  }

  /** Moves an origin on to the next row: where A has four columns C2 has no room for products. */
  private void next(int origin, int stride) {
    code.iload(origin).iload(stride).iadd().istore(origin);
  }
}
