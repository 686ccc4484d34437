package dev.taper;

import static dev.taper.Domain.ANY;
import static dev.taper.Domain.HALVES;
import static dev.taper.Domain.POSITIVE;
import static dev.taper.Domain.QUARTERS;
import static dev.taper.Row.constant;
import static dev.taper.Row.of;

import java.util.ArrayList;
import java.util.List;

/** Ops on each number by itself and on pairs of numbers. */
final class PointwiseRows {
  private PointwiseRows() {}

  private static final int[][] SHAPES = {{}, {7}, {2, 3}, {0, 3}, {2, 1, 4}, {3, 37}};

  private static final int[][][] PAIRS = {
    {{}, {}},
    {{5}, {5}},
    {{2, 3}, {3}},
    {{}, {2, 2}},
    {{2, 1}, {1, 3}},
    {{0, 3}, {3}},
    {{4, 1, 3}, {2, 1}},
    {{3, 37}, {3, 37}},
    {{3, 37}, {37}},
    {{3, 37}, {3, 1}}
  };

  private static List<Sample> pairs(Domain a, Domain b) {
    List<Sample> samples = new ArrayList<>();
    for (int[][] pair : PAIRS) {
      samples.add(new Sample(List.of(Input.of(a, pair[0]), Input.of(b, pair[1]))));
    }
    return samples;
  }

  private static Row unary(String name, Domain domain, Row.Apply apply, Object op) {
    return of(name, apply).on(Sample.each(domain, SHAPES)).holds(op);
  }

  private static Row number(String name, Domain domain, Row.Apply apply) {
    return of(name, apply).on(Sample.each(domain, SHAPES));
  }

  private static Row compare(String name, Row.Apply apply, Object op) {
    return constant(name, apply).on(pairs(HALVES, HALVES)).holds(op);
  }

  private static Row constantNumber(String name, Row.Apply apply) {
    return constant(name, apply).on(Sample.each(HALVES, SHAPES));
  }

  private static Tensor long_(Tensor x) {
    return x.mul(2).to(DType.INT64);
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(unary());
    rows.addAll(binary());
    rows.addAll(numbers());
    rows.addAll(choices());
    rows.addAll(integers());
    return rows;
  }

  private static List<Row> unary() {
    return List.of(
        unary("neg", ANY, x -> x[0].neg(), Arithmetic.NEG),
        unary("abs", ANY, x -> x[0].abs(), Elementary.ABS),
        unary("sign", ANY, x -> x[0].sign(), Elementary.SIGN),
        unary("exp", ANY, x -> x[0].exp(), Elementary.EXP),
        unary("log", POSITIVE, x -> x[0].log(), Elementary.LOG),
        unary("sqrt", POSITIVE, x -> x[0].sqrt(), Elementary.SQRT),
        unary("rsqrt", POSITIVE, x -> x[0].rsqrt(), Elementary.RSQRT),
        unary("reciprocal", ANY, x -> x[0].reciprocal(), Arithmetic.RECIPROCAL),
        unary("square", ANY, x -> x[0].square(), Arithmetic.SQUARE),
        unary("sigmoid", ANY, x -> x[0].sigmoid(), Elementary.SIGMOID)
            .holds(Elementary.SIGMOID_BACKWARD),
        unary("tanh", ANY, x -> x[0].tanh(), Elementary.TANH).holds(Elementary.TANH_BACKWARD),
        unary("relu", ANY, x -> x[0].relu(), Bounds.RELU).holds(Bounds.RELU_BACKWARD),
        unary("clone", ANY, x -> x[0].clone(), Copies.CLONE),
        unary("fill", ANY, x -> Copies.FILL.apply(2.5, x[0]), Copies.FILL),
        number("contiguous", ANY, x -> x[0].contiguous()),
        number("to", ANY, x -> x[0].to(DType.FLOAT32)));
  }

