package dev.taper.kernel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A formula of two floats, run over arrays by loops {@code L} into an array {@code Y}. */
abstract sealed class PairKernel<L, Y> extends Kernel permits BinaryKernel, CompareKernel {
  private L loop;

  PairKernel(String name, L loop) {
    super(name);
    this.loop = loop;
  }

  /** A loop for all formulas. */
  abstract L shared();

  /** A loop for this formula alone, where one can be made. */
  abstract @Nullable L own(L loop);

  /** The same with the Vector API; {@code loop} does what vectors leave over. */
  abstract @Nullable L vectors(L loop);

  abstract Y room(int n);

  /** What a block has for a tile of the result. */
  abstract Y scratch(Block block);

  abstract void scatter(Y from, Y y, int yo, int rs, int cs, int h, int w);

  abstract void run(L f, float[] a, int ao, int as, float[] b, int bo, int bs, Y y, int yo, int n);

  /** Rows of a multiple of {@link Plane#WIDE}, one after the other. */
  abstract void rows(
      L f, float[] a, int ao, int ar, float[] b, int bo, int br, Y y, int yo, int yr, int h, int w);

  abstract void few(
      L f,
      int n,
      int[] sizes,
      float[] a,
      int ao,
      int[] as,
      float[] b,
      int bo,
      int[] bs,
      Y y,
      int yo,
      int[] ys);

  /** Every way through the loop, with n elements. */
  abstract void tour(L f, float[] x, Y y, int n);

  @Override
  final void takeOwn() {
    loop = plain();
  }

  @Override
  final void takeVector() {
    loop = vector();
  }

  final L plain() {
    L own = own(loop);
    return own == null ? loop : own;
  }

  final L vector() {
    L own = vectors(loop);
    return own == null ? loop : own;
  }

  final Class<?> loopClass() {
    return loop.getClass();
  }

  @Override
  public final Warmup.@Nullable Trial trial() {
    // Not the loop that serves: what a trial does would undo what was compiled for real work.
    L plain = shared();
    L vector = vector();
    float[] x = trialValues();
    Y y = room(TRIAL);
    return vector == loop
        ? null
        : new Warmup.Trial(
            () -> work(plain, x, y),
            () -> work(vector, x, y),
            // Powers have loops beneath theirs, which must work to be compiled well.
            name().equals("pow") ? null : () -> calls(vector, x, y),
            () -> {
              loop = vector;
              vectorTaken();
            });
  }

  private void work(L f, float[] x, Y y) {
    int most = trialElements();
    for (int n = most - REST; n <= most; n += REST) {
      tour(f, x, y, n);
    }
  }

  private void calls(L f, float[] x, Y y) {
    for (int i = 0; i < CALLS; i++) {
      tour(f, x, y, 0);
    }
  }

  /**
   * {@code y[yo + i] = f(a[ao + i * as], b[bo + i * bs])} for {@code i < n}, where {@code as} and
   * {@code bs} are 1, or 0 for one scalar.
   */
  public final void apply(
      float[] a, int ao, int as, float[] b, int bo, int bs, Y y, int yo, int n) {
    count(n);
    L f = loop;
    if (!forks(n)) {
      run(f, a, ao, as, b, bo, bs, y, yo, n);
      return;
    }
    int grain = grain();
    Team.run(
        (n - 1) / grain + 1,
        i -> {
          int at = i * grain;
          int most = Math.min(grain, n - at);
          run(f, a, ao + at * as, as, b, bo + at * bs, bs, y, yo + at, most);
        });
  }

