package dev.taper;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a program, such as a step of training, whose tensors are recycled when it ends.
 *
 * <p>All memory that this thread makes for tensors while the scope is open is used again after it
 * is closed, which is several times faster than new memory. Using one of these tensors afterwards
 * is an {@link IllegalStateException} that names the scope.
 *
 * <pre>{@code
 * for (int epoch = 1; epoch <= 200; epoch++) {
 *   try (var step = Scope.open("step")) {
 *     var loss = Losses.mseLoss(model.forward(x), y);
 *     optimizer.zeroGrad();
 *     loss.backward();
 *     optimizer.step();
 *     total += loss.item();
 *   }
 * }
 * }</pre>
 *
 * <p>Some memory outlives the scope by itself: what an optimizer remembers; the {@code grad} of a
 * leaf that was made outside, until the leaf drops it: a gradient that is dropped inside a scope
 * ends with that scope. Writing into a tensor made outside changes that tensor's own memory. For
 * all else there are {@link #keep} and {@link #outside}. Views share the fate of the memory that
 * they show.
 *
 * <p>Scopes nest; each is of one thread and means nothing to others: a tensor handed to another
 * thread must be kept, or no longer be used there when the scope ends.
 */
public final class Scope implements AutoCloseable {
  private final String name;
  private final Region.Local local;
  private final @Nullable Scope outer;
  private final Region region;
  private final Thread thread = Thread.currentThread();
  private boolean closed;

  private Scope(String name) {
    this.name = name;
    local = Region.local();
    outer = local.scope;
    region = Region.ofScope(local, name);
    local.scope = this;
  }

  /** Opens a scope of this thread, to be closed by {@code try}. */
  public static Scope open(String name) {
    return new Scope(name);
  }

  /** Opens a scope that errors call {@code "scope"}. */
  public static Scope open() {
    return new Scope("scope");
  }

  /** What errors call it. */
  public String name() {
    return name;
  }

  /**
   * Lets the memory of {@code x}, and of its gradient, outlive this scope; it then belongs to the
   * scope around this one, or to the garbage collector. What the tape saved to compute {@code x} is
   * not kept.
   *
   * @return {@code x}
   * @throws IllegalStateException if the scope, or that in which {@code x} was made, has ended, or
   *     belongs to another thread
   */
  public Tensor keep(Tensor x) {
    check("keep");
    if (closed) {
      throw new IllegalStateException("keep: " + this + " has ended: must be open");
    }
    x.array("keep");
    region.keep(x.storage);
    Tensor grad = x.grad;
    if (grad != null) {
      region.keep(grad.storage);
    }
    return x;
  }

  /**
   * Takes {@code x} out of all scopes of this thread: its memory belongs to the garbage collector.
   *
   * @return {@code x}
   * @throws IllegalStateException if a scope in which it was made has ended
   */
  public static Tensor outside(Tensor x) {
    x.array("outside");
    x.storage.gradient = false;
    Region.handOver(x.storage, null);
    return x;
  }

  /**
   * What {@code body} returns, run as if no scope was open: for what is made in a scope and lives
   * on, such as parameters, or numbers that are computed once and remembered.
   */
  public static <T> T outside(Supplier<T> body) {
    Region.Local local = Region.local();
    Region before = local.region;
    local.region = null;
    try {
      return body.get();
    } finally {
      local.region = before;
    }
  }

  /**
   * Recycles all that was made in it and not kept; once closed, closing does nothing.
   *
   * @throws IllegalStateException if it belongs to another thread, or a scope inside it is open
   */
  @Override
  public void close() {
    check("close");
    if (closed) {
      return;
    }
    Scope innermost = local.scope;
    if (innermost != null && innermost != this) {
      throw new IllegalStateException(
          "close: " + this + " has " + innermost + " open inside it: must be closed after it");
    }
    closed = true;
    local.scope = outer;
    region.end();
  }

  private void check(String op) {
    if (thread != Thread.currentThread()) {
      throw new IllegalStateException(
          op + ": " + this + " belongs to thread " + thread.getName() + ": must be used there");
    }
  }

  /** {@code scope "step"}. */
  @Override
  public String toString() {
    return "scope \"" + name + "\"";
  }
}
