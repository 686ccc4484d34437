package dev.taper;

import dev.taper.kernel.Pool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The storages whose memory is recycled together: those made in a {@link Scope}, or by the
 * library's own steps in one run of the backward pass. Confined to one thread.
 */
final class Region {
  /** What a thread remembers about its regions. */
  static final class Local {
    /** Where what this thread makes is registered; null where it belongs to the collector. */
    @Nullable Region region;

    /** The innermost scope. */
    @Nullable Scope scope;
  }

  private static final ThreadLocal<Local> LOCAL = ThreadLocal.withInitial(Local::new);

  /** Whether a scope was ever opened: before, small memory is made without asking for one. */
  private static boolean used;

  private static final @Nullable Storage[] NOTHING = {};

  /** The region that was there before; null for none. */
  final @Nullable Region parent;

  /** The name of the scope; null for a run of the backward pass. */
  private final @Nullable String scope;

  /** Whether small storages, which are not recycled, are to end with the others. */
  final boolean all;

  private final Local local;
  private final Thread thread = Thread.currentThread();

  /**
   * The storage that was made here last, from which {@link Storage#older} leads to the others. An
   * array of them would soon be old to the garbage collector, and each store into it cost as much
   * as the rest of a small op's memory.
   */
  private @Nullable Storage newest;

  private int count;

  /** Storages that were made elsewhere. */
  private @Nullable Storage[] taken = NOTHING;

  private int takenCount;
  private boolean ended;
  private boolean large;

  private Region(Local local, @Nullable String scope, boolean all) {
    this.local = local;
    this.parent = local.region;
    this.scope = scope;
    this.all = all;
  }

  static Local local() {
    return LOCAL.get();
  }

  /** Whether this thread may have an open scope: true where it has. */
  static boolean scopes() {
    return used;
  }

  /** The region in which storages of this thread are registered. */
  static @Nullable Region current() {
    return LOCAL.get().region;
  }

  /** That of a scope, which is entered. */
  static Region ofScope(Local local, String name) {
    used = true;
    Region region = new Region(local, name, true);
    local.region = region;
    return region;
  }

  /** That of a run of the backward pass, which is entered. */
  static Region ofBackward(Local local) {
    Region region = new Region(local, null, local.region != null);
    local.region = region;
    return region;
  }

  /** Registers a storage that has just been made, of memory worth recycling. */
  void addLarge(Storage storage) {
    large = true;
    add(storage);
  }

  /** Registers a storage that has just been made. */
  void add(Storage storage) {
    if (ended) {
      return;
    }
    storage.owner = this;
    storage.older = newest;
    newest = storage;
    count++;
  }

  /** Registers a storage that is, or was, another region's. */
  private void take(Storage storage) {
    if (ended) {
      return;
    }
    if (takenCount == taken.length) {
      taken = Arrays.copyOf(taken, Math.max(4, 2 * takenCount));
    }
    taken[takenCount++] = storage;
    storage.owner = this;
  }

  /** The number of storages that were made here. */
  int mark() {
    return count;
  }

  /** Recycles what was made since {@code mark} and is not the memory of one of these. */
  void recycleSince(int mark, @Nullable Tensor[] besides) {
    Storage keeps = null;
    Storage storage = newest;
    for (int i = count; i > mark && storage != null; i--) {
      Storage older = storage.older;
      if (holds(besides, storage)) {
        keeps = storage;
      } else {
        if (keeps == null) {
          newest = older;
        } else {
          keeps.older = older;
        }
        storage.older = null;
        count--;
        recycle(storage);
      }
      storage = older;
    }
  }

  static boolean holds(@Nullable Tensor[] tensors, Storage storage) {
    for (Tensor tensor : tensors) {
      if (tensor != null && tensor.storage == storage) {
        return true;
      }
    }
    return false;
  }

  /** Recycles the memory of a storage now, if it belongs to this region. */
  void recycle(@Nullable Storage storage) {
    if (storage != null && storage.owner == this) {
      storage.end();
    }
  }

  /** Recycles all that still belongs to this region and goes back to the one before. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    // The first last: it then lies on top, and the next step has the same array in its place.
    for (int i = takenCount - 1; i >= 0; i--) {
      recycle(taken[i]);
    }
    taken = NOTHING;
    Storage storage = newest;
    newest = null;
    while (storage != null) {
      Storage older = storage.older;
      storage.older = null;
      recycle(storage);
      storage = older;
    }
    if (local.region == this) {
      local.region = parent;
    }
    if (large) {
      Pool.local().tidy();
    }
  }

  /** Whether this is the region {@code other} or one around it. */
  private boolean encloses(@Nullable Region other) {
    for (Region r = other; r != null; r = r.parent) {
      if (r == this) {
        return true;
      }
    }
    return false;
  }

  /**
   * Lets a storage live as long as {@code to}, null for as long as it is reachable, where that is
   * longer than now.
   */
  static void handOver(Storage storage, @Nullable Region to) {
    Region from = storage.owner;
    if (from == null || from == to || from.ended) {
      return;
    }
    if (from.thread != Thread.currentThread()) {
      return;
    }
    if (to == null || to.ended || to.thread != from.thread) {
      storage.owner = null;
    } else if (to.encloses(from)) {
      to.take(storage);
    }
  }

  /** Takes over a storage that belongs to nobody, or to a region around this one. */
  void adopt(Storage storage) {
    Region owner = storage.owner;
    if (owner != this && (owner == null || owner.encloses(this))) {
      take(storage);
    }
  }

  /** What has become of memory that was made here. */
  String end(boolean gradient) {
    if (scope == null) {
      return "was a passing result of a backward pass that has ended: must not be used again";
    }
    return (gradient ? "was a gradient, dropped in scope \"" : "was made in scope \"")
        + scope
        + "\" that has ended: keep it in the scope or copy it out";
  }

  /** Lets a storage that the user has kept in, or in a scope inside, this region outlive it. */
  void keep(Storage storage) {
    if (encloses(storage.owner)) {
      handOver(storage, parent);
    }
  }
}
