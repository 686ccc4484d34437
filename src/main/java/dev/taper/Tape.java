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

  private static final @Nullable Tensor[] NOTHING = {};

  private final boolean retainGraph;
  private final boolean createGraph;
  private final @Nullable Tensor[] found;
  private final @Nullable IdentityHashMap<Node, int[]> targets;
  private final @Nullable Set<Node> onTheWay;
  private final PriorityQueue<Waiting> queue = new PriorityQueue<>();

  /** The only node that waits, where there is but one: a tape without branches needs no queue. */
  private @Nullable Waiting single;

  /** What waits at nodes where another thread's run of the same graph waits too. */
  private Map<Node, Waiting> elsewhere = Map.of();

  private Tape(Tensor[] roots, Tensor @Nullable [] inputs, boolean retainGraph, boolean create) {
    this.retainGraph = retainGraph;
    this.createGraph = create;
    if (inputs == null) {
      found = NOTHING;
      targets = null;
      onTheWay = null;
    } else {
      found = new Tensor[inputs.length];
      targets = targets(inputs);
      onTheWay = onTheWay(roots, targets);
    }
  }

  private static IdentityHashMap<Node, int[]> targets(Tensor[] inputs) {
    IdentityHashMap<Node, int[]> targets = new IdentityHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      Node node = inputs[i].edge();
      if (node == null) {
        throw new IllegalArgumentException(
            "grad: input " + i + " does not require a gradient: call requiresGrad_ before");
      }
      int index = i;
      targets.merge(node, new int[] {i}, (old, one) -> append(old, index));
    }
    return targets;
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
    try (GradMode _ = createGraph ? Autograd.enableGrad() : Autograd.noGrad()) {
      for (Waiting next = next(); next != null; next = next()) {
        visit(next.node, next.dy, next.owned);
      }
    } finally {
      queue.forEach(this::leave);
    }
  }

  private @Nullable Waiting next() {
    Waiting next = single;
    if (next != null) {
      single = null;
      return next;
    }
    next = queue.poll();
    if (next != null) {
      leave(next);
    }
    return next;
  }

  private void visit(Node node, Tensor dy, boolean owned) {
    int[] target = targets == null ? null : targets.get(node);
    if (target != null) {
      for (int i : target) {
        found[i] = dy;
      }
    }
    if (node.retained != null) {
      Tensor grad = node.retained.grad;
      node.retained.grad = grad != null ? grad.add(dy) : createGraph ? dy : dy.clone();
    }
    if (node instanceof AccumulateGrad leaf) {
      if (onTheWay == null) {
        leaf.accumulate(dy, owned, createGraph);
      }
      return;
    }
    if (onTheWay != null && !leadsOn(node)) {
      return;
    }
    boolean ownsDy = owned && target == null;
    if (node instanceof Node.OfOne one) {
      Tensor gradient = one.gradient(dy);
      release(node);
      handOn(node, one.input, gradient, gradient.storage != dy.storage || ownsDy);
      return;
    }
    @Nullable Tensor[] gradients = node.gradients(dy);
    release(node);
    for (int i = 0; i < gradients.length; i++) {
      Tensor gradient = gradients[i];
      if (gradient != null) {
        boolean alone = (gradient.storage != dy.storage || ownsDy) && storageIsAlone(gradients, i);
        handOn(node, node.input(i), gradient, alone);
      }
    }
  }

  private void release(Node node) {
    if (!retainGraph) {
      node.release();
    }
  }

  private void handOn(Node from, @Nullable Node to, Tensor gradient, boolean alone) {
    if (to != null && (onTheWay == null || onTheWay.contains(to))) {
      arrive(to, gradient, alone && from.fresh());
    }
  }

  private void arrive(Node node, Tensor dy, boolean owned) {
    Waiting only = single;
    if (only == null && queue.isEmpty()) {
      single = new Waiting(this, node, dy, owned);
      return;
    }
    if (only != null) {
      single = null;
      enqueue(only);
    }
    Waiting entry = waiting(node);
    if (entry == null) {
      enqueue(new Waiting(this, node, dy, owned));
    } else if (entry.owned && !createGraph && entry.dy.isContiguous()) {
      entry.dy.add_(dy);
    } else {
      entry.dy = entry.dy.add(dy);
      entry.owned = true;
    }
  }

  private void enqueue(Waiting entry) {
    Node node = entry.node;
    if (!Node.WAITING.compareAndSet(node, null, entry)) {
      if (elsewhere.isEmpty()) {
        elsewhere = new HashMap<>();
      }
      elsewhere.put(node, entry);
    }
    queue.add(entry);
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
  private static Set<Node> onTheWay(Tensor[] roots, IdentityHashMap<Node, int[]> targets) {
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
