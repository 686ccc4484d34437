package dev.taper;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as C's printf writes them: from the exact binary value, ties to even, whatever the
 * locale.
 *
 * <p>{@link java.util.Formatter} rounds the shortest decimal instead, and so differs in last
 * digits.
 */
final class Printf {
  private Printf() {}

  /** {@code %.<precision>f}. */
  static String fixed(double x, int precision) {
    if (!Double.isFinite(x)) {
      return special(x);
    }
    BigDecimal rounded = new BigDecimal(Math.abs(x)).setScale(precision, RoundingMode.HALF_EVEN);
    return sign(x) + rounded.toPlainString();
  }

  /** {@code %.<precision>e}. */
  static String scientific(double x, int precision) {
    if (!Double.isFinite(x)) {
      return special(x);
    }
    BigDecimal rounded = significant(x, precision + 1);
    return sign(x) + scientific(digits(rounded, precision + 1), exponent(rounded));
  }

  /** {@code %.<precision>g}: the shorter of the two, without zeros at the end. */
  static String general(double x, int precision) {
    if (!Double.isFinite(x)) {
      return special(x);
    }
    if (x == 0) {
      return sign(x) + "0";
    }
    BigDecimal rounded = significant(x, precision).stripTrailingZeros();
    int exponent = exponent(rounded);
    if (exponent < -4 || exponent >= precision) {
      return sign(x) + scientific(digits(rounded, rounded.precision()), exponent);
    }
    return sign(x) + rounded.toPlainString();
  }

  private static BigDecimal significant(double x, int digits) {
    return new BigDecimal(Math.abs(x)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static int exponent(BigDecimal x) {
    return x.signum() == 0 ? 0 : x.precision() - x.scale() - 1;
  }

  private static String digits(BigDecimal x, int count) {
    String digits = x.unscaledValue().toString();
    return digits + "0".repeat(Math.max(0, count - digits.length()));
  }

  private static String scientific(String digits, int exponent) {
    StringBuilder y = new StringBuilder().append(digits.charAt(0));
    if (digits.length() > 1) {
      y.append('.').append(digits, 1, digits.length());
    }
    int magnitude = Math.abs(exponent);
    y.append('e').append(exponent < 0 ? '-' : '+');
    return (magnitude < 10 ? y.append('0') : y).append(magnitude).toString();
  }

  private static String sign(double x) {
    return Double.doubleToRawLongBits(x) < 0 ? "-" : "";
  }

  private static String special(double x) {
    return Double.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  }
}
