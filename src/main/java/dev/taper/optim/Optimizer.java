package dev.taper.optim;

import dev.taper.Autograd;
import dev.taper.DType;
import dev.taper.GradMode;
import dev.taper.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Moves parameters by their gradients; torch's {@code optim.Optimizer}.
 *
 * <p>Parameters lie in groups, each with options of its own. A parameter is known by its identity;
 * in {@link #stateDict()} by its index, counted through all groups.
 *
 * @param <O> the options, an immutable record
 */
public abstract class Optimizer<O extends Optimizer.Options<O>> {
  /**
   * What an optimizer may be told, for all parameters or for a group: an immutable record whose
   * constructor refuses values that no optimizer can work with.
   *
   * @param <O> the record itself
   */
  public interface Options<O extends Options<O>> {
    /** The learning rate. */
    double lr();

    /** With another learning rate. */
    O lr(double lr);

    /**
     * Refuses options that do not go together; asked where an optimizer takes them.
     *
     * @throws IllegalArgumentException if they do not
     */
    default void check() {}

    /** The options as PyTorch prints them, by PyTorch's names. */
    SortedMap<String, String> text();
  }

  /**
   * A group of parameters in an optimizer; its options can be replaced between steps.
   *
   * @param <O> the options
   */
  public static final class Group<O extends Options<O>> {
    private final List<Tensor> params;
    private final List<ParamState> states;
    private O options;

    private Group(List<Tensor> params, O options) {
      this.params = params;
      this.options = options;
      List<ParamState> empty = new ArrayList<>(params.size());
      for (int i = 0; i < params.size(); i++) {
        empty.add(new ParamState());
      }
      states = List.copyOf(empty);
    }

    /** The parameters; not to be changed. */
    public List<Tensor> params() {
      return params;
    }

    /** The options of the next step. */
    public O options() {
      return options;
    }

    /**
     * Replaces the options.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    public void setOptions(O options) {
      options.check();
      this.options = options;
    }

    /** The learning rate. */
    public double lr() {
      return options.lr();
    }

    /**
     * Replaces the learning rate.
     *
     * @throws IllegalArgumentException if it is negative or NaN
     */
    public void setLr(double lr) {
      options = options.lr(lr);
    }
  }

  private final String name = getClass().getSimpleName();
  private final O defaults;
  private final List<Group<O>> groups = new ArrayList<>();
  private final IdentityHashMap<Tensor, ParamState> states = new IdentityHashMap<>();

  /**
   * An optimizer of these groups.
   *
   * @param defaults the options of groups that say nothing else
   * @throws IllegalArgumentException if there is no group, or as {@link #addParamGroup}
   */
  protected Optimizer(List<ParamGroup<O>> groups, O defaults) {
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(name + ": no parameters: needs at least one");
    }
    defaults.check();
    this.defaults = defaults;
    for (ParamGroup<O> group : groups) {
      add(group);
    }
  }

  /** The single group of a plain list of parameters. */
  static <O extends Options<O>> List<ParamGroup<O>> single(Collection<Tensor> params) {
    return params.isEmpty() ? List.of() : List.of(new ParamGroup<>(params));
  }

  /**
   * Moves one parameter, without recording.
   *
   * @param gradient has the parameter's shape
   * @param options those of the parameter's group
   * @param state what is remembered of the parameter; empty at its first step
   */
  protected abstract void update(Tensor param, Tensor gradient, O options, ParamState state);

  /** The names of all tensors that {@link #update} may remember of a parameter. */
  protected abstract Set<String> stateNames();

  /** Those that {@link #update} needs of a parameter that it has met before; default none. */
  protected Set<String> neededStateNames() {
    return Set.of();
  }

  /** The options of groups that say nothing else. */
  public O defaults() {
    return defaults;
  }

  /** The groups in order; a list that cannot be changed. */
  public List<Group<O>> paramGroups() {
    return Collections.unmodifiableList(groups);
  }

  /**
   * What is remembered of a parameter, as it is now.
   *
   * @throws IllegalArgumentException if it is not a parameter of this optimizer
   */
  public ParamState state(Tensor param) {
    ParamState state = states.get(param);
    if (state == null) {
      throw new IllegalArgumentException(
          name + ": a tensor of shape " + param.shape() + " is not among the parameters");
    }
    return state;
  }

  /**
   * Adds parameters, for example layers that are trained from now on.
   *
   * @throws IllegalArgumentException if one is given twice, here or before, was computed from
   *     others, is not FLOAT32 or is expanded; or if the options do not go together
   */
  public void addParamGroup(ParamGroup<O> group) {
    add(group);
  }

  private void add(ParamGroup<O> group) {
    O options = group.overrides().apply(defaults);
    options.check();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.addAll(states.keySet());
    for (Tensor param : group.params()) {
      check(param, seen.size(), seen);
      seen.add(param);
    }
    Group<O> added = new Group<>(group.params(), options);
    groups.add(added);
    for (int i = 0; i < added.params.size(); i++) {
      states.put(added.params.get(i), added.states.get(i));
    }
  }

  private void check(Tensor param, int index, Set<Tensor> seen) {
    String what = name + ": parameter " + index + " of shape " + param.shape();
    if (seen.contains(param)) {
      throw new IllegalArgumentException(what + " was given before: each only once");
    }
    if (param.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(what + " is " + param.dtype() + ": must be FLOAT32");
    }
    if (!param.isLeaf()) {
      throw new IllegalArgumentException(
          what + " was computed by " + param.gradFn() + ": must be a leaf");
    }
    for (int dim = 0; dim < param.dim(); dim++) {
      if (param.stride(dim) == 0 && param.size(dim) > 1) {
        throw new IllegalArgumentException(
            what + " is expanded, so its elements share memory: clone it first");
      }
    }
  }

  /** Moves each parameter that has a gradient; the others stay, and their state too. */
  public void step() {
    try (GradMode _ = Autograd.noGrad()) {
      for (Group<O> group : groups) {
        for (int i = 0; i < group.params.size(); i++) {
          Tensor param = group.params.get(i);
          Tensor gradient = param.grad();
          if (gradient != null) {
            update(param, gradient, group.options, group.states.get(i));
          }
        }
      }
    }
  }

  /**
   * As {@link #step()}, after {@code closure}, which computes the loss and its gradients and runs
   * with recording on.
   *
   * @return the loss
   */
  public Tensor step(Supplier<Tensor> closure) {
    Tensor loss = Autograd.enableGrad(closure);
    step();
    return loss;
  }

  /** Forgets the gradients of all parameters. */
  public void zeroGrad() {
    zeroGrad(true);
  }

  /** Forgets the gradients ({@code setToNone}, the default), or sets their numbers to zero. */
  public void zeroGrad(boolean setToNone) {
    for (Group<O> group : groups) {
      for (Tensor param : group.params) {
        Tensor gradient = param.grad();
        if (setToNone || gradient == null) {
          param.setGrad(null);
        } else {
          Tensor plain = gradient.requiresGrad() ? gradient.detach() : gradient;
          param.setGrad(plain.zero_());
        }
      }
    }
  }

  /** A copy of the groups' options and of all that is remembered. */
  public OptimizerState<O> stateDict() {
    List<OptimizerState.Group<O>> saved = new ArrayList<>();
    Map<Integer, OptimizerState.Param> state = new TreeMap<>();
    int index = 0;
    for (Group<O> group : groups) {
      List<Integer> indices = new ArrayList<>();
      for (ParamState remembered : group.states) {
        if (!remembered.isEmpty()) {
          state.put(index, new OptimizerState.Param(remembered.step(), remembered.tensors()));
        }
        indices.add(index++);
      }
      saved.add(new OptimizerState.Group<>(group.options, indices));
    }
    return new OptimizerState<>(saved, state);
  }

  /**
   * Takes over options and memory, copied; parameters are matched by their order, not by identity.
   *
   * @throws IllegalArgumentException if the groups, the numbers of their parameters, or the names
   *     or shapes of the tensors do not fit; nothing is changed then
   */
  public void loadStateDict(OptimizerState<O> saved) {
    StateCheck.check(name, this, saved);
    for (int g = 0; g < groups.size(); g++) {
      Group<O> group = groups.get(g);
      OptimizerState.Group<O> from = saved.groups().get(g);
      group.options = from.options();
      for (int i = 0; i < group.states.size(); i++) {
        OptimizerState.Param param = saved.state().get(from.params().get(i));
        if (param == null) {
          group.states.get(i).clear();
        } else {
          group.states.get(i).load(param);
        }
      }
    }
  }

  /** The groups with their options, as PyTorch prints them. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append(" (");
    for (int g = 0; g < groups.size(); g++) {
      text.append("\nParameter Group ").append(g).append('\n');
      PythonText.append(text, groups.get(g).options.text());
    }
    return text.append(')').toString();
  }

  /**
   * {@code value}, for the constructor of options.
   *
   * @throws IllegalArgumentException if it is negative or NaN
   */
  protected static double notNegative(String optimizer, String option, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          optimizer + ": " + option + " is " + value + ": must be positive or 0");
    }
    return value;
  }
}
