package dev.taper;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** How torch's ops of {@code opinfo.json} are said in Taper. */
final class OpinfoCalls {
  private OpinfoCalls() {}

  /** From the arguments to the results. */
  interface Call {
    List<Tensor> apply(Arguments a);
  }

  static final Map<String, Call> CALLS = new HashMap<>();

  static {
    pointwise();
    choices();
    reductions();
    spreads();
    shapes();
    parts();
    products();
    creation();
  }

  private static void one(String op, Function<Arguments, Tensor> call) {
    CALLS.put(op, a -> List.of(call.apply(a)));
  }

  private static void binary(String op, BinaryOperator<Tensor> call) {
    one(op, a -> call.apply(a.tensor(0), a.tensor(1)));
  }

  private static void pointwise() {
    one("add", a -> a.tensor(0).add(a.tensor(1), a.named("alpha", 1)));
    one("rsub", a -> a.tensor(1).sub(scaled(a.tensor(0), a.named("alpha", 1))));
    binary("sub", Tensor::sub);
    binary("mul", Tensor::mul);
    binary("div.no_rounding_mode", Tensor::div);
    binary("__rsub__", (x, y) -> y.sub(x));
    binary("__rmul__", (x, y) -> y.mul(x));
    binary("__rdiv__", (x, y) -> y.div(x));
    binary("pow", Tensor::pow);
    binary("maximum", Tensor::maximum);
    binary("minimum", Tensor::minimum);
    one(
        "max.binary",
        a ->
            a.isTensor(1)
                ? a.tensor(0).maximum(a.tensor(1))
                : a.tensor(0).max(a.integer(1)).values());
    binary("min.binary", Tensor::minimum);
    binary("clamp_min", (x, y) -> Bounds.CLAMP_MIN.apply(x, y));
    binary("clamp_max", (x, y) -> Bounds.CLAMP_MAX.apply(x, y));
    one("exp", a -> a.tensor(0).exp());
    one("neg", a -> a.tensor(0).neg());
    one("log", a -> a.tensor(0).log());
    one("reciprocal", a -> a.tensor(0).reciprocal());
    one("square", a -> a.tensor(0).square());
    one("sigmoid", a -> a.tensor(0).sigmoid());
    one("nn.functional.relu", a -> a.tensor(0).relu());
    one("float", a -> a.tensor(0).to(DType.FLOAT32));
    one("fill", a -> a.tensor(0).clone().fill_(a.named("value", 0)));
    one("zero_", a -> a.tensor(0).clone().zero_());
  }

  private static Tensor scaled(Tensor x, double by) {
    return by == 1 ? x : x.mul(by);
  }

  private static void choices() {
    binary("eq", Tensor::eq);
    binary("ne", Tensor::ne);
    binary("lt", Tensor::lt);
    binary("le", Tensor::le);
    binary("gt", Tensor::gt);
    binary("ge", Tensor::ge);
    binary("logical_and", Tensor::logicalAnd);
    binary("logical_or", Tensor::logicalOr);
    binary("logical_xor", Tensor::logicalXor);
    one("logical_not", a -> a.tensor(0).logicalNot());
    one("isfinite", a -> a.tensor(0).isfinite());
    one("where", a -> Tensor.where(a.tensor(1), a.tensor(0), a.tensor(2)));
    one(
        "masked_fill",
        a ->
            a.isTensor(2)
                ? Tensor.where(a.tensor(1), a.tensor(2), a.tensor(0))
                : a.tensor(0).maskedFill(a.tensor(1), a.number(2)));
    one("masked_select", a -> a.tensor(0).maskedSelect(a.tensor(1)));
  }

  private static void reductions() {
    one("sum", a -> a.tensor(0).sum(a.dims(1), a.flag("keepdim")));
    one("mean", a -> a.tensor(0).mean(a.dims(1), a.flag("keepdim")));
    one("all", a -> a.tensor(0).all(a.dims(1), a.flag("keepdim")));
    one("any", a -> a.tensor(0).any(a.dims(1), a.flag("keepdim")));
    one("amax", a -> a.tensor(0).amax(a.dims(1), a.flag("keepdim")));
    one("amin", a -> a.tensor(0).amin(a.dims(1), a.flag("keepdim")));
    CALLS.put(
        "aminmax",
        a ->
            List.of(
                a.tensor(0).amin(a.dims(1), a.flag("keepdim")),
                a.tensor(0).amax(a.dims(1), a.flag("keepdim"))));
    one("prod", a -> a.count() > 1 ? a.tensor(0).prod(a.integer(1)) : a.tensor(0).prod());
    one(
        "argmax",
        a ->
            a.has("dim")
                ? a.tensor(0).argmax(a.dims(1)[0], a.flag("keepdim"))
                : a.tensor(0).argmax());
    one(
        "argmin",
        a ->
            a.has("dim")
                ? a.tensor(0).argmin(a.dims(1)[0], a.flag("keepdim"))
                : a.tensor(0).argmin());
    one("max.reduction_no_dim", a -> a.tensor(0).max());
    one("min.reduction_no_dim", a -> a.tensor(0).min());
    CALLS.put("max.reduction_with_dim", a -> both(a.tensor(0).max(a.integer(1), keeps(a))));
    CALLS.put("min.reduction_with_dim", a -> both(a.tensor(0).min(a.integer(1), keeps(a))));
  }

