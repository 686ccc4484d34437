package dev.taper.kernel;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A thread's arrays that nobody uses any more, to be used again: a new large array costs more than
 * most work on it, since Java fills it with zeros.
 *
 * <p>Arrays of one kind and one length lie on a shelf. All pools together hold at most a quarter of
 * the largest heap, or {@code -Ddev.taper.pool=}MB; over that, the shelf that was not used for the
 * longest time is emptied. Pools are softly reachable, so a JVM that runs out of memory drops them
 * first.
 */
public final class Pool {
  /** Shorter arrays are made anew each time: that is as fast. */
  public static final int LEAST_BYTES = 1024;

  /** Whether arrays come full of NaN, which shows whoever takes them for zeros. */
  private static final boolean POISON = Boolean.getBoolean("dev.taper.poison");

  /** Bytes are taken from the budget in such portions. */
  private static final long PORTION = 1 << 20;

  /** The shelves are looked over once in so many times. */
  private static final int TIDY = 32;

  private static final Budget SHARED =
      new Budget(Long.getLong("dev.taper.pool", Runtime.getRuntime().maxMemory() >> 22) << 20);

  private static final ThreadLocal<@Nullable SoftReference<Pool>> LOCAL = new ThreadLocal<>();

  /** The bytes that some pools may hold together. */
  static final class Budget {
    private final long limit;
    private final AtomicLong granted = new AtomicLong();
    private final Queue<Grant> grants = new ConcurrentLinkedQueue<>();

    Budget(long limit) {
      this.limit = limit;
    }

    /** Has {@code bytes} more granted, if so many are left. */
    boolean reserve(long bytes) {
      if (tryReserve(bytes)) {
        return true;
      }
      collect();
      return tryReserve(bytes);
    }

    private boolean tryReserve(long bytes) {
      if (granted.addAndGet(bytes) <= limit) {
        return true;
      }
      granted.addAndGet(-bytes);
      return false;
    }

    /** Takes back what pools had that are gone, with their threads or for want of memory. */
    private synchronized void collect() {
      for (Iterator<Grant> i = grants.iterator(); i.hasNext(); ) {
        Grant grant = i.next();
        if (grant.pool.get() == null) {
          granted.addAndGet(-grant.bytes);
          i.remove();
        }
      }
    }

    /** What is granted to all pools. */
    long granted() {
      return granted.get();
    }
  }

  /** How much of the budget a pool has. */
  private static final class Grant {
    final WeakReference<Pool> pool;
    volatile long bytes;

    Grant(Pool pool) {
      this.pool = new WeakReference<>(pool);
    }

