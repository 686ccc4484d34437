package dev.taper;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of one of torch's cases: the input is number 0, the others follow. */
final class Arguments {
  private final List<JsonNode> positional = new ArrayList<>();
  private final JsonNode named;
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Tensor> differentiable = new ArrayList<>();
  private final List<Object> decoded = new ArrayList<>();

  Arguments(JsonNode test) {
    positional.add(test.get("in"));
    test.get("args").forEach(positional::add);
    named = test.get("kwargs");
    positional.forEach(argument -> decoded.add(decode(argument)));
  }

  private @Nullable Object decode(JsonNode node) {
    if (node.isArray()) {
      List<Object> parts = new ArrayList<>();
      node.forEach(part -> parts.add(decode(part)));
      return parts;
    }
    if (!Conformance.isTensor(node)) {
      return node;
    }
    Tensor tensor = Conformance.tensor(node);
    tensors.add(tensor);
    if (node.path("g").asInt() == 1) {
      differentiable.add(tensor.requiresGrad_());
    }
    return tensor;
  }

  /** All tensors, in the order of their appearance. */
  List<Tensor> tensors() {
    return tensors;
  }

  /** Those that gradients are taken by. */
  List<Tensor> differentiable() {
    return differentiable;
  }

  int count() {
    return positional.size();
  }

  Tensor tensor(int i) {
    return (Tensor) decoded.get(i);
  }

  boolean isTensor(int i) {
    return decoded.get(i) instanceof Tensor;
  }

  List<Tensor> tensorList(int i) {
    List<Tensor> list = new ArrayList<>();
    for (Object part : (List<?>) decoded.get(i)) {
      list.add((Tensor) part);
    }
    return list;
  }

  JsonNode raw(int i) {
    return positional.get(i);
  }

  double number(int i) {
    return isTensor(i) ? tensor(i).item() : Conformance.number(positional.get(i));
  }

  int integer(int i) {
    return (int) number(i);
  }

  int integer(int i, int otherwise) {
    return i < count() ? integer(i) : otherwise;
  }

  /** The integers of a list, or all that follow. */
  int[] integers(int i) {
    if (i < count() && positional.get(i).isArray()) {
      return Conformance.ints(positional.get(i));
    }
    int[] rest = new int[Math.max(0, count() - i)];
    for (int j = 0; j < rest.length; j++) {
      rest[j] = integer(i + j);
    }
    return rest;
  }

  double named(String name, double otherwise) {
    JsonNode value = named.path(name);
    return value.isMissingNode() || value.isNull() ? otherwise : Conformance.number(value);
  }

  boolean flag(String name) {
    return named.path(name).asBoolean();
  }

  /** The dims of a reduction: none, one or several; also as argument {@code i}. */
  int[] dims(int i) {
    JsonNode dim = named.has("dim") ? named.get("dim") : i < count() ? positional.get(i) : null;
    if (dim == null || dim.isNull()) {
      return new int[0];
    }
    return dim.isArray() ? Conformance.ints(dim) : new int[] {dim.asInt()};
  }

  boolean has(String name) {
    return named.has(name);
  }
}
