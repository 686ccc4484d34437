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
  private static final ThreadLocal<boolean[]> ENABLED =
      ThreadLocal.withInitial(() -> new boolean[] {true});

  private final boolean[] mode;
  private final boolean before;

  GradMode(boolean enabled) {
    mode = ENABLED.get();
    before = mode[0];
    mode[0] = enabled;
  }

  static boolean enabled() {
    return ENABLED.get()[0];
  }

  @Override
  public void close() {
    mode[0] = before;
  }
}
