package dev.taper;

import java.util.function.LongConsumer;

/** A tensor as PyTorch's {@code repr} writes it in Python. */
final class Format {
  private static final String PREFIX = "tensor(";

  private final Printable tensor;
  private final PrintOptions options;
  private final boolean summarized;

  // What the values shown have in common: zeros, infinities and NaN have no say in it.
  private boolean whole = true;
  private boolean scientific;
  private int width = 1;
  private double least = Double.POSITIVE_INFINITY;
  private double most;

  private Format(Printable tensor, PrintOptions options) {
    this.tensor = tensor;
    this.options = options;
    this.summarized = tensor.numel() > options.threshold();
  }

  /** With the default options. */
  static String python(Printable tensor) {
    return python(tensor, PrintOptions.DEFAULT);
  }

  static String python(Printable tensor, PrintOptions options) {
    return new Format(tensor, options).render();
  }

  private String render() {
    StringBuilder y = new StringBuilder();
    if (tensor.parameter) {
      y.append("Parameter containing:\n");
    }
    int start = y.length();
    y.append(PREFIX);
    if (tensor.numel() == 0) {
      y.append("[]");
    } else {
      measure();
      values(y, 0, 0, PREFIX.length());
    }
    // As PyTorch counts it, one column more than the line has, and two more in the first line.
    int newline = y.lastIndexOf("\n");
    int column = y.length() - (newline < start ? start - 1 : newline) + 1;
    if (tensor.numel() == 0 ? tensor.dim() != 1 : options.edgeItems() == 0) {
      column = suffix(y, "size=" + tuple(), column);
    }
    if (tensor.numel() == 0 && tensor.dtype != DType.FLOAT32) {
      column = suffix(y, "dtype=" + tensor.dtype.torchName(), column);
    }
    if (tensor.gradFn != null) {
      suffix(y, "grad_fn=<" + tensor.gradFn + ">", column);
    } else if (tensor.requiresGrad) {
      suffix(y, "requires_grad=True", column);
    }
    return y.append(')').toString();
  }

  private int suffix(StringBuilder y, String suffix, int column) {
    if (column + suffix.length() + 2 > options.lineWidth()) {
      y.append(",\n").repeat(' ', PREFIX.length()).append(suffix);
      return PREFIX.length() + suffix.length();
    }
    y.append(", ").append(suffix);
    return column + suffix.length() + 2;
  }

  private String tuple() {
    StringBuilder y = new StringBuilder("(");
    for (int d = 0; d < tensor.dim(); d++) {
      y.append(d == 0 ? "" : ", ").append(tensor.sizes[d]);
    }
    return y.append(tensor.dim() == 1 ? ",)" : ")").toString();
  }

  /** How many indices at the front of dimension {@code d} are shown before some are left out. */
  private int front(int d) {
    return cut(d) ? options.edgeItems() : tensor.sizes[d];
  }

  private boolean cut(int d) {
    return summarized && tensor.sizes[d] > 2L * options.edgeItems();
  }

  private void measure() {
    if (tensor.dtype == DType.FLOAT32) {
      visit(0, 0, this::range);
      if (most == 0) {
        return;
      }
      Boolean chosen = options.sciMode();
      scientific = chosen == null ? most / least > 1000 || most > 1e8 || least < 1e-4 : chosen;
    }
    visit(0, 0, this::widen);
  }

  private boolean counts(long index) {
    double x = tensor.real(index);
    return x != 0 && Double.isFinite(x);
  }

  private void range(long index) {
    if (counts(index)) {
      double x = tensor.real(index);
      least = Math.min(least, Math.abs(x));
      most = Math.max(most, Math.abs(x));
      whole &= x == Math.ceil(x);
    }
  }

  private void widen(long index) {
    if (tensor.dtype != DType.FLOAT32 || counts(index)) {
      width = Math.max(width, element(index).length());
    }
  }

  /** Visits the elements that are shown, from dimension {@code d} inwards. */
  private void visit(int d, long index, LongConsumer visitor) {
    if (d == tensor.dim()) {
      visitor.accept(index);
      return;
    }
    long stride = tensor.stride(d);
    int size = tensor.sizes[d];
    int front = front(d);
    for (int i = 0; i < front; i++) {
      visit(d + 1, index + i * stride, visitor);
    }
    if (cut(d)) {
      for (int i = size - front; i < size; i++) {
        visit(d + 1, index + i * stride, visitor);
      }
    }
  }

  private String element(long index) {
    return switch (tensor.dtype) {
      case BOOL -> tensor.integer(index) != 0 ? "True" : "False";
      case INT64 -> Long.toString(tensor.integer(index));
      case FLOAT32 -> number(tensor.real(index));
    };
  }

  private String number(double x) {
    if (scientific) {
      return Printf.scientific(x, options.precision());
    }
    if (whole) {
      return Printf.fixed(x, 0) + (Double.isFinite(x) ? "." : "");
    }
    return Printf.fixed(x, options.precision());
  }

  private void padded(StringBuilder y, long index) {
    String element = element(index);
    y.repeat(' ', Math.max(0, width - element.length())).append(element);
  }

  private void values(StringBuilder y, int d, long index, int indent) {
    if (tensor.dim() == 0) {
      padded(y, index);
    } else if (d == tensor.dim() - 1) {
      row(y, index, indent);
    } else {
      block(y, d, index, indent);
    }
  }

  /** The innermost dimension: as many elements in a line as fit. */
  private void row(StringBuilder y, long index, int indent) {
    int d = tensor.dim() - 1;
    int size = tensor.sizes[d];
    int front = front(d);
    int perLine = Math.max(1, Math.floorDiv(options.lineWidth() - indent, width + 2));
    int shown = cut(d) ? 2 * front + 1 : size;
    y.append('[');
    for (int i = 0; i < shown; i++) {
      if (i > 0) {
        separate(y, i % perLine == 0 ? 1 : 0, indent);
      }
      if (!cut(d) || i < front) {
        padded(y, index + i);
      } else if (i == front) {
        y.append(front == 0 ? "..." : " ...");
      } else {
        padded(y, index + size - shown + i);
      }
    }
    y.append(']');
  }

  /** An outer dimension: its parts one under the other. */
  private void block(StringBuilder y, int d, long index, int indent) {
    long stride = tensor.stride(d);
    int size = tensor.sizes[d];
    int newlines = tensor.dim() - d - 1;
    int front = front(d);
    y.append('[');
    for (int i = 0; i < front; i++) {
      if (i > 0) {
        separate(y, newlines, indent);
      }
      values(y, d + 1, index + i * stride, indent + 1);
    }
    if (cut(d)) {
      if (front > 0) {
        separate(y, newlines, indent);
      }
      y.append("...");
      for (int i = size - front; i < size; i++) {
        separate(y, newlines, indent);
        values(y, d + 1, index + i * stride, indent + 1);
      }
    }
    y.append(']');
  }

  private static void separate(StringBuilder y, int newlines, int indent) {
    y.append(',');
    if (newlines == 0) {
      y.append(' ');
    } else {
      y.repeat('\n', newlines).repeat(' ', indent + 1);
    }
  }
}
