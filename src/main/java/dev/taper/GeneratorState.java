package dev.taper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a generator's state, as PyTorch writes them. */
final class GeneratorState {
  private GeneratorState() {}

  static byte[] write(long seed, RandomDraws draws) {
    MersenneTwister twister = draws.twister();
    int position = twister.position();
    ByteBuffer state = ByteBuffer.allocate(Generator.STATE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    state.putLong(seed);
    state.putInt(left(position)).putInt(1).putLong(position);
    for (int word : twister.words()) {
      state.putLong(word & 0xffffffffL);
    }
    boolean cached = draws.hasCachedNormal();
    state.putDouble(0).putDouble(cached ? draws.cachedNormal() : 0).putDouble(0);
    state.putInt(cached ? 1 : 0);
    return state.array();
  }

  /** Has {@code draws}, unchanged if this throws, continue from a state; the state's seed. */
  static long read(byte[] state, RandomDraws draws) {
    if (state.length != Generator.STATE_BYTES) {
      throw new IllegalArgumentException(
          "setState: state has " + state.length + " bytes: need " + Generator.STATE_BYTES);
    }
    ByteBuffer bytes = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
    long seed = bytes.getLong();
    int left = bytes.getInt();
    int seeded = bytes.getInt();
    long position = bytes.getLong();
    check("seeded", seeded, seeded == 1, "1");
    check("next", position, position >= 0 && position <= MersenneTwister.N, "0 to 624");
    check("left", left, left == left((int) position), left((int) position) + " at " + position);
    int[] words = new int[MersenneTwister.N];
    for (int i = 0; i < words.length; i++) {
      long word = bytes.getLong();
      check("word " + i, word, word >>> 32 == 0, "32 bits");
      words[i] = (int) word;
    }
    bytes.getDouble();
    double normal = bytes.getDouble();
    bytes.getDouble();
    int cached = bytes.getInt();
    check("normal_is_valid", cached, cached == 0 || cached == 1, "0 or 1");
    draws.twister().restore(words, (int) position);
    draws.cacheNormal(cached == 1, normal);
    return seed;
  }

  /** PyTorch's other count of the position: the words left in the block, plus one. */
  private static int left(int position) {
    return position == 0 ? 1 : MersenneTwister.N + 1 - position;
  }

  private static void check(String field, long value, boolean valid, String need) {
    if (!valid) {
      throw new IllegalArgumentException("setState: " + field + " is " + value + ": need " + need);
    }
  }
}
