package dev.taper;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of reverse mode: from the roots down the tape, in reverse order of recording.
 *
 * <p>A node's {@link Node#sequence} is above those of its inputs, so taking the highest that waits
 * means that all its consumers have run: no count of dependencies is needed.
 */
final class Tape {
  /** A node that waits for its turn and what has arrived for it. */
  static final class Waiting implements Comparable<Waiting> {
    final Tape tape;
    final Node node;
    Tensor dy;
    boolean owned;

    Waiting(Tape tape, Node node, Tensor dy, boolean owned) {
      this.tape = tape;
      this.node = node;
      this.dy = dy;
      this.owned = owned;
    }

    /** The latest recorded is first. */
    @Override
    public int compareTo(Waiting other) {
      return Long.compare(other.node.sequence, node.sequence);
    }
  }

  private final boolean retainGraph;
  private final boolean createGraph;
  private final @Nullable Tensor[] found;
  private final IdentityHashMap<Node, int[]> targets = new IdentityHashMap<>();
  private final @Nullable Set<Node> onTheWay;
  private final PriorityQueue<Waiting> queue = new PriorityQueue<>();
  private final Region.Local local = Region.local();

  /** Where the run began. */
  private final @Nullable Region outer = local.region;

  /** What the library's own steps make in this run; null where it is recorded and so lives on. */
  private @Nullable Region passing;

  /** What waits at nodes where another thread's run of the same graph waits too. */
  private final Map<Node, Waiting> elsewhere = new HashMap<>();

  private Tape(Tensor[] roots, Tensor @Nullable [] inputs, boolean retainGraph, boolean create) {
    this.retainGraph = retainGraph;
    this.createGraph = create;
    if (inputs == null) {
      found = new Tensor[0];
      onTheWay = null;
    } else {
      found = new Tensor[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        Node node = inputs[i].edge();
        if (node == null) {
          throw new IllegalArgumentException(
              "grad: input " + i + " does not require a gradient: call requiresGrad_ before");
        }
        int index = i;
        targets.merge(node, new int[] {i}, (old, one) -> append(old, index));
      }
      onTheWay = onTheWay(roots);
    }
  }

  /** Adds the gradients of the leaves under {@code roots} to their {@code grad}. */
  static void backward(
      Tensor[] roots, Tensor[] gradients, boolean retainGraph, boolean createGraph) {
    new Tape(roots, null, retainGraph, createGraph).run(roots, gradients);
  }

  /** The gradients of {@code inputs}, null for those that {@code roots} do not depend on. */
  static @Nullable Tensor[] grad(
      Tensor[] roots,
      Tensor[] gradients,
      Tensor[] inputs,
      boolean retainGraph,
      boolean createGraph) {
    Tape tape = new Tape(roots, inputs, retainGraph, createGraph);
    tape.run(roots, gradients);
    return tape.found;
  }

