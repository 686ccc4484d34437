package dev.taper.kernel;

import java.util.List;

/**
 * The ways to multiply with vectors: each stands for micro-kernels that some products need and
 * others do not. Each is warmed by itself, since what a program does not use need not be compiled:
 * a micro-kernel costs C2 up to a third of a second, in which nothing else is.
 */
enum GemmWay implements Warmup.Subject {
  /** Packed and in blocks of whole panels. */
  BLOCKS(
      shape(16, 192, 24, false, false),
      shape(15, 192, 24, true, true),
      shape(16, 192, 24, false, true),
      shape(15, 192, 24, true, false)),

  /** Packed and in blocks, with panels of one to four vectors. */
  EDGED_BLOCKS(
      shape(20, 100, 24, false, false),
      shape(19, 100, 24, true, true),
      shape(20, 77, 24, false, true),
      shape(19, 77, 24, true, false),
      shape(60, 7, 80, true, false)),

  /** A matrix times a vector, in lanes; whole vectors of them. */
  LANES(shape(16, 1, 256, false, false), shape(16, 1, 208, false, false)),

  /** The same where a row ends within a vector. */
  RAGGED_LANES(shape(16, 1, 250, false, false)),

  /** A matrix times a vector, across the rows of the result: tiles of two, three and four. */
  COLUMNS(
      shape(1, 16, 16, false, false),
      shape(1, 33, 16, false, false),
      shape(1, 49, 16, false, false)),

  /** The same, many vectors of the result at once. */
  LONG_COLUMNS(shape(1, 385, 16, false, false), shape(1, 386, 16, false, false)),

  /** Up to eight rows times a large matrix. */
  FEW_ROWS(shape(8, 64, 130, false, false), shape(7, 80, 110, false, false)),

  /** Up to four, which have tiles of their own where there are registers for them. */
  FEWER_ROWS(
      shape(4, 160, 60, false, false),
      shape(3, 145, 60, false, false),
      shape(4, 112, 80, false, false)),

  /** Up to half as many columns as a vector has lanes, rows in pairs. */
  PAIRS(shape(57, 8, 80, false, false)),

  /** Few steps of k. */
  OUTER_1(outer(1)),
  OUTER_2(outer(2)),
  OUTER_3(outer(3)),
  OUTER_4(outer(4)),

  /** Small, tiles of eight rows, and of four for what is left over. */
  DIRECT(shape(12, 48, 40, false, false)),

  /** Small, tiles of four rows of A with any strides. */
  STRIDED(shape(19, 40, 36, true, false));

  /** (m, n, k), and whether A and B run along their columns. */
  record Shape(int m, int n, int k, boolean turnedA, boolean turnedB) {
    /** From row to row of A. */
    int ars() {
      return turnedA ? 1 : k;
    }

    int acs() {
      return turnedA ? m : 1;
    }

    int brs() {
      return turnedB ? 1 : n;
    }

    int bcs() {
      return turnedB ? k : 1;
    }
  }

  /** Multiply-adds up to which B is read where it lies. */
  private static final long DIRECT_WORK = 1L << 15;

  /** Elements of B from which few rows of A are packed for it. */
  private static final long LOW_WORK = 1L << 13;

  /** Most steps of k where C is narrower than a vector: k vectors of B stay in L2. */
  private static final int THIN = 1 << 13;

  /** Lanes that come with 32 registers, for which some ways are made. */
  private static final int WIDE = 16;

  /** Least rows of {@link #PAIRS}. */
  private static final int LEAST_PAIRED = 16;

  /**
   * Lanes of a vector; until a trial has touched vectors, the number that has all ways. A thread
   * that still reads the old one asks for another way, which is right and at worst slow once.
   */
  private static int lanes = Warmup.atOnce() ? BlockTiles.VL : WIDE;

  private final Shape[] shapes;
  private final Warmup warmup = new Warmup(this);

  GemmWay(Shape... shapes) {
    this.shapes = shapes;
  }

  private static Shape shape(int m, int n, int k, boolean turnedA, boolean turnedB) {
    return new Shape(m, n, k, turnedA, turnedB);
  }

  private static Shape[] outer(int k) {
    return new Shape[] {
      shape(30, 32, k, false, false), shape(30, 33, k, false, false), shape(30, 16, k, false, false)
    };
  }

  /** Lanes of a vector, or where nothing has touched one yet, the number that has all ways. */
  static int lanes() {
    return lanes;
  }

  /** The products that stand for all of this way. */
  List<Shape> shapes() {
    return List.of(shapes);
  }

