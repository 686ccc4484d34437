package dev.taper;

import static dev.taper.Domain.ANY;
import static dev.taper.Row.of;

import java.util.List;

/** Products of vectors, matrices and batches. */
final class ProductRows {
  private ProductRows() {}

  private static Input x(int... shape) {
    return Input.of(ANY, shape);
  }

  static List<Row> rows() {
    return List.of(
        of("mm", x -> x[0].mm(x[1]))
            .on(x(2, 3), x(3, 4))
            .on(x(1, 1), x(1, 1))
            .on(x(2, 0), x(0, 3))
            .on(x(0, 2), x(2, 3))
            .on(x(5, 19), x(19, 18))
            .holds(Products.MM),
        of("mm, with a transpose of itself", x -> x[0].mm(x[0].t())).on(x(3, 2)),
        of("bmm", x -> x[0].bmm(x[1]))
            .on(x(2, 2, 3), x(2, 3, 1))
            .on(x(3, 1, 2), x(3, 2, 4))
            .on(x(0, 2, 3), x(0, 3, 2))
            .on(x(2, 2, 0), x(2, 0, 3))
            .holds(Products.BMM),
        of("mv", x -> x[0].mv(x[1])).on(x(2, 3), x(3)).on(x(0, 3), x(3)).on(x(5, 33), x(33)),
        of("dot", x -> x[0].dot(x[1]))
            .on(x(3), x(3))
            .on(x(0), x(0))
            .on(x(37), x(37))
            .holds(Products.DOT),
        of("outer", x -> x[0].outer(x[1])).on(x(3), x(2)).on(x(0), x(2)),
        of("addmm with beta and alpha", x -> x[0].addmm(x[1], x[2], 0.5, 2))
            .on(Input.of(ANY, 3), Input.of(ANY, 2, 4), Input.of(ANY, 4, 3)),
        of("addmm", x -> x[0].addmm(x[1], x[2]))
            .on(x(2, 4), x(2, 3), x(3, 4))
            .on(x(4), x(2, 3), x(3, 4))
            .on(x(2, 1), x(2, 3), x(3, 4))
            .on(x(), x(2, 3), x(3, 4))
            .on(x(2), x(3, 0), x(0, 2))
            .holds(Products.ADDMM),
        of("matmul", x -> x[0].matmul(x[1]))
            .on(x(3), x(3))
            .on(x(2, 3), x(3, 4))
            .on(x(3), x(3, 4))
            .on(x(2, 3), x(3))
            .on(x(5, 2, 3), x(3, 4))
            .on(x(2, 3), x(5, 3, 4))
            .on(x(5, 2, 3), x(3))
            .on(x(3), x(5, 3, 4))
            .on(x(2, 1, 2, 3), x(4, 3, 2))
            .on(x(1, 2, 3), x(4, 3, 2))
            .on(x(0, 2, 3), x(3, 4))
            .on(x(2, 2, 0), x(0, 3)));
  }
}
