package dev.taper;

import dev.taper.kernel.Twist;

/**
 * The engine mt19937 of Matsumoto and Nishimura, which yields 32 uniform bits at a time.
 *
 * <p>Words are made in blocks of 624, each block twisted from the one before it. Not thread-safe:
 * its {@link Generator} holds the lock.
 */
final class MersenneTwister {
  /** The number of words in the state and in a block. */
  static final int N = Twist.N;

  private final int[] words = new int[N];
  private final int[] tempered = new int[N];
  private int next;
  // A seeded state that has not been twisted yet: PyTorch writes its position as 0, not as N.
  private boolean fresh;

  /** Starts the sequence that belongs to the low 32 bits of {@code seed}. */
  void seed(long seed) {
    int w = (int) seed;
    words[0] = w;
    for (int j = 1; j < N; j++) {
      w = 1812433253 * (w ^ (w >>> 30)) + j;
      words[j] = w;
    }
    next = N;
    fresh = true;
  }

  /** The state words as they are before tempering. */
  int[] words() {
    return words;
  }

  /** How many words of the block are used up; 0 where the first block is yet to be made. */
  int position() {
    return fresh ? 0 : next;
  }

  /** Continues from {@code source}'s first 624 words at a {@link #position()}. */
  void restore(int[] source, int position) {
    System.arraycopy(source, 0, words, 0, N);
    fresh = position == 0;
    next = fresh ? N : position;
    temper();
  }

  /** The next 32 bits. */
  int next32() {
    if (next == N) {
      twist();
    }
    return tempered[next++];
  }

  /** The next 64 bits: the word drawn first is the upper half. */
  long next64() {
    long high = next32();
    return (high << 32) | (next32() & 0xffffffffL);
  }

  /** Writes the next {@code n} words to {@code y}. */
  void next(int[] y, int offset, int n) {
    int done = 0;
    while (done < n) {
      int from = ready();
      int count = Math.min(n - done, N - from);
      System.arraycopy(tempered, from, y, offset + done, count);
      next += count;
      done += count;
    }
  }

  /** Makes a block if none is left, and tells where in {@link #block()} the next word stands. */
  int ready() {
    if (next == N) {
      twist();
    }
    return next;
  }

  /** The current block; words before {@link #ready()} are used up. */
  int[] block() {
    return tempered;
  }

  /** Uses up {@code count} words of the current block. */
  void advance(int count) {
    next += count;
  }

  /** Leaves out {@code count} words. */
  void skip(int count) {
    for (int i = 0; i < count; i++) {
      next32();
    }
  }

  private void twist() {
    Twist.next(words);
    temper();
    next = 0;
    fresh = false;
  }

  private void temper() {
    Twist.temper(words, tempered);
  }
}
