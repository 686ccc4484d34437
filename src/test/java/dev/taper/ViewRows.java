package dev.taper;

import static dev.taper.Domain.ANY;
import static dev.taper.Row.of;

import java.util.ArrayList;
import java.util.List;

/** Ops that show the same memory in another shape, put tensors together and cut them apart. */
final class ViewRows {
  private ViewRows() {}

  private static Input x(int... shape) {
    return Input.of(ANY, shape);
  }

  /** The parts in reverse order, so that a gradient that mixes them up is seen. */
  private static Tensor joined(List<Tensor> parts) {
    List<Tensor> flat = new ArrayList<>();
    for (int i = parts.size() - 1; i >= 0; i--) {
      flat.add(parts.get(i).flatten());
    }
    return Tensor.cat(flat, 0);
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(shapes());
    rows.addAll(parts());
    rows.addAll(joins());
    return rows;
  }

  private static List<Row> shapes() {
    Shape six = Shape.of(3, 2);
    Shape stretched = Shape.of(4, 2, 3);
    return List.of(
        of("view", x -> x[0].contiguous().view(3, -1)).on(x(2, 3)).on(x(6)).holds(Views.VIEW),
        of("view, a shape", x -> x[0].contiguous().view(six)).on(x(2, 3)).on(x(1, 6, 1)),
        of("view, of one number", x -> x[0].view(1, 1)).on(x()),
        of("reshape", x -> x[0].reshape(-1, 2)).on(x(2, 3)).on(x(0, 4)).on(x(2, 2, 3)),
        of("reshape, a shape", x -> x[0].reshape(six)).on(x(2, 3)).on(x(6)),
        of("permute", x -> x[0].permute(2, 0, 1)).on(x(2, 3, 4)).holds(Views.PERMUTE),
        of("transpose", x -> x[0].transpose(0, -1)).on(x(2, 3, 4)).holds(Views.TRANSPOSE),
        of("t", x -> x[0].t()).on(x(2, 3)).on(x(4)).on(x()).on(x(0, 3)),
        of("t, of a matrix", x -> x[0].t()).on(x(2, 3)).holds(Views.T),
        of("mT", x -> x[0].mT()).on(x(2, 3, 4)).on(x(2, 3)),
        of("expand", x -> x[0].expand(4, -1, 3)).on(x(2, 1)).on(x(1, 2, 3)).holds(Views.EXPAND),
        of("expand, a shape", x -> x[0].expand(stretched)).on(x(3)).on(x(2, 1)).on(x()),
        of("broadcastTo", x -> x[0].broadcastTo(2, 3)).on(x(3)).on(x(2, 1)).on(x()),
        of("expandAs", x -> x[0].expandAs(x[1])).on(x(3), x(2, 3)).on(x(2, 1), x(2, 4)),
        of("squeeze", x -> x[0].squeeze()).on(x(1, 3, 1)).on(x()).on(x(1)).on(x(2, 3)),
        of("squeeze, of 1", x -> x[0].squeeze()).on(x(1, 3, 1)).holds(Views.SQUEEZE),
        of("squeeze, dims", x -> x[0].squeeze(0, -1)).on(x(1, 3, 1)).on(x(1, 1, 2)),
        of("unsqueeze", x -> x[0].unsqueeze(-1)).on(x(2, 3)).on(x()).holds(Views.UNSQUEEZE),
        of("unsqueeze, in front", x -> x[0].unsqueeze(0)).on(x(2, 3)).on(x(0)),
        of("flatten", x -> x[0].flatten()).on(x(2, 3, 2)).on(x()).on(x(0, 2)),
        of("flatten, dims", x -> x[0].flatten(1, -1)).on(x(2, 3, 2)),
        of("unflatten", x -> x[0].unflatten(1, 2, -1)).on(x(3, 4)).on(x(1, 6, 2)),
        of("asStrided", x -> x[0].contiguous().asStrided(new int[] {2, 3}, new int[] {1, 1}))
            .on(x(5))
            .on(x(2, 4))
            .holds(Views.AS_STRIDED, Views.AS_STRIDED_ADD),
        of("asStrided, offset", x -> offset(x[0].contiguous())).on(x(9)).on(x(3, 4)),
        of("sumToSize", x -> x[0].sumToSize(Shape.of(2, 1))).on(x(4, 2, 3)).on(x(2, 1)));
  }

  private static Tensor offset(Tensor x) {
    return x.asStrided(new int[] {2, 2}, new int[] {3, 2}, x.storageOffset() + 1);
  }

