package dev.taper.optim;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Options as Python prints them, by name in alphabetical order. */
final class PythonText {
  private final SortedMap<String, String> lines = new TreeMap<>();

  /**
   * With the options by which PyTorch chooses how a step is run on a device: not to be chosen here,
   * they stand at PyTorch's defaults, so that the text is the same.
   */
  PythonText() {
    add("differentiable", false);
    lines.put("foreach", "None");
    lines.put("fused", "None");
  }

  PythonText add(String name, boolean value) {
    lines.put(name, value ? "True" : "False");
    return this;
  }

  PythonText add(String name, double value) {
    lines.put(name, repr(value));
    return this;
  }

  /** As {@link #add(String, double)}, for an option whose default in PyTorch is the integer 0. */
  PythonText addOrZero(String name, double value) {
    lines.put(name, value == 0 ? "0" : repr(value));
    return this;
  }

  PythonText add(String name, double first, double second) {
    lines.put(name, "(" + repr(first) + ", " + repr(second) + ")");
    return this;
  }

  SortedMap<String, String> lines() {
    return lines;
  }

  /** The lines under a heading, with one indentation. */
  static void append(StringBuilder text, Map<String, String> lines) {
    lines.forEach(
        (name, value) -> text.append("    ").append(name).append(": ").append(value).append('\n'));
  }

  /** The shortest decimal that reads back the same; with exponent below 1e-4 and from 1e16 on. */
  static String repr(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(x);
    if (size == 0 || (size >= 1e-3 && size < 1e7)) {
      return Double.toString(x);
    }
    BigDecimal decimal = new BigDecimal(Double.toString(x)).stripTrailingZeros();
    if (size >= 1e-4 && size < 1e16) {
      String plain = decimal.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    int shown = Math.abs(exponent);
    return (x < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (shown < 10 ? "0" : "")
        + shown;
  }
}