    // Only the pool's thread writes.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void add(long more) {
      bytes += more;
    }
  }

  /** The free arrays of one kind and length, last in first out. */
  private static final class Shelf {
    final long key;
    final long bytes;
    @Nullable Object[] arrays = new Object[4];
    int count;

    /** The fewest that lay here since the shelves were looked over: so many are not needed. */
    int fewest;

    long used;

    Shelf(long key, long bytes) {
      this.key = key;
      this.bytes = bytes;
    }
  }

  private static final int FLOATS = 0;
  private static final int LONGS = 1;
  private static final int BOOLEANS = 2;

  private @Nullable Shelf[] table = new Shelf[64];
  private int shelves;
  private long held;
  private long clock;
  private int untidy;
  private final Budget budget;
  private final Grant grant;

  Pool(Budget budget) {
    this.budget = budget;
    grant = new Grant(this);
    budget.grants.add(grant);
  }

  /** The pool of this thread. */
  public static Pool local() {
    SoftReference<Pool> reference = LOCAL.get();
    Pool pool = reference == null ? null : reference.get();
    if (pool == null) {
      pool = new Pool(SHARED);
      LOCAL.set(new SoftReference<>(pool));
    }
    return pool;
  }

  /** An array of this length; what it holds is not defined. */
  public float[] floats(int n) {
    Object array = n < LEAST_BYTES / Float.BYTES ? null : take(FLOATS, n);
    return array == null ? newFloats(n) : (float[]) array;
  }

  /** An array of this length; what it holds is not defined. */
  public long[] longs(int n) {
    Object array = n < LEAST_BYTES / Long.BYTES ? null : take(LONGS, n);
    return array == null ? newLongs(n) : (long[]) array;
  }

  /** An array of this length; what it holds is not defined. */
  public boolean[] booleans(int n) {
    Object array = n < LEAST_BYTES ? null : take(BOOLEANS, n);
    return array == null ? newBooleans(n) : (boolean[]) array;
  }

  /** An array of this length full of zeros. */
  public float[] zeroFloats(int n) {
    Object array = n < LEAST_BYTES / Float.BYTES ? null : take(FLOATS, n);
    if (array == null) {
      return new float[n];
    }
    float[] zeros = (float[]) array;
    Arrays.fill(zeros, 0);
    return zeros;
  }

  /** An array of this length full of zeros. */
  public long[] zeroLongs(int n) {
    Object array = n < LEAST_BYTES / Long.BYTES ? null : take(LONGS, n);
    if (array == null) {
      return new long[n];
    }
    long[] zeros = (long[]) array;
    Arrays.fill(zeros, 0);
    return zeros;
  }

  /** An array of this length full of false. */
  public boolean[] zeroBooleans(int n) {
    Object array = n < LEAST_BYTES ? null : take(BOOLEANS, n);
    if (array == null) {
      return new boolean[n];
    }
    boolean[] zeros = (boolean[]) array;
    Arrays.fill(zeros, false);
    return zeros;
  }

  /** A new array; what it holds is not defined. */
  public static float[] newFloats(int n) {
    float[] array = new float[n];
    if (POISON) {
      Arrays.fill(array, Float.NaN);
    }
    return array;
  }

  /** A new array; what it holds is not defined. */
  public static long[] newLongs(int n) {
    long[] array = new long[n];
    if (POISON) {
      Arrays.fill(array, Long.MIN_VALUE);
    }
    return array;
  }

  /** A new array; what it holds is not defined. */
  public static boolean[] newBooleans(int n) {
    boolean[] array = new boolean[n];
    if (POISON) {
      Arrays.fill(array, true);
    }
    return array;
  }

  /** Takes an array back, which nobody may use from now on. */
  public void give(Object array) {
    switch (array) {
      case float[] a -> {
        if (POISON) {
          Arrays.fill(a, Float.NaN);
        }
        give(FLOATS, a, a.length, (long) a.length * Float.BYTES);
      }
      case long[] a -> {
        if (POISON) {
          Arrays.fill(a, Long.MIN_VALUE);
        }
        give(LONGS, a, a.length, (long) a.length * Long.BYTES);
      }
      case boolean[] a -> {
        if (POISON) {
          Arrays.fill(a, true);
        }
        give(BOOLEANS, a, a.length, a.length);
      }
      default -> throw new AssertionError(array.getClass());
    }
  }

  private @Nullable Object take(int kind, int length) {
    Shelf shelf = find((long) length << 2 | kind);
    if (shelf == null) {
      return null;
    }
    shelf.used = ++clock;
    if (shelf.count == 0) {
      return null;
    }
    int last = --shelf.count;
    shelf.fewest = Math.min(shelf.fewest, last);
    held -= shelf.bytes;
    Object array = shelf.arrays[last];
    shelf.arrays[last] = null;
    return array;
  }

  private void give(int kind, Object array, int length, long bytes) {
    if (bytes < LEAST_BYTES || bytes > budget.limit) {
      return;
    }
    long key = (long) length << 2 | kind;
    Shelf shelf = find(key);
    if (shelf == null) {
      shelf = add(key, bytes);
    }
    shelf.used = ++clock;
    while (held + bytes > grant.bytes && !grow(held + bytes)) {
      if (!emptyOldest(shelf)) {
        return;
      }
    }
    if (shelf.count == shelf.arrays.length) {
      shelf.arrays = Arrays.copyOf(shelf.arrays, 2 * shelf.count);
    }
    shelf.arrays[shelf.count++] = array;
    held += bytes;
  }

  private @Nullable Shelf find(long key) {
    int mask = table.length - 1;
    for (int i = place(key, mask); ; i = i + 1 & mask) {
      Shelf shelf = table[i];
      if (shelf == null || shelf.key == key) {
        return shelf;
      }
    }
  }

  private static int place(long key, int mask) {
    long mixed = key * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 40) & mask;
  }

  private Shelf add(long key, long bytes) {
    if (2 * shelves >= table.length) {
      dropEmptyShelves();
    }
    Shelf shelf = new Shelf(key, bytes);
    put(shelf);
    return shelf;
  }

  private void put(Shelf shelf) {
    int mask = table.length - 1;
    int i = place(shelf.key, mask);
    while (table[i] != null) {
      i = i + 1 & mask;
    }
    table[i] = shelf;
    shelves++;
  }

  private void dropEmptyShelves() {
    @Nullable Shelf[] old = table;
    int filled = 0;
    for (Shelf shelf : old) {
      filled += shelf != null && shelf.count > 0 ? 1 : 0;
    }
    table = new Shelf[4 * filled >= old.length ? 2 * old.length : old.length];
    shelves = 0;
    for (Shelf shelf : old) {
      if (shelf != null && shelf.count > 0) {
        put(shelf);
      }
    }
  }

  /** Has more of the budget granted, if there is some left. */
  private boolean grow(long need) {
    long more = Math.max(need - grant.bytes, Math.min(PORTION, budget.limit >> 4));
    if (!budget.reserve(more)) {
      return false;
    }
    grant.add(more);
    return true;
  }

  private boolean emptyOldest(Shelf besides) {
    Shelf oldest = null;
    for (Shelf shelf : table) {
      if (shelf != null
          && shelf != besides
          && shelf.count > 0
          && (oldest == null || shelf.used < oldest.used)) {
        oldest = shelf;
      }
    }
    if (oldest == null) {
      return false;
    }
    shorten(oldest, oldest.count);
    return true;
  }

  private void shorten(Shelf shelf, int by) {
    Arrays.fill(shelf.arrays, shelf.count - by, shelf.count, null);
    shelf.count -= by;
    held -= by * shelf.bytes;
  }

  /** Drops arrays that have lain here unused for long; called where a step has ended. */
  public void tidy() {
    if (++untidy < TIDY) {
      return;
    }
    untidy = 0;
    for (Shelf shelf : table) {
      if (shelf != null && shelf.count > 0) {
        shorten(shelf, (shelf.fewest + 1) / 2);
        shelf.fewest = shelf.count;
      }
    }
    long spare = grant.bytes - Math.max(2 * held, PORTION);
    if (spare > 0) {
      grant.add(-spare);
      budget.granted.addAndGet(-spare);
    }
  }

  /** The bytes that this pool holds. */
  public long held() {
    return held;
  }
}
