package dev.taper;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Python's index syntax: places separated by commas, each an integer, a slice {@code
 * start:stop:step} of which every part may be left out, {@code ...}, {@code None} or {@code
 * newaxis}. Blanks may stand between them and, as in Python, a comma after the last one.
 */
final class IndexSyntax {
  private static final String NEED = "need an integer, a slice, None or ...";

  private final String text;

  private IndexSyntax(String text) {
    this.text = text;
  }

  /**
   * The places of an index expression without its brackets.
   *
   * @throws IllegalArgumentException if it is not one; the message tells where
   */
  static List<Index> parse(String text) {
    return new IndexSyntax(text).places();
  }

  private List<Index> places() {
    if (text.isBlank()) {
      throw error("is empty: " + NEED);
    }
    List<Index> places = new ArrayList<>();
    boolean ellipsis = false;
    int from = 0;
    while (from < text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      int start = skipBlanks(from, to);
      if (comma < 0 && start == to) {
        break;
      }
      Index place = place(start, trim(start, to));
      if (place instanceof Index.Ellipsis) {
        if (ellipsis) {
          throw error("second \"...\" at " + start + ": need at most one");
        }
        ellipsis = true;
      }
      places.add(place);
      from = to + 1;
    }
    return places;
  }

  /** The place that stands in [from, to), blanks around it cut off. */
  private Index place(int from, int to) {
    if (from == to) {
      throw error("nothing stands at " + from + ": " + NEED);
    }
    if (is("...", from, to)) {
      return Index.ellipsis();
    }
    if (is("None", from, to) || is("newaxis", from, to)) {
      return Index.newAxis();
    }
    int colon = find(':', from, to);
    if (colon == to) {
      return Index.at(integer(from, to, "an index: " + NEED));
    }
    int second = find(':', colon + 1, to);
    if (second < to && find(':', second + 1, to) < to) {
      throw notOne(from, to, "a slice: need at most start:stop:step");
    }
    Integer start = bound(from, colon);
    Integer stop = bound(colon + 1, second);
    Integer step = second == to ? null : bound(second + 1, to);
    if (step != null && step <= 0) {
      throw error(
          "step is " + step + " at " + skipBlanks(second + 1, to) + ": must be greater than zero");
    }
    return new Index.Slice(start, stop, step == null ? 1 : step);
  }

  private @Nullable Integer bound(int from, int to) {
    int start = skipBlanks(from, to);
    int end = trim(start, to);
    return start == end || is("None", start, end)
        ? null
        : integer(start, end, "a bound: need an integer or nothing");
  }

  private int integer(int from, int to, String what) {
    char first = text.charAt(from);
    boolean negative = first == '-';
    int digits = negative || first == '+' ? from + 1 : from;
    if (digits == to) {
      throw notOne(from, to, what);
    }
    long value = 0;
    for (int i = digits; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw notOne(from, to, what);
      }
      // Saturates: what no longer fits an int must not come round to one that does.
      value = Math.min(10 * value + digit, 1L << 40);
    }
    value = negative ? -value : value;
    if (value != (int) value) {
      throw error(
          quoted(from, to)
              + " does not fit an int: need "
              + Integer.MIN_VALUE
              + " to "
              + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  private boolean is(String word, int from, int to) {
    return to - from == word.length() && text.startsWith(word, from);
  }

  /** Where {@code wanted} stands first in [from, to), or {@code to}. */
  private int find(char wanted, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != wanted) {
      i++;
    }
    return i;
  }

  private int skipBlanks(int from, int to) {
    int i = from;
    while (i < to && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private int trim(int from, int to) {
    int i = to;
    while (i > from && Character.isWhitespace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private String quoted(int from, int to) {
    return "\"" + text.substring(from, to) + "\" at " + from;
  }

  private IllegalArgumentException notOne(int from, int to, String what) {
    return error(quoted(from, to) + " is not " + what);
  }

  private IllegalArgumentException error(String fact) {
    return new IllegalArgumentException("index \"" + text + "\": " + fact);
  }
}