  private static List<Row> binary() {
    return List.of(
        of("add", x -> x[0].add(x[1])).on(pairs(ANY, ANY)).holds(Arithmetic.ADD),
        of("sub", x -> x[0].sub(x[1])).on(pairs(ANY, ANY)).holds(Arithmetic.SUB),
        of("add times alpha", x -> x[0].add(x[1], 0.5)).on(pairs(ANY, ANY)),
        of("sub times alpha", x -> x[0].sub(x[1], 0.5)).on(pairs(ANY, ANY)),
        of("mul", x -> x[0].mul(x[1])).on(pairs(ANY, ANY)).holds(Arithmetic.MUL),
        of("mul of itself", x -> x[0].mul(x[0])).on(Sample.each(ANY, SHAPES)),
        of("div", x -> x[0].div(x[1])).on(pairs(ANY, ANY)).holds(Arithmetic.DIV),
        of("pow", x -> x[0].pow(x[1])).on(pairs(POSITIVE, ANY)).holds(Powers.POW),
        of("max of two", x -> x[0].max(x[1])).on(pairs(HALVES, QUARTERS)),
        of("min of two", x -> x[0].min(x[1])).on(pairs(HALVES, QUARTERS)),
        of("maximum", x -> x[0].maximum(x[1])).on(pairs(HALVES, QUARTERS)).holds(Bounds.MAXIMUM),
        of("minimum", x -> x[0].minimum(x[1])).on(pairs(HALVES, QUARTERS)).holds(Bounds.MINIMUM),
        of("clamp", x -> x[0].clamp(x[1], x[1].add(1)))
            .on(pairs(HALVES, QUARTERS))
            .holds(Bounds.CLAMP),
        of("clampMin", x -> x[0].clampMin(x[1]))
            .on(pairs(HALVES, QUARTERS))
            .holds(Bounds.CLAMP_MIN),
        of("clampMax", x -> x[0].clampMax(x[1]))
            .on(pairs(HALVES, QUARTERS))
            .holds(Bounds.CLAMP_MAX),
        of("sigmoidBackward", x -> Elementary.SIGMOID_BACKWARD.apply(x[0], x[1]))
            .on(pairs(ANY, ANY)),
        of("tanhBackward", x -> Elementary.TANH_BACKWARD.apply(x[0], x[1])).on(pairs(ANY, ANY)),
        of("reluBackward", x -> Bounds.RELU_BACKWARD.apply(x[0], x[1])).on(pairs(ANY, ANY)),
        of("where", x -> Tensor.where(x[0].detach().gt(x[1].detach()), x[0], x[1]))
            .on(pairs(HALVES, QUARTERS))
            .holds(Copies.WHERE),
        of("where, a broadcast mask", x -> Tensor.where(mask(), x[0], x[1]))
            .on(Input.of(ANY, 3), Input.of(ANY, 1))
            .on(Input.of(ANY, 4, 2, 3), Input.of(ANY))
            .on(Input.of(ANY), Input.of(ANY)));
  }

  private static Tensor mask() {
    return Tensor.of(new boolean[][] {{true, false, true}, {false, false, true}});
  }

  private static List<Row> numbers() {
    return List.of(
        number("add, a number", ANY, x -> x[0].add(1.5)),
        number("add, an integer", ANY, x -> x[0].add(2L)),
        number("sub, a number", ANY, x -> x[0].sub(1.5)),
        number("sub, an integer", ANY, x -> x[0].sub(2L)),
        number("rsub", ANY, x -> x[0].rsub(1.5)),
        number("rsub, an integer", ANY, x -> x[0].rsub(2L)),
        number("mul, a number", ANY, x -> x[0].mul(1.5)),
        number("mul, an integer", ANY, x -> x[0].mul(2L)),
        number("div, a number", ANY, x -> x[0].div(1.5)),
        number("rdiv", ANY, x -> x[0].rdiv(1.5)),
        number("pow, 1.7", POSITIVE, x -> x[0].pow(1.7)).holds(Powers.POW_NUMBER),
        number("pow, 0", ANY, x -> x[0].pow(0.0)),
        number("pow, 1", ANY, x -> x[0].pow(1.0)),
        number("pow, 2", ANY, x -> x[0].pow(2.0)),
        number("pow, 3", ANY, x -> x[0].pow(3.0)),
        number("pow, 0.5", POSITIVE, x -> x[0].pow(0.5)),
        number("pow, -0.5", POSITIVE, x -> x[0].pow(-0.5)),
        number("pow, -1", ANY, x -> x[0].pow(-1.0)),
        number("pow, -2", ANY, x -> x[0].pow(-2.0)),
        number("pow, an integer", ANY, x -> x[0].pow(4L)),
        number("rpow", ANY, x -> x[0].rpow(1.5)),
        number("clamp, numbers", HALVES, x -> x[0].clamp(-0.75, 1.25)),
        number("clampMin, a number", HALVES, x -> x[0].clampMin(-0.75)),
        number("clampMax, a number", HALVES, x -> x[0].clampMax(0.75)),
        number("where, a number on the right", HALVES, x -> Tensor.where(big(x[0]), x[0], 1.5)),
        number("where, a number on the left", HALVES, x -> Tensor.where(big(x[0]), 1.5, x[0])));
  }

