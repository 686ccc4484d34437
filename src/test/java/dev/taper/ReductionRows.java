package dev.taper;

import static dev.taper.Domain.ANY;
import static dev.taper.Domain.DISTINCT;
import static dev.taper.Domain.HALVES;
import static dev.taper.Domain.POSITIVE;
import static dev.taper.Domain.ZEROS;
import static dev.taper.Row.constant;
import static dev.taper.Row.of;

import java.util.ArrayList;
import java.util.List;

/** Ops that make one number of many. */
final class ReductionRows {
  private ReductionRows() {}

  private static final double INF = Double.POSITIVE_INFINITY;
  private static final int[] NONE = {};
  private static final int[] FIRST = {0};
  private static final int[] OUTER = {0, 2};
  private static final int[] LAST = {-1};

  private static final int[][] ALL = {{}, {1}, {5}, {2, 3}, {2, 3, 4}, {3, 37}};
  private static final int[][] CUBES = {{2, 3, 4}, {1, 5, 3}, {4, 1, 35}};
  private static final int[][] MATRICES = {{2, 3}, {4, 1}, {3, 37}, {37, 3}};

  private static Row all(String name, Domain domain, Row.Apply apply) {
    return of(name, apply).on(Sample.each(domain, ALL));
  }

  private static Row dims(String name, Domain domain, Row.Apply apply) {
    return of(name, apply).on(Sample.each(domain, CUBES));
  }

  private static Row dim(String name, Domain domain, Row.Apply apply) {
    return of(name, apply).on(Sample.each(domain, MATRICES));
  }

  private static Row found(String name, Row.Apply apply) {
    return constant(name, apply).on(Sample.each(DISTINCT, CUBES));
  }

  private static Row whole(String name, Row.Apply apply) {
    return constant(name, x -> apply.apply(new Tensor[] {x[0].mul(2).to(DType.INT64)}))
        .on(Sample.each(HALVES, CUBES));
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(sums());
    rows.addAll(extremes());
    rows.addAll(spreads());
    rows.addAll(constants());
    return rows;
  }

  private static List<Row> sums() {
    Input empty = Input.of(ANY, 0, 3);
    return List.of(
        all("sum", ANY, x -> x[0].sum()).on(empty).holds(Reductions.SUM),
        dims("sum, dims", ANY, x -> x[0].sum(0, 2)).on(Input.of(ANY, 2, 3, 0)),
        dims("sum, keepDim", ANY, x -> x[0].sum(OUTER, true)),
        dims("sum, the middle", ANY, x -> x[0].sum(1)),
        all("mean", ANY, x -> x[0].mean()).holds(Reductions.MEAN),
        dims("mean, dims", ANY, x -> x[0].mean(0, -1)),
        dims("mean, keepDim", ANY, x -> x[0].mean(OUTER, true)),
        of("prod", x -> x[0].prod())
            .on(Sample.each(ZEROS, new int[][] {{}, {1}, {2}, {5}, {2, 3}}))
            .on(Sample.each(POSITIVE, new int[][] {{6}, {2, 4}}))
            .on(empty)
            .holds(Reductions.PROD),
        dim("prod, dim", POSITIVE, x -> x[0].prod(1)).on(Input.of(ZEROS, 3, 4)),
        of("prod, keepDim", x -> x[0].prod(-2, true))
            .on(Sample.each(ZEROS, new int[][] {{3, 4}, {2, 5, 3}, {4, 1, 2}, {2, 0, 3}})));
  }

