package dev.taper;

import static dev.taper.Domain.ANY;
import static dev.taper.Domain.HALVES;
import static dev.taper.Domain.POSITIVE;
import static dev.taper.Domain.QUARTERS;
import static dev.taper.Row.of;

import java.util.ArrayList;
import java.util.List;

/** Ops that write into a tensor: into a copy of the first input, or a view of such a copy. */
final class InplaceRows {
  private InplaceRows() {}

  /** An op on the tensor to write to and the other inputs. */
  private interface Write {
    void apply(Tensor copy, Tensor[] x);
  }

  /** The op on a whole copy, and on a view of one. */
  private static Row row(String name, Domain domain, Write write) {
    return of(
            name,
            x -> {
              Tensor whole = x[0].clone();
              write.apply(whole, x);
              Tensor part = x[0].clone();
              write.apply(part.t(), x);
              return whole.mul(part);
            })
        .on(Input.of(domain))
        .on(Input.of(domain, 3))
        .on(Input.of(domain, 3, 3));
  }

  private static Row pair(String name, Domain domain, Write write) {
    return pair(name, domain, ANY, write);
  }

  private static Row pair(String name, Domain domain, Domain second, Write write) {
    Row.Apply apply =
        x -> {
          Tensor whole = x[0].clone();
          write.apply(whole, x);
          Tensor part = Tensor.stack(-1, x[0], x[0]);
          write.apply(part.select(-1, 1), x);
          return whole.unsqueeze(-1).mul(part);
        };
    return of(name, apply)
        .on(Input.of(domain, 4), Input.of(second, 4))
        .on(Input.of(domain, 2, 3), Input.of(second, 3))
        .on(Input.of(domain, 2, 3), Input.of(second));
  }

  private static final Tensor MASK = Tensor.of(true, false, true);
  private static final Tensor TWICE = Tensor.of(1, 0, 1);
  private static final List<Index> ROWS = List.of(Index.of(TWICE));
  private static final List<Index> FIRST = List.of(Index.ellipsis(), Index.at(0));

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(unary());
    rows.addAll(binary());
    rows.addAll(writes());
    return rows;
  }

  private static List<Row> unary() {
    return List.of(
        row("neg_", ANY, (y, _) -> y.neg_()),
        row("abs_", ANY, (y, _) -> y.abs_()),
        row("exp_", ANY, (y, _) -> y.exp_()),
        row("log_", POSITIVE, (y, _) -> y.log_()),
        row("sqrt_", POSITIVE, (y, _) -> y.sqrt_()),
        row("rsqrt_", POSITIVE, (y, _) -> y.rsqrt_()),
        row("reciprocal_", ANY, (y, _) -> y.reciprocal_()),
        row("sigmoid_", ANY, (y, _) -> y.sigmoid_()),
        row("tanh_", ANY, (y, _) -> y.tanh_()),
        row("relu_", ANY, (y, _) -> y.relu_()),
        row("clamp_", HALVES, (y, _) -> y.clamp_(-0.75, 1.25)),
        row("clampMin_", HALVES, (y, _) -> y.clampMin_(-0.75)),
        row("clampMax_", HALVES, (y, _) -> y.clampMax_(0.75)),
        row("zero_", ANY, (y, _) -> y.zero_()),
        row("fill_", ANY, (y, _) -> y.fill_(1.5)));
  }

  private static List<Row> binary() {
    return List.of(
        pair("clampMin_, a tensor", HALVES, QUARTERS, (y, x) -> y.clampMin_(x[1])),
        pair("clampMax_, a tensor", HALVES, QUARTERS, (y, x) -> y.clampMax_(x[1])),
        pair("clamp_, tensors", HALVES, QUARTERS, (y, x) -> y.clamp_(x[1], x[1].add(1))),
        pair("add_", ANY, (y, x) -> y.add_(x[1])),
        pair("add_ times alpha", ANY, (y, x) -> y.add_(x[1], 0.5)),
        row("add_, a number", ANY, (y, _) -> y.add_(1.5)),
        row("add_, itself", ANY, (y, _) -> y.add_(y)),
        pair("sub_", ANY, (y, x) -> y.sub_(x[1])),
        pair("sub_ times alpha", ANY, (y, x) -> y.sub_(x[1], 0.5)),
        row("sub_, a number", ANY, (y, _) -> y.sub_(1.5)),
        pair("mul_", ANY, (y, x) -> y.mul_(x[1])),
        row("mul_, a number", ANY, (y, _) -> y.mul_(1.5)),
        row("mul_, itself", ANY, (y, _) -> y.mul_(y)),
        pair("div_", ANY, (y, x) -> y.div_(x[1])),
        row("div_, a number", ANY, (y, _) -> y.div_(1.5)),
        pair("pow_", POSITIVE, (y, x) -> y.pow_(x[1])),
        row("pow_, a number", POSITIVE, (y, _) -> y.pow_(1.7)),
        pair("copy_", ANY, (y, x) -> y.copy_(x[1])).holds(Copies.COPY),
        row("copy_, of constants", ANY, (y, _) -> y.copy_(Tensor.scalar(1.5))));
  }

  private static List<Row> writes() {
    Input vector = Input.of(ANY, 3);
    Input matrix = Input.of(ANY, 3, 3);
    return List.of(
        of("set, a string", x -> x[0].clone().set("1:, :2", x[1])).on(matrix, Input.of(ANY, 2)),
        row("set, a string and a number", ANY, (y, _) -> y.set("...", 1.5)),
        of("set, places", x -> x[0].clone().set(FIRST, x[1])).on(matrix, vector),
        of("set, places and a number", x -> x[0].clone().set(FIRST, 1.5)).on(matrix).on(vector),
        of("set, indices", x -> x[0].clone().set(Tensor.of(2, 0), x[1]))
            .on(matrix, vector)
            .on(vector, Input.of(ANY))
            .holds(Indexing.INDEX_PUT),
        of("set, a mask", x -> x[0].clone().set(MASK, x[1])).on(matrix, vector),
        of("set, a mask of a view", x -> masked(x[0].clone(), x[1])).on(matrix, Input.of(ANY, 2)),
        of("set, indices and a number", x -> x[0].clone().set(TWICE, 1.5)).on(matrix).on(vector),
        of("indexAdd_", x -> x[0].clone().indexAdd_(ROWS, x[1])).on(matrix, vector),
        of("indexAdd_, places", x -> x[0].clone().indexAdd_(FIRST, x[1])).on(matrix, vector),
        of("maskedFill_", x -> x[0].clone().maskedFill_(MASK, 1.5)).on(matrix).on(vector));
  }

  private static Tensor masked(Tensor y, Tensor values) {
    y.select(1, 1).set(MASK, values);
    return y;
  }
}