  /** Whether the vector form is to do a product of so many multiply-adds, of these strides. */
  static boolean ready(int m, int n, int k, int ars, int acs, int brs, int bcs, long work) {
    return of(m, n, k, ars, acs, brs, bcs, lanes).warmup.ready(work);
  }

  /** The way that a product of these sizes and strides takes with vectors of so many lanes. */
  static GemmWay of(int m, int n, int k, int ars, int acs, int brs, int bcs, int lanes) {
    if (n == 1) {
      return ofVector(m, k, ars, acs, lanes);
    }
    if (m == 1) {
      return ofVector(n, k, bcs, brs, lanes);
    }
    boolean narrow = isNarrow(n, k, acs, lanes);
    boolean fewRows = m <= VectorThin.ROWS && bcs == 1 && n >= lanes;
    if ((long) m * n * k > DIRECT_WORK && !fewRows && !narrow) {
      return n % panel(lanes) == 0 ? BLOCKS : EDGED_BLOCKS;
    }
    if (k <= VectorOuter.STEPS) {
      return outerOf(k);
    }
    if (fewRows && (long) n * k >= LOW_WORK) {
      return m <= VectorThin.LOW && lanes == WIDE ? FEWER_ROWS : FEW_ROWS;
    }
    if (lanes < WIDE) {
      return STRIDED;
    }
    if (narrow && n <= PairTiles.COLUMNS && m >= LEAST_PAIRED && k >= PairTiles.LEAST_STEPS) {
      return PAIRS;
    }
    return (isFlipped(m, n, ars, lanes) ? brs : acs) == 1 ? DIRECT : STRIDED;
  }

  private static GemmWay ofVector(int m, int k, int ars, int acs, int lanes) {
    if (Gemm.inLanes(k, acs, ars)) {
      return lanes == WIDE && k % lanes == 0 ? LANES : RAGGED_LANES;
    }
    return ars == 1 && m >= longColumns(lanes) * lanes ? LONG_COLUMNS : COLUMNS;
  }

  private static GemmWay outerOf(int k) {
    return switch (k) {
      case 1 -> OUTER_1;
      case 2 -> OUTER_2;
      case 3 -> OUTER_3;
      default -> OUTER_4;
    };
  }

  /** Whether C is narrower than a vector, and A contiguous, so that blocks of both are copied. */
  static boolean isNarrow(int n, int k, int acs, int lanes) {
    return lanes == WIDE && n < lanes && acs == 1 && k <= THIN;
  }

  /** Whether a small {@code Cᵀ = Bᵀ·Aᵀ} is better: A's columns are longer than the rows of B. */
  static boolean isFlipped(int m, int n, int ars, int lanes) {
    return n < lanes && m >= lanes && ars == 1;
  }

  /** Vectors of a result, side by side, in {@link #LONG_COLUMNS}: AVX2 has 16 registers. */
  static int longColumns(int lanes) {
    return lanes == WIDE / 2 ? 12 : 16;
  }

  /** Columns of a panel of B. */
  static int panel(int lanes) {
    return lanes < WIDE ? 2 * lanes : 4 * lanes;
  }

  boolean isBlocked() {
    return this == BLOCKS || this == EDGED_BLOCKS;
  }

  @Override
  public Warmup.Trial trial() {
    lanes = BlockTiles.VL;
    float[] a = new float[60 * 256];
    float[] b = new float[60 * 256];
    float[] c = new float[60 * 256];
    return new Warmup.Trial(
        () -> {
          for (Shape s : shapes) {
            plain(s, a, b, c, false);
            plain(s, a, b, c, true);
          }
        },
        () -> {
          // Blocks look for a place of their data, which takes long until it is compiled.
          if (isBlocked()) {
            VectorAlignment.warm(a);
          }
          for (Shape s : shapes) {
            vector(s, a, b, c, false);
            vector(s, a, b, c, true);
          }
        });
  }

  private static void plain(Shape s, float[] a, float[] b, float[] c, boolean accumulate) {
    ScalarGemm.gemm(
        s.m, s.n, s.k, a, 0, s.ars(), s.acs(), b, 0, s.brs(), s.bcs(), c, 0, s.n, accumulate);
  }

  private static void vector(Shape s, float[] a, float[] b, float[] c, boolean accumulate) {
    VectorGemm.gemm(
        s.m, s.n, s.k, a, 0, s.ars(), s.acs(), b, 0, s.brs(), s.bcs(), c, 0, s.n, accumulate);
  }
}
