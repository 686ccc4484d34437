package dev.taper.kernel;

/** A formula from one long to one long. */
@FunctionalInterface
public interface LongUnary {
  long apply(long x);
}
