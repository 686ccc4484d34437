package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A binary formula's loop over elements with gaps, once that is warm; made apart from the formula's
 * other loops, as few formulas ever meet enough of such elements.
 */
final class Steps implements Warmup.Subject {
  /** Elements of a trial's rows: whole vectors and something left over. */
  private static final int ROW = 67;

  private static final int[][] TRIALS = {
    {2, 1, 1}, {3, 0, 1}, {4, 1, 1}, {1, 2, 1}, {0, 3, 1}, {1, 4, 1}, {2, 1, 2}, {3, 0, 3},
    {4, 1, 4}
  };

  private final String name;
  private final BinaryLoop plain;
  private final Warmup warmup = new Warmup(this);
  private @Nullable StepLoop loop;
  private boolean none;

  Steps(String name, BinaryLoop plain) {
    this.name = name;
    this.plain = plain;
  }

  /** The loop if it is to do the next {@code n} elements, else null. */
  @Nullable StepLoop ready(int n) {
    if (none || !warmup.ready(n)) {
      return null;
    }
    StepLoop ready = loop;
    if (ready == null && Warmup.atOnce()) {
      ready = make();
      loop = ready;
    }
    return ready;
  }

  private @Nullable StepLoop make() {
    StepLoop made = VectorLoops.steps(name, plain);
    none = made == null;
    return made;
  }

  @Override
  public Warmup.@Nullable Trial trial() {
    StepLoop vector = make();
    if (vector == null) {
      return null;
    }
    float[] x = new float[4 * ROW];
    float[] y = new float[4 * ROW];
    return new Warmup.Trial(
        () -> {
          for (int[] s : TRIALS) {
            plain.steps(x, 0, s[0], x, 0, s[1], y, 0, s[2], ROW);
          }
        },
        () -> {
          for (int[] s : TRIALS) {
            vector.run(x, 0, s[0], x, 0, s[1], y, 0, s[2], ROW);
            vector.run(x, 0, s[0], x, 0, s[1], y, 0, s[2], ROW - ROW % StepLoop.LEAST);
          }
        },
        () -> loop = vector);
  }
}
