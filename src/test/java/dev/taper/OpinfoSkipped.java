package dev.taper;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Torch's cases that Taper can not say, and why: the one list. */
final class OpinfoSkipped {
  private OpinfoSkipped() {}

  static final Map<String, String> CASES = new TreeMap<>();
  static final Map<String, String> ERRORS = new TreeMap<>();

  private static void skip(Map<String, String> map, String reason, String... ids) {
    for (String id : ids) {
      map.put(id, reason);
    }
  }

  static {
    skip(
        CASES,
        "gives a Java value, for which the file has no expectation",
        "allclose#0",
        "allclose#1",
        "allclose#2",
        "allclose#3",
        "equal#0",
        "equal#1",
        "equal#2",
        "item#0",
        "item#1");
    skip(
        CASES,
        "the result or an index is FLOAT64 or UINT8, which Taper does not have",
        "gather#2",
        "zeros_like#2",
        "zeros_like#3",
        "ones_like#3",
        "ones_like#5",
        "full_like#2",
        "new_zeros#4",
        "new_ones#1",
        "new_full#4");
    skip(CASES, "the nuclear norm is a sum of singular values", "norm.nuc#0");
    skip(
        ERRORS,
        "a number where torch needs a tensor: javac refuses it, or it is the op with a number",
        "eq#0",
        "ge#0",
        "lt#0",
        "maximum#0",
        "min.binary#0",
        "minimum#0",
        "logical_and#0",
        "logical_or#0",
        "logical_xor#0",
        "logical_xor#1",
        "logical_xor#2",
        "__rdiv__#0",
        "__rdiv__#1",
        "__rmul__#0",
        "__rmul__#1",
        "rsub#0",
        "cat#2");
    skip(
        ERRORS,
        "an out argument, which Taper does not have",
        "arange#4",
        "masked_select#0",
        "masked_select#1",
        "masked_select#2",
        "gather#3",
        "index_select#0",
        "cat#0",
        "cat#1",
        "cat#4");
    skip(
        ERRORS,
        "torch has 64 dimensions at most, Taper has no such bound",
        "aminmax#1",
        "amax#0",
        "amin#1");
    skip(ERRORS, "steps are an int: javac refuses 1.0", "linspace.tensor_overload#1");
    skip(ERRORS, "the number to fill with is a double, a tensor goes by where", "masked_fill#0");
  }

  /** Names that are not the name of any case. */
  static Set<String> without(List<JsonNode> cases, Map<String, String> skipped) {
    Set<String> names = new HashSet<>(skipped.keySet());
    cases.forEach(test -> names.remove(test.get("id").asText()));
    return names;
  }
}
