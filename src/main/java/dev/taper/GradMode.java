package dev.taper;

/**
 * A scope in which ops of this thread are recorded on the tape or not; closing it restores what was
 * before.
 *
 * <pre>{@code
 * try (var _ = Autograd.noGrad()) {
 *   w.sub_(w.grad().mul(lr));
 * }
 * }</pre>
 */
public final class GradMode implements AutoCloseable {
  /** Whether one thread records, and the number of what it recorded last. */
  private static final class Recording {
    boolean enabled = true;
    long last;
  }

  private static final ThreadLocal<Recording> RECORDING = ThreadLocal.withInitial(Recording::new);

  private final Recording recording;
  private final boolean before;

  GradMode(boolean enabled) {
    recording = RECORDING.get();
    before = recording.enabled;
    recording.enabled = enabled;
  }

  static boolean enabled() {
    return RECORDING.get().enabled;
  }

  /**
   * The number of a step that this thread records now: above all that it has recorded before, and
   * above {@code inputs}, the highest of the step's inputs, which other threads may have recorded.
   */
  static long number(long inputs) {
    Recording recording = RECORDING.get();
    recording.last = Math.max(recording.last, inputs) + 1;
    return recording.last;
  }

  @Override
  public void close() {
    recording.enabled = before;
  }
}
