package dev.taper;

import java.util.List;
import java.util.stream.Stream;

/** The one table in which every op appears: its rows by family. */
final class OpTable {
  private OpTable() {}

  /** The classes in which the rows stand. */
  static final List<Class<?>> SOURCES =
      List.of(
          PointwiseRows.class,
          ReductionRows.class,
          ViewRows.class,
          ProductRows.class,
          IndexingRows.class,
          InplaceRows.class,
          CreationRows.class,
          NnfRows.class);

  static List<Row> rows() {
    return Stream.of(
            PointwiseRows.rows(),
            ReductionRows.rows(),
            ViewRows.rows(),
            ProductRows.rows(),
            IndexingRows.rows(),
            InplaceRows.rows(),
            CreationRows.rows(),
            NnfRows.rows())
        .flatMap(List::stream)
        .toList();
  }
}