  private static boolean keeps(Arguments a) {
    return a.count() > 2 && a.raw(2).asBoolean();
  }

  private static List<Tensor> both(Extremum extremum) {
    return List.of(extremum.values(), extremum.indices());
  }

  private static void spreads() {
    one("var", a -> a.tensor(0).var(a.dims(1), a.named("correction", 1), a.flag("keepdim")));
    one("std", a -> a.tensor(0).std(a.dims(1), a.named("correction", 1), a.flag("keepdim")));
    one("var.unbiased", a -> a.tensor(0).var(new int[0], a.raw(1).asBoolean() ? 1 : 0, false));
    one("std.unbiased", a -> a.tensor(0).std(new int[0], a.raw(1).asBoolean() ? 1 : 0, false));
    CALLS.put(
        "var_mean",
        a ->
            List.of(
                a.tensor(0).var(a.dims(1), a.named("correction", 1), a.flag("keepdim")),
                a.tensor(0).mean(a.dims(1), a.flag("keepdim"))));
    CALLS.put(
        "std_mean",
        a ->
            List.of(
                a.tensor(0).std(a.dims(1), a.named("correction", 1), a.flag("keepdim")),
                a.tensor(0).mean(a.dims(1), a.flag("keepdim"))));
    one("norm", a -> a.tensor(0).norm(a.number(1), a.dims(2), a.count() > 3));
    one("norm.inf", a -> a.tensor(0).norm(a.number(1), a.dims(2), false));
    one("norm.fro", a -> a.tensor(0).norm());
    one(
        "linalg.vector_norm",
        a -> a.tensor(0).norm(a.named("ord", 2), a.dims(2), a.flag("keepdim")));
  }

  private static void shapes() {
    copied("view", a -> a.tensor(0).view(a.integers(1)));
    copied("permute", a -> a.tensor(0).permute(a.integers(1)));
    copied("transpose", a -> a.tensor(0).transpose(a.integer(1), a.integer(2)));
    copied("t", a -> a.tensor(0).t());
    copied("expand", a -> a.tensor(0).expand(a.integers(1)));
    copied("unsqueeze", a -> a.tensor(0).unsqueeze(a.integer(1)));
    copied(
        "squeeze", a -> a.count() > 1 ? a.tensor(0).squeeze(a.integers(1)) : a.tensor(0).squeeze());
    one("squeeze.multiple", a -> a.tensor(0).squeeze(a.integers(1)));
    one("T", a -> a.tensor(0).t());
    one("mT", a -> a.tensor(0).mT());
    one("view_as", a -> a.tensor(0).view(a.tensor(1).shape()));
    one("reshape", a -> a.tensor(0).reshape(a.integers(1)));
    one("reshape_as", a -> a.tensor(0).reshape(a.tensor(1).shape()));
    one("ravel", a -> a.tensor(0).flatten());
    one(
        "flatten",
        a -> a.tensor(0).flatten((int) a.named("start_dim", 0), (int) a.named("end_dim", -1)));
    one("unflatten", a -> a.tensor(0).unflatten(a.integer(1), a.integers(2)));
    one("broadcast_to", a -> a.tensor(0).broadcastTo(a.integers(1)));
    one("expand_as", a -> a.tensor(0).expandAs(a.tensor(1)));
    one("sum_to_size", a -> a.tensor(0).sumToSize(Shape.of(a.integers(1))));
    copied(
        "as_strided",
        a ->
            a.tensor(0)
                .asStrided(a.integers(1), a.integers(2), (int) a.named("storage_offset", 0)));
  }

  /** The op, and under its other name the op and a copy. */
  private static void copied(String op, Function<Arguments, Tensor> call) {
    one(op, call);
    one(op + "_copy", a -> call.apply(a).clone());
  }

