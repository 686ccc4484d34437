package dev.taper;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The results and gradients of every row, as text that another JVM can compare its own with. */
final class RowResults {
  private RowResults() {}

  /** The results of one row in one arrangement of its inputs: {@code [result, gradients…]}. */
  record Line(String name, List<float[]> numbers) {}

  /** Writes the lines of this JVM to the file that is named. */
  public static void main(String[] args) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[0]))) {
      for (Line line : lines()) {
        out.write(line.name);
        for (float[] numbers : line.numbers) {
          out.write('\t');
          for (float number : numbers) {
            out.write(Integer.toHexString(Float.floatToIntBits(number)) + " ");
          }
        }
        out.newLine();
      }
    }
  }

  static Line parse(String text) {
    String[] parts = text.split("\t", -1);
    List<float[]> numbers = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      String[] words = parts[i].isEmpty() ? new String[0] : parts[i].split(" ", 0);
      float[] values = new float[words.length];
      for (int j = 0; j < values.length; j++) {
        values[j] = Float.intBitsToFloat(Integer.parseUnsignedInt(words[j], 16));
      }
      numbers.add(values);
    }
    return new Line(parts[0], numbers);
  }

  static List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Row row : OpTable.rows()) {
      for (Sample sample : row.samples()) {
        for (Arrangement arrangement : Arrangement.values()) {
          lines.add(line(row, sample, arrangement));
        }
      }
    }
    return lines;
  }

  static Line line(Row row, Sample sample, Arrangement arrangement) {
    Tensor[] x = arrangement.leaves(sample);
    for (Tensor leaf : x) {
      leaf.requiresGrad_();
    }
    Tensor y = arrangement.apply(row, sample, x);
    List<float[]> numbers = new ArrayList<>();
    numbers.add(y.toFloatArray());
    if (row.differentiable()) {
      Tensor dy = Tensor.linspace(-1, 1, y.numel()).reshape(y.shape());
      for (Tensor dx :
          Autograd.grad(List.of(y), List.of(x), new GradOptions(List.of(dy), false, false, true))) {
        numbers.add(dx.toFloatArray());
      }
    }
    return new Line(row + " of " + sample + ", " + arrangement, numbers);
  }
}
