package dev.taper;

import static dev.taper.Row.constant;

import java.util.List;
import java.util.function.Supplier;

/** New tensors: no inputs, or one for its shape. */
final class CreationRows {
  private CreationRows() {}

  private static Row made(String name, Supplier<Tensor> made) {
    return constant(name, _ -> made.get()).on();
  }

  private static Row like(String name, Row.Apply apply) {
    return constant(name, apply).on(Input.of(Domain.ANY, 2, 3)).on(Input.of(Domain.ANY));
  }

  static List<Row> rows() {
    Shape shape = Shape.of(2, 3);
    return List.of(
        made("of, floats", () -> Tensor.of(1f, 2f)),
        made("of, doubles", () -> Tensor.of(1.0, 0.1)),
        made("of, longs", () -> Tensor.of(1L, 1L << 40)),
        made("of, ints", () -> Tensor.of(1, 2)),
        made("of, booleans", () -> Tensor.of(true, false)),
        made("of, nested", () -> Tensor.of(new float[][] {{1, 2}, {3, 4}})),
        made("of, floats in a shape", () -> Tensor.of(new float[6], shape)),
        made("of, longs in a shape", () -> Tensor.of(new long[6], shape)),
        made("of, booleans in a shape", () -> Tensor.of(new boolean[6], shape)),
        made("scalar", () -> Tensor.scalar(0.1)),
        made("scalar, an integer", () -> Tensor.scalar(3L)),
        made("scalar, a truth value", () -> Tensor.scalar(true)),
        made("zeros", () -> Tensor.zeros(2, 3)),
        made("zeros, a shape", () -> Tensor.zeros(shape)),
        made("zeros, a dtype", () -> Tensor.zeros(shape, DType.INT64)),
        like("zerosLike", x -> Tensor.zerosLike(x[0])),
        made("ones", () -> Tensor.ones(2, 3)),
        made("ones, a shape", () -> Tensor.ones(shape)),
        made("ones, a dtype", () -> Tensor.ones(shape, DType.BOOL)),
        like("onesLike", x -> Tensor.onesLike(x[0])),
        made("full", () -> Tensor.full(shape, 0.1)),
        made("full, an integer", () -> Tensor.full(shape, 3L)),
        made("full, a truth value", () -> Tensor.full(shape, true)),
        like("fullLike", x -> Tensor.fullLike(x[0], 0.1)),
        made("eye", () -> Tensor.eye(3)),
        made("eye, m", () -> Tensor.eye(2, 3)),
        made("arange", () -> Tensor.arange(5L)),
        made("arange, start", () -> Tensor.arange(2L, 5L)),
        made("arange, step", () -> Tensor.arange(9L, 2L, -3L)),
        made("arange, to a number", () -> Tensor.arange(2.5)),
        made("arange, of numbers", () -> Tensor.arange(0.5, 2.5)),
        made("arange, of numbers by a step", () -> Tensor.arange(1, 0, -0.1)),
        made("linspace", () -> Tensor.linspace(-1, 1, 37)));
  }
}