  private static Tensor big(Tensor x) {
    return x.detach().gt(0.25);
  }

  private static List<Row> choices() {
    return List.of(
        compare("eq", x -> x[0].eq(x[1]), Choice.EQ),
        compare("ne", x -> x[0].ne(x[1]), Choice.NE),
        compare("lt", x -> x[0].lt(x[1]), Choice.LT),
        compare("le", x -> x[0].le(x[1]), Choice.LE),
        compare("gt", x -> x[0].gt(x[1]), Choice.GT),
        compare("ge", x -> x[0].ge(x[1]), Choice.GE),
        compare("logicalAnd", x -> x[0].logicalAnd(x[1]), Choice.AND),
        compare("logicalOr", x -> x[0].logicalOr(x[1]), Choice.OR),
        compare("logicalXor", x -> x[0].logicalXor(x[1]), Choice.XOR),
        constantNumber("eq, a number", x -> x[0].eq(0.5)),
        constantNumber("ne, a number", x -> x[0].ne(0.5)),
        constantNumber("lt, a number", x -> x[0].lt(0.5)),
        constantNumber("le, a number", x -> x[0].le(0.5)),
        constantNumber("gt, a number", x -> x[0].gt(0.5)),
        constantNumber("ge, a number", x -> x[0].ge(0.5)),
        constantNumber("logicalNot", x -> x[0].logicalNot()),
        constantNumber("isnan", x -> x[0].div(x[0]).isnan()),
        constantNumber("isinf", x -> x[0].reciprocal().isinf()),
        constantNumber("isfinite", x -> x[0].reciprocal().isfinite()),
        constantNumber("detach", x -> x[0].detach()));
  }

  private static List<Row> integers() {
    return List.of(
        constantNumber("to INT64", x -> x[0].to(DType.INT64)),
        constantNumber("to BOOL", x -> x[0].to(DType.BOOL)),
        constantNumber("neg of INT64", x -> long_(x[0]).neg()),
        constantNumber("abs of INT64", x -> long_(x[0]).abs()),
        constantNumber("sign of INT64", x -> long_(x[0]).sign()),
        constantNumber("square of INT64", x -> long_(x[0]).square()),
        constantNumber("relu of INT64", x -> long_(x[0]).relu()),
        constantNumber("exp of INT64", x -> long_(x[0]).exp()),
        constantNumber("clamp of INT64", x -> long_(x[0]).clamp(-2, 3)),
        constantNumber("pow of INT64", x -> long_(x[0]).pow(3L)),
        constant("add of INT64", x -> long_(x[0]).add(long_(x[1]))).on(pairs(HALVES, HALVES)),
        constant("sub of INT64", x -> long_(x[0]).sub(long_(x[1]))).on(pairs(HALVES, HALVES)),
        constant("mul of INT64", x -> long_(x[0]).mul(long_(x[1]))).on(pairs(HALVES, HALVES)),
        constant("div of INT64", x -> long_(x[0]).div(long_(x[1]))).on(pairs(HALVES, HALVES)),
        constant("maximum of INT64", x -> long_(x[0]).maximum(long_(x[1])))
            .on(pairs(HALVES, HALVES)),
        constant("minimum of INT64", x -> long_(x[0]).minimum(long_(x[1])))
            .on(pairs(HALVES, HALVES)),
        constant("lt of INT64", x -> long_(x[0]).lt(long_(x[1]))).on(pairs(HALVES, HALVES)),
        constant("add of BOOL", x -> x[0].gt(0).add(x[1].gt(0))).on(pairs(HALVES, HALVES)));
  }
}