  private static void parts() {
    one("select", a -> a.tensor(0).select(a.integer(1), a.integer(2)));
    copied("narrow", a -> a.tensor(0).narrow(a.integer(1), a.integer(2), a.integer(3)));
    CALLS.put("split", a -> a.tensor(0).split(a.integer(1), a.integer(2, 0)));
    Call sizes = a -> a.tensor(0).split(Conformance.ints(a.raw(1)), a.integer(2, 0));
    CALLS.put("split.list_args", sizes);
    CALLS.put("split_with_sizes", sizes);
    CALLS.put(
        "split_with_sizes_copy", a -> sizes.apply(a).stream().map(part -> part.clone()).toList());
    one("repeat", a -> a.tensor(0).repeat(a.integers(1)));
    Call chunk = a -> a.tensor(0).chunk(a.integer(1), a.integer(2, 0));
    CALLS.put("chunk", chunk);
    CALLS.put("unsafe_chunk", chunk);
    CALLS.put("unbind", a -> a.tensor(0).unbind(a.integer(1, 0)));
    CALLS.put(
        "unbind_copy",
        a -> a.tensor(0).unbind(a.integer(1, 0)).stream().map(part -> part.clone()).toList());
    one("cat", a -> Tensor.cat(a.tensorList(0), (int) a.named("dim", 0)));
    one("stack", a -> Tensor.stack(a.tensorList(0), a.integer(1, 0)));
    one("gather", a -> a.tensor(0).gather(a.integer(1), a.tensor(2)));
    one("index_select", a -> a.tensor(0).indexSelect(a.integer(1), a.tensor(2)));
    one("index_add", OpinfoCalls::indexAdd);
    one("__getitem__", a -> a.tensor(0).get(places(a.raw(1))));
    one("argwhere", a -> a.tensor(0).nonzero());
    CALLS.put(
        "nonzero", a -> a.flag("as_tuple") ? tuple(a.tensor(0)) : List.of(a.tensor(0).nonzero()));
  }

  /** torch sees a single number as a vector here. */
  private static List<Tensor> tuple(Tensor x) {
    return (x.dim() == 0 ? x.reshape(1) : x).nonzero().unbind(1);
  }

  private static Tensor indexAdd(Arguments a) {
    Tensor x = a.tensor(0);
    Tensor sum = x.reshape(Math.max(1, x.numel())).clone();
    sum.indexAdd_(List.of(Index.of(a.tensor(2))), a.tensor(3).mul(a.named("alpha", 1)));
    return sum.reshape(x.shape());
  }

  /** A list of integers is one index; a list with lists in it has one index for each dimension. */
  private static Index[] places(JsonNode list) {
    List<Index> places = new ArrayList<>();
    boolean flat = true;
    for (JsonNode place : list) {
      flat &= place.isNumber();
    }
    if (flat) {
      return new Index[] {Index.of(Tensor.of(Conformance.ints(list)))};
    }
    for (JsonNode place : list) {
      places.add(place.isArray() ? Index.of(Tensor.of(Conformance.ints(place))) : Index.ellipsis());
    }
    return places.toArray(new Index[0]);
  }

  private static void products() {
    binary("matmul", Tensor::matmul);
    binary("__rmatmul__", (x, y) -> y.matmul(x));
    binary("mm", Tensor::mm);
    binary("mv", Tensor::mv);
    binary("dot", Tensor::dot);
    binary("bmm.triton_optimized", Tensor::bmm);
    Function<Arguments, Tensor> addmm =
        a -> a.tensor(0).addmm(a.tensor(1), a.tensor(2), a.named("beta", 1), a.named("alpha", 1));
    one("addmm", addmm);
    one("addmm.decomposed", addmm);
    one(
        "addmv",
        a ->
            scaled(a.tensor(0), a.named("beta", 1))
                .add(scaled(a.tensor(1).mv(a.tensor(2)), a.named("alpha", 1))));
  }

  private static void creation() {
    one("zeros", a -> Tensor.zeros(Shape.of(a.integers(0))));
    one("item", a -> Tensor.scalar(a.tensor(0).item()));
    one("full", a -> Tensor.full(Shape.of(Conformance.ints(a.raw(0))), a.number(1)));
    one("eye", a -> Tensor.eye(a.integer(0), a.integer(1, a.integer(0))));
    one("scalar_tensor", a -> Tensor.scalar(a.number(0)));
    one("zeros_like", a -> Tensor.zerosLike(a.tensor(0)));
    one("ones_like", a -> Tensor.onesLike(a.tensor(0)));
    one("full_like", a -> Tensor.fullLike(a.tensor(0), a.number(1)));
    one("new_zeros", a -> Tensor.zeros(Shape.of(Conformance.ints(a.raw(1)))));
    one("new_ones", a -> Tensor.ones(Shape.of(Conformance.ints(a.raw(1)))));
    one("new_full", a -> Tensor.full(Shape.of(Conformance.ints(a.raw(1))), a.number(2)));
    one("arange", a -> Tensor.arange(a.number(0), a.number(1), a.count() > 2 ? a.number(2) : 1));
    Function<Arguments, Tensor> linspace =
        a -> Tensor.linspace(a.number(0), a.number(1), a.integer(2));
    one("linspace", linspace);
    one("linspace.tensor_overload", linspace);
  }
}