  private static List<Row> extremes() {
    return List.of(
        all("max", DISTINCT, x -> x[0].max()).holds(Reductions.MAX),
        dim("max, dim", DISTINCT, x -> x[0].max(0).values()).holds(Picking.MAX),
        dim("max, keepDim", DISTINCT, x -> x[0].max(-1, true).values()),
        all("min", DISTINCT, x -> x[0].min()).holds(Reductions.MIN),
        dim("min, dim", DISTINCT, x -> x[0].min(1).values()).holds(Picking.MIN),
        dim("min, keepDim", DISTINCT, x -> x[0].min(0, true).values()),
        dims("amax", DISTINCT, x -> x[0].amax(0, 1)).holds(Reductions.AMAX),
        dims("amax, keepDim", DISTINCT, x -> x[0].amax(OUTER, true)),
        dims("amin", DISTINCT, x -> x[0].amin(1, 2)).holds(Reductions.AMIN),
        dims("amin, keepDim", DISTINCT, x -> x[0].amin(OUTER, true)),
        of("max, of one number", x -> x[0].max(0).values()).on(Input.of(DISTINCT)));
  }

  private static List<Row> spreads() {
    int[][] shapes = {{5}, {2, 3}, {3, 37}};
    return List.of(
        of("var", x -> x[0].var()).on(Sample.each(DISTINCT, shapes)).holds(Reductions.VAR),
        dims("var, dims", DISTINCT, x -> x[0].var(0, 2)),
        dims("var, keepDim", DISTINCT, x -> x[0].var(OUTER, 0, true)),
        dims("var, correction", DISTINCT, x -> x[0].var(OUTER, 0.5, false)),
        of("std", x -> x[0].std()).on(Sample.each(DISTINCT, shapes)).holds(Reductions.STD),
        dims("std, dims", DISTINCT, x -> x[0].std(0, -1)),
        dims("std, keepDim", DISTINCT, x -> x[0].std(OUTER, 0, true)),
        all("norm", ANY, x -> x[0].norm()).holds(Reductions.NORM),
        all("norm, 1", ANY, x -> x[0].norm(1)),
        all("norm, 0", ANY, x -> x[0].norm(0)),
        all("norm, 3", ANY, x -> x[0].norm(3)),
        all("norm, 1.5", ANY, x -> x[0].norm(1.5)),
        all("norm, infinity", DISTINCT, x -> x[0].add(20).norm(INF)),
        all("norm, -infinity", DISTINCT, x -> x[0].add(20).norm(-INF)),
        dims("norm, dims", ANY, x -> x[0].norm(2, OUTER, false)),
        dims("norm, keepDim", ANY, x -> x[0].norm(3, OUTER, true)),
        dims("norm, 1, dims", ANY, x -> x[0].norm(1, LAST, false)),
        dims("norm, infinity, dims", DISTINCT, x -> x[0].add(40).norm(INF, FIRST, true)),
        dims("norm, of all dims", ANY, x -> x[0].norm(2, NONE, true)));
  }

  private static List<Row> constants() {
    return List.of(
        found("argmax", x -> x[0].argmax()),
        found("argmax, dim", x -> x[0].argmax(1)),
        found("argmax, keepDim", x -> x[0].argmax(-1, true)),
        found("argmin", x -> x[0].argmin()),
        found("argmin, dim", x -> x[0].argmin(0)),
        found("argmin, keepDim", x -> x[0].argmin(1, true)),
        found("max, indices", x -> x[0].max(1).indices()),
        found("min, indices", x -> x[0].min(2).indices()),
        whole("any", x -> x[0].any(0, 2)),
        whole("any, keepDim", x -> x[0].any(OUTER, true)),
        whole("all", x -> x[0].all(1)),
        whole("all, keepDim", x -> x[0].all(OUTER, true)),
        whole("sum of INT64", x -> x[0].sum(0, 2)),
        whole("sum of BOOL", x -> x[0].gt(0).sum(1)),
        whole("prod of INT64", x -> x[0].prod(1)),
        whole("max of INT64", x -> x[0].max()),
        whole("amin of INT64", x -> x[0].amin(0)),
        whole("max of INT64, dim", x -> x[0].max(2).values()),
        whole("argmin of INT64", x -> x[0].argmin(2)));
  }
}
