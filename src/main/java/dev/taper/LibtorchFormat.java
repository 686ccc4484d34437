package dev.taper;

/**
 * A tensor as C++'s {@code operator<<} of libtorch writes it, up to release 2.9: every element, its
 * format chosen for each matrix of the last two dimensions.
 */
final class LibtorchFormat {
  private static final int LINE = 80;
  private static final int TUTORIAL_LINES = 30;

  private enum Style {
    GENERAL,
    FIXED,
    SCIENTIFIC
  }

  private final Printable tensor;
  private final StringBuilder y = new StringBuilder();

  private Style style = Style.GENERAL;
  private double scale = 1;
  private int width;
  // A stream keeps its precision: once a matrix set it to 4, whole numbers have 4 digits too.
  private int precision = 6;

  private LibtorchFormat(Printable tensor) {
    this.tensor = tensor;
  }

  /** The elements, then a line with type and sizes. */
  static String libtorch(Printable tensor) {
    return new LibtorchFormat(tensor).render();
  }

  /** The same as the tutorial's language shows it: at most 30 lines, and what autograd knows. */
  static String tutorial(Printable tensor) {
    String[] lines = libtorch(tensor).split("\n", -1);
    StringBuilder y = new StringBuilder("torch_tensor\n");
    int last = lines.length - 1;
    int shown = Math.min(last, TUTORIAL_LINES);
    for (int i = 0; i < shown; i++) {
      y.append(lines[i]).append('\n');
    }
    if (shown < last) {
      y.append("... [the output was truncated (use n=-1 to disable)]\n");
    }
    y.append(lines[last]);
    if (tensor.gradFn != null) {
      y.append("[ grad_fn = <").append(tensor.gradFn).append("> ]");
    } else if (tensor.requiresGrad) {
      y.append("[ requires_grad = TRUE ]");
    }
    return y.toString();
  }

  private String render() {
    if (tensor.numel() > 0) {
      switch (tensor.dim()) {
        case 0 -> y.append(Printf.general(tensor.real(0), precision)).append('\n');
        case 1 -> vector();
        case 2 -> matrix(0, 0);
        default -> matrices();
      }
    }
    y.append("[ ").append(typeName()).append('{');
    for (int d = 0; d < tensor.dim(); d++) {
      y.append(d == 0 ? "" : ",").append(tensor.sizes[d]);
    }
    return y.append("} ]").toString();
  }

  private String typeName() {
    return switch (tensor.dtype) {
      case FLOAT32 -> "CPUFloatType";
      case INT64 -> "CPULongType";
      case BOOL -> "CPUBoolType";
    };
  }

  private void vector() {
    int n = tensor.sizes[0];
    choose(0, n);
    scaleLine();
    for (int i = 0; i < n; i++) {
      element(i);
      y.append('\n');
    }
  }

  /** Every matrix of the last two dimensions; the first dimension runs fastest. */
  private void matrices() {
    int outer = tensor.dim() - 2;
    int[] counter = new int[outer];
    boolean first = true;
    do {
      y.append(first ? "(" : "\n(");
      first = false;
      long index = 0;
      for (int d = 0; d < outer; d++) {
        y.append(counter[d] + 1).append(',');
        index += counter[d] * tensor.stride(d);
      }
      y.append(".,.) = \n");
      matrix(index, 1);
    } while (advance(counter));
  }

  private boolean advance(int[] counter) {
    for (int d = 0; d < counter.length; d++) {
      if (++counter[d] < tensor.sizes[d]) {
        return true;
      }
      counter[d] = 0;
    }
    return false;
  }

  /** One matrix, in chunks of as many columns as a line holds. */
  private void matrix(long index, int indent) {
    int rows = tensor.sizes[tensor.dim() - 2];
    int columns = tensor.sizes[tensor.dim() - 1];
    choose(index, (long) rows * columns);
    int perLine = (LINE - indent) / (width + 1);
    y.repeat(' ', indent);
    for (int first = 0; first < columns; first += perLine) {
      int end = Math.min(first + perLine, columns);
      if (perLine < columns) {
        y.append(first == 0 ? "" : "\n").append("Columns ").append(first + 1);
        y.append(" to ").append(end).repeat(' ', indent);
      }
      if (scaleLine()) {
        y.repeat(' ', indent);
      }
      for (int i = 0; i < rows; i++) {
        if (i > 0) {
          y.repeat(' ', scale == 1 ? indent : indent + 1);
        }
        for (int j = first; j < end; j++) {
          element(index + (long) i * columns + j);
          y.append(j == end - 1 ? '\n' : ' ');
        }
      }
    }
  }

  private boolean scaleLine() {
    if (scale == 1) {
      return false;
    }
    y.append(Printf.general(scale, precision)).append(" *\n");
    return true;
  }

  private void element(long index) {
    double x = tensor.real(index) / scale;
    String text =
        switch (style) {
          case GENERAL -> Printf.general(x, precision);
          case FIXED -> Printf.fixed(x, precision);
          case SCIENTIFIC -> Printf.scientific(x, precision);
        };
    y.repeat(' ', Math.max(0, width - text.length())).append(text);
  }

  /** Chooses style, scale and width for {@code n} elements. */
  private void choose(long index, long n) {
    boolean whole = true;
    double least = Double.NaN;
    double most = Double.NaN;
    for (long i = index; i < index + n; i++) {
      double x = tensor.real(i);
      if (!Double.isFinite(x)) {
        continue;
      }
      whole &= x == Math.ceil(x);
      double magnitude = Math.abs(x);
      least = magnitude >= least ? least : magnitude;
      // The sign counts, as in libtorch: a negative number only counts where it stands first.
      most = Double.isNaN(most) || x > most ? magnitude : most;
    }
    int low = digits(least);
    int high = digits(most);
    scale = 1;
    if (whole) {
      style(high > 9 ? Style.SCIENTIFIC : Style.GENERAL, high > 9 ? 11 : high + 1);
    } else if (high - low > 4) {
      style(Style.SCIENTIFIC, Math.abs(high) > 99 || Math.abs(low) > 99 ? 12 : 11);
    } else if (high > 5 || high < 0) {
      style(Style.FIXED, 7);
      scale = Double.parseDouble("1e" + (high - 1));
    } else {
      style(Style.FIXED, high == 0 ? 7 : high + 6);
    }
  }

  private void style(Style style, int width) {
    this.style = style;
    this.width = width;
    if (style != Style.GENERAL) {
      precision = 4;
    }
  }

  /** The number of digits before the point; 1 of zero and of no number. */
  private static int digits(double x) {
    return x == 0 || Double.isNaN(x) ? 1 : (int) Math.floor(Math.log10(x)) + 1;
  }
}
