package dev.taper;

import static dev.taper.Domain.ANY;
import static dev.taper.Domain.HALVES;
import static dev.taper.Row.constant;
import static dev.taper.Row.of;

import java.util.List;

/** Elements read by integers, slices, index tensors and masks. */
final class IndexingRows {
  private IndexingRows() {}

  private static Input x(int... shape) {
    return Input.of(ANY, shape);
  }

  private static final Tensor TWICE = Tensor.of(1, 0, -1, 1);
  private static final Tensor TABLE = Tensor.of(new long[][] {{0, 1}, {2, 0}});
  private static final Tensor MASK = Tensor.of(true, false, true);

  /** Of the second dimension of (2, 3, 4). */
  private static IndexPlan plan() {
    return IndexPlan.of("index", Shape.of(2, 3, 4), new Tensor[] {null, TABLE, null});
  }

  /** Of the first and the last dimension of (2, 3, 4), whose batch comes first. */
  private static IndexPlan apart() {
    return IndexPlan.of(
        "index", Shape.of(2, 3, 4), new Tensor[] {Tensor.of(0, 1, 1), null, Tensor.of(3, 0, 2)});
  }

  private static Picking.Each each(int dim) {
    return new Picking.Each("gather", Shape.of(3, 3), dim, TABLE);
  }

  private static Picking.Rows parts() {
    return new Picking.Rows(Shape.of(2, 3, 2), 1, new int[] {1, 0, 2, 1});
  }

  static List<Row> rows() {
    return List.of(
        of("get, an integer", x -> x[0].get(-1)).on(x(3)).on(x(2, 3)),
        of("get, a string", x -> x[0].get("1:, None, ..., ::2")).on(x(2, 3)).on(x(3, 2, 3)),
        of("get, an empty slice", x -> x[0].get("3:1")).on(x(4)),
        of("get, places", x -> x[0].get(Index.ellipsis(), Index.at(1))).on(x(2, 3)).on(x(2, 2, 2)),
        of("get, indices", x -> x[0].get(TWICE)).on(x(3)).on(x(2, 3)).holds(Indexing.INDEX),
        of("get, a mask", x -> x[0].get(MASK)).on(x(3)).on(x(3, 2)).holds(Indexing.INDEX_BACKWARD),
        of("get, indices beside slices", x -> x[0].get(Index.all(), Index.of(TABLE), Index.to(2)))
            .on(x(2, 3, 4)),
        of("get, indices apart", x -> x[0].get(Index.of(TWICE), Index.all(), Index.of(TWICE)))
            .on(x(2, 3, 2)),
        of("get, a mask of all", x -> x[0].get(x[0].detach().gt(0))).on(x(2, 3)),
        of("index, a plan", x -> Indexing.INDEX.apply(plan(), x[0])).on(x(2, 3, 4)),
        of("indexBackward", x -> Indexing.INDEX_BACKWARD.apply(plan(), x[0])).on(x(2, 2, 2, 4)),
        of("indexBackward, apart", x -> Indexing.INDEX_BACKWARD.apply(apart(), x[0])).on(x(3, 3)),
        of("indexPut", x -> Indexing.INDEX_PUT.apply(apart(), x[0], x[1].expand(3, 3)))
            .on(x(2, 3, 4), x(3, 3)),
        of("gather", x -> x[0].gather(1, TABLE)).on(x(2, 3)).on(x(4, 3)).holds(Picking.GATHER),
        of("gather, dim 0", x -> x[0].gather(0, TABLE)).on(x(3, 2)),
        of("gather, of one number", x -> x[0].gather(0, Tensor.of(0L, 0L))).on(x(1)),
        of("gatherBackward", x -> Picking.GATHER_BACKWARD.apply(each(1), x[0]))
            .on(x(2, 2))
            .holds(Picking.GATHER_BACKWARD),
        of("gatherBackward, dim 0", x -> Picking.GATHER_BACKWARD.apply(each(0), x[0])).on(x(2, 2)),
        of("indexSelectBackward", x -> Picking.INDEX_SELECT_BACKWARD.apply(parts(), x[0]))
            .on(x(2, 4, 2))
            .holds(Picking.INDEX_SELECT_BACKWARD),
        of("indexSelect, long parts", x -> x[0].indexSelect(0, TWICE))
            .on(x(3, 17))
            .holds(Picking.INDEX_SELECT),
        of("indexSelect", x -> x[0].indexSelect(-1, TWICE)).on(x(3)).on(x(2, 3)).on(x(2, 2, 2)),
        of("maskedSelect", x -> x[0].maskedSelect(MASK)).on(x(3)).on(x(2, 3)).on(x(2, 1)).on(x()),
        of("maskedFill", x -> x[0].maskedFill(MASK, 1.5)).on(x(3)).on(x(2, 3)).on(x(2, 1)).on(x()),
        constant("nonzero", x -> x[0].nonzero())
            .on(Sample.each(HALVES, new int[][] {{}, {5}, {2, 3}, {2, 0}, {2, 2, 2}})));
  }
}