  private static Geometry overlapping() {
    Tensor base = Tensor.zeros(3, 2);
    return Geometry.of(base, base.asStrided(new int[] {2, 2}, new int[] {1, 2}, 1));
  }

  private static List<Row> parts() {
    return List.of(
        of("select", x -> x[0].select(1, -2)).on(x(2, 3)).on(x(3, 2, 2)).holds(Views.SELECT),
        of("selectBackward", x -> Views.SELECT_BACKWARD.apply(pick(), x[0]))
            .on(x(2, 4))
            .holds(Views.SELECT_BACKWARD),
        of("slice", x -> x[0].slice(0, 1, 6, 2)).on(x(5)).on(x(7, 2)).on(x(1)).holds(Views.SLICE),
        of("slice, from the end", x -> x[0].slice(-1, -3, -1, 1)).on(x(2, 5)).on(x(2, 1)),
        of("sliceBackward", x -> Views.SLICE_BACKWARD.apply(part(), x[0]))
            .on(x(2, 2, 4))
            .holds(Views.SLICE_BACKWARD),
        of("narrow", x -> x[0].narrow(1, 1, 2)).on(x(2, 3)).on(x(2, 4, 2)),
        of("asStrided, read", x -> Views.AS_STRIDED_READ.apply(overlapping(), x[0]))
            .on(x(3, 2))
            .holds(Views.AS_STRIDED_READ),
        of("asStridedBackward", x -> Views.AS_STRIDED_ADD.apply(overlapping(), x[0])).on(x(2, 2)),
        of("asStridedZero", x -> Views.AS_STRIDED_ZERO.apply(overlapping(), x[0]))
            .on(x(3, 2))
            .holds(Views.AS_STRIDED_ZERO),
        of("split", x -> joined(x[0].split(2, 0))).on(x(5)).on(x(4, 2)).on(x(1, 3)),
        of("split, sizes", x -> joined(x[0].split(new int[] {1, 0, 3}, 1))).on(x(2, 4)),
        of("split, one part", x -> x[0].split(2, 1).get(1)).on(x(2, 5)),
        of("chunk", x -> joined(x[0].chunk(3, 1))).on(x(2, 5)).on(x(1, 3)).on(x(2, 4, 2)),
        of("split, chunk and unbind of the first dimension", x -> firsts(x[0]))
            .on(x(4, 2))
            .on(x(3)),
        of("unbind", x -> joined(x[0].unbind(1))).on(x(2, 3)).on(x(2, 2, 2)));
  }

  private static Tensor firsts(Tensor x) {
    int n = x.size(0);
    return Tensor.cat(
        List.of(
            joined(x.split(2)),
            joined(x.split(new int[] {1, n - 1})),
            joined(x.chunk(2)),
            joined(x.unbind())));
  }

  private static Views.Pick pick() {
    return new Views.Pick(Shape.of(2, 3, 4), 1, 2);
  }

  private static Views.Part part() {
    return new Views.Part(Shape.of(2, 5, 4), 1, 1, 2, 3);
  }

  private static List<Row> joins() {
    return List.of(
        of("cat", x -> Tensor.cat(1, x[0], x[1]))
            .on(x(2, 3), x(2, 1))
            .on(x(2, 0), x(2, 3))
            .on(x(2, 1, 3), x(2, 4, 3))
            .on(x(0), x(2, 2))
            .holds(Joins.CAT),
        of("cat, a list", x -> Tensor.cat(List.of(x[0], x[1], x[0]), -1)).on(x(3), x(2)),
        of("stack", x -> Tensor.stack(1, x[0], x[1])).on(x(2, 3), x(2, 3)).on(x(4), x(4)),
        of("cat, the first dimension", x -> Tensor.cat(List.of(x[0], x[1]))).on(x(2, 3), x(1, 3)),
        of("stack, the first dimension", x -> Tensor.stack(List.of(x[0], x[1]))).on(x(3), x(3)),
        of("repeat", x -> x[0].repeat(2, 1, 3)).on(x(2, 3)).on(x(2, 1, 2)).on(x(0)),
        of("repeat, once", x -> x[0].repeat(1, 1)).on(x(2, 3)),
        of("repeat, never", x -> x[0].repeat(2, 0)).on(x(2, 3)),
        of("stack, a list", x -> Tensor.stack(List.of(x[0], x[1]), -1))
            .on(x(), x())
            .on(x(2), x(2)));
  }
}