  /** The same over strided operands; a stride of 0 repeats an element. */
  public final void apply(
      int[] sizes,
      float[] a,
      int ao,
      int[] as,
      float[] b,
      int bo,
      int[] bs,
      Y y,
      int yo,
      int[] ys) {
    int left = Layout.step(sizes, as);
    int right = Layout.step(sizes, bs);
    if (left >= 0 && right >= 0 && Layout.step(sizes, ys) == 1) {
      apply(a, ao, left, b, bo, right, y, yo, Layout.count(sizes));
      return;
    }
    int n = Layout.count(sizes);
    count(n);
    if (n <= few()) {
      if (n > 0) {
        few(loop, n, sizes, a, ao, as, b, bo, bs, y, yo, ys);
      }
      return;
    }
    if (Plane.serves(sizes, n)) {
      Plane p = new Plane(sizes, ys, loop instanceof AnyOffset);
      plane(loop, p, n, a, ao, left == 0 ? 0 : 1, as, b, bo, right == 0 ? 0 : 1, bs, y, yo, ys);
      return;
    }
    walk(loop, new Walk(sizes, as, bs, ys, null).from(ao, bo, yo, 0), n, a, b, y);
  }

  private void plane(
      L f,
      Plane p,
      int n,
      float[] a,
      int ao,
      int left,
      int[] as,
      float[] b,
      int bo,
      int right,
      int[] bs,
      Y y,
      int yo,
      int[] ys) {
    boolean wholeA = left == 0 || p.isRun(as, ao);
    boolean wholeB = right == 0 || p.isRun(bs, bo);
    boolean direct = p.isRun(ys, yo);
    if (!(wholeA && wholeB && direct) && p.byRows(as) && p.byRows(bs) && p.byRows(ys)) {
      rows(f, a, ao, p.next(as), b, bo, p.next(bs), y, yo, p.next(ys), p.h, p.w);
      return;
    }
    Block block = Block.take();
    try {
      float[] v = wholeA ? a : p.read(a, ao, as, block.a);
      float[] w = wholeB ? b : p.read(b, bo, bs, block.b);
      Y to = direct ? y : scratch(block);
      run(f, v, wholeA ? ao : 0, left, w, wholeB ? bo : 0, right, to, direct ? yo : 0, n);
      if (!direct) {
        scatter(to, y, yo, p.next(ys), p.step(ys), p.h, p.w);
      }
    } finally {
      block.give();
    }
  }

  /** What is more than a few elements. */
  void walk(L f, Walk walk, int n, float[] a, float[] b, Y y) {
    share(walk, n, t -> tiles(f, t, a, b, y));
  }

  final void share(Walk walk, int n, Consumer<Walk> work) {
    if (forks(n)) {
      Walk[] parts = walk.parts(grain());
      Team.run(parts.length, i -> work.accept(parts[i]));
    } else {
      work.accept(walk);
    }
  }

  private void tiles(L f, Walk t, float[] a, float[] b, Y y) {
    Block block = Block.take();
    try {
      Input left = new Input(a, block.a);
      Input right = new Input(b, block.b);
      while (t.next()) {
        t.plan();
        left.read(t, t.k0, t.o0, t.r0, t.c0);
        right.read(t, t.k1, t.o1, t.r1, t.c1);
        boolean direct = t.inPlace(t.k2);
        Y to = direct ? y : scratch(block);
        int yo = direct ? t.o2 : 0;
        int ys = direct ? t.r2 : t.w;
        if (t.byRows && together(f, left, right, t.w)) {
          rows(
              f,
              left.data,
              left.offset,
              left.next,
              right.data,
              right.offset,
              right.next,
              to,
              yo,
              ys,
              t.h,
              t.w);
        } else {
          int runs = t.byRows ? t.h : 1;
          int n = t.byRows ? t.w : t.h * t.w;
          for (int r = 0; r < runs; r++) {
            run(
                f,
                left.data,
                left.offset + r * left.next,
                left.step,
                right.data,
                right.offset + r * right.next,
                right.step,
                to,
                yo + r * ys,
                n);
          }
        }
        if (!direct) {
          scatter(to, y, t.o2, t.r2, t.c2, t.h, t.w);
        }
      }
    } finally {
      block.give();
    }
  }

  /** Whether rows of such operands are computed in one loop: short ones of whole vectors. */
  private static <L> boolean together(L f, Input left, Input right, int w) {
    return f instanceof AnyOffset
        && left.step == 1
        && right.step == 1
        && w <= Walk.WIDE
        && w % Plane.WIDE == 0;
  }
}
