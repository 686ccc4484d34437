package dev.taper.kernel;

/** A formula from two longs to one long. */
@FunctionalInterface
public interface LongBinary {
  long apply(long a, long b);
}