  private void run(Tensor[] roots, Tensor[] gradients) {
    for (int i = 0; i < roots.length; i++) {
      Node node = roots[i].edge();
      if (node == null) {
        throw new IllegalStateException(
            "backward: the tensor of shape "
                + roots[i].shape()
                + " does not require a gradient and has no graph: nothing to differentiate");
      }
      arrive(node, gradients[i], false);
    }
    passing = createGraph ? null : Region.ofBackward(local);
    try (GradMode _ = createGraph ? Autograd.enableGrad() : Autograd.noGrad()) {
      for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
        leave(next);
        visit(next.node, next.dy, next.owned);
      }
    } finally {
      for (Tensor gradient : found) {
        handOver(gradient);
      }
      local.region = outer;
      if (passing != null) {
        passing.end();
      }
      queue.forEach(this::leave);
    }
  }

  /** Lets a gradient that leaves the run live as long as if it had been made before. */
  private void handOver(@Nullable Tensor gradient) {
    if (gradient != null && passing != null) {
      Region.handOver(gradient.storage, outer);
    }
  }

  private void visit(Node node, Tensor dy, boolean owned) {
    int[] target = targets.isEmpty() ? null : targets.get(node);
    if (target != null) {
      for (int i : target) {
        found[i] = dy;
      }
    }
    if (node.retained != null) {
      Tensor grad = node.retained.grad;
      Tensor sum = grad != null ? grad.add(dy) : createGraph ? dy : dy.clone();
      Region.handOver(sum.storage, node.retained.storage.owner);
      node.retained.grad = sum;
    }
    if (node instanceof AccumulateGrad leaf) {
      if (onTheWay == null) {
        leaf.accumulate(dy, owned, createGraph);
        if (owned && target == null && leaf.leaf.grad != dy) {
          recycle(dy);
        }
      }
      return;
    }
    if (onTheWay != null && !leadsOn(node)) {
      return;
    }
    @Nullable Tensor[] gradients = gradients(node, dy);
    if (!retainGraph) {
      node.release();
    }
    boolean ownsDy = owned && target == null;
    for (int i = 0; i < gradients.length; i++) {
      Tensor gradient = gradients[i];
      Node input = node.input(i);
      if (gradient != null && input != null && (onTheWay == null || onTheWay.contains(input))) {
        boolean fresh =
            node.fresh()
                && (gradient.storage != dy.storage || ownsDy)
                && storageIsAlone(gradients, i);
        arrive(input, gradient, fresh);
      }
    }
    if (ownsDy && !Region.holds(gradients, dy.storage)) {
      recycle(dy);
    }
  }

  /**
   * What a step makes on the way to its gradients is recycled at once. A user's step may keep what
   * it is handed and what it makes, so that is no business of the run.
   */
  private @Nullable Tensor[] gradients(Node node, Tensor dy) {
    if (passing == null) {
      return node.gradients(dy);
    }
    if (node.fresh()) {
      int mark = passing.mark();
      @Nullable Tensor[] gradients = node.gradients(dy);
      passing.recycleSince(mark, gradients);
      return gradients;
    }
    handOver(dy);
    local.region = outer;
    @Nullable Tensor[] gradients = node.gradients(dy);
    local.region = passing;
    return gradients;
  }

  private void recycle(Tensor dy) {
    if (passing != null) {
      passing.recycle(dy.storage);
    }
  }

  private void arrive(Node node, Tensor dy, boolean owned) {
    Waiting entry = waiting(node);
    if (entry == null) {
      entry = new Waiting(this, node, dy, owned);
      if (!Node.WAITING.compareAndSet(node, null, entry)) {
        elsewhere.put(node, entry);
      }
      queue.add(entry);
    } else if (entry.owned && !createGraph && entry.dy.isContiguous()) {
      entry.dy.add_(dy);
      if (owned) {
        recycle(dy);
      }
    } else {
      Tensor sum = entry.dy.add(dy);
      if (entry.owned) {
        recycle(entry.dy);
      }
      if (owned) {
        recycle(dy);
      }
      entry.dy = sum;
      entry.owned = true;
    }
  }

  private @Nullable Waiting waiting(Node node) {
    Waiting entry = node.waiting;
    if (entry != null && entry.tape == this) {
      return entry;
    }
    return elsewhere.isEmpty() ? null : elsewhere.get(node);
  }

  private void leave(Waiting entry) {
    if (!Node.WAITING.compareAndSet(entry.node, entry, null)) {
      elsewhere.remove(entry.node);
    }
  }

  private static boolean storageIsAlone(@Nullable Tensor[] gradients, int i) {
    Tensor one = gradients[i];
    for (int j = 0; j < gradients.length; j++) {
      Tensor other = gradients[j];
      if (j != i && one != null && other != null && other.storage == one.storage) {
        return false;
      }
    }
    return true;
  }

  private boolean leadsOn(Node node) {
    for (int i = 0; i < node.inputs(); i++) {
      Node input = node.input(i);
      if (input != null && onTheWay != null && onTheWay.contains(input)) {
        return true;
      }
    }
    return false;
  }

  /** The nodes under the roots from which a target is reached. */
  private Set<Node> onTheWay(Tensor[] roots) {
    Set<Node> seen = new HashSet<>();
    ArrayDeque<Node> stack = new ArrayDeque<>();
    for (Tensor root : roots) {
      Node node = root.edge();
      if (node != null && seen.add(node)) {
        stack.push(node);
      }
    }
    while (!stack.isEmpty()) {
      Node node = stack.pop();
      for (int i = 0; i < node.inputs(); i++) {
        Node input = node.input(i);
        if (input != null && seen.add(input)) {
          stack.push(input);
        }
      }
    }
    Node[] ascending = seen.toArray(new Node[0]);
    Arrays.sort(ascending, Comparator.comparingLong((Node n) -> n.sequence));
    Set<Node> result = new HashSet<>();
    for (Node node : ascending) {
      boolean reaches = targets.containsKey(node);
      for (int i = 0; i < node.inputs() && !reaches; i++) {
        Node input = node.input(i);
        reaches = input != null && result.contains(input);
      }
      if (reaches) {
        result.add(node);
      }
    }
    return result;
  }

  private static int[] append(int[] array, int value) {
    int[] longer = Arrays.copyOf(array, array.length + 1);
    longer[array.length] = value;
    return longer;
  }
}
