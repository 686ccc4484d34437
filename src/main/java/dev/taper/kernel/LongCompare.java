package dev.taper.kernel;

/** A formula from two longs to a truth value. */
@FunctionalInterface
public interface LongCompare {
  boolean apply(long a, long b);
}
