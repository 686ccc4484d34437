package dev.taper.nn;

import dev.taper.Autograd;
import dev.taper.DType;
import dev.taper.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A part of a network: its parameters, its buffers, and the parts that it is made of, by name.
 *
 * <p>A module names them when it is made, most simply where its fields are declared:
 *
 * <pre>{@code
 * final class Net extends Layer {
 *   private final Linear hidden = register("hidden", new Linear(3, 32));
 *   private final Linear output = register("output", new Linear(32, 1));
 *   private final Tensor scale = parameter("scale", Tensor.ones(1));
 *
 *   @Override
 *   public Tensor forward(Tensor x) {
 *     return output.forward(hidden.forward(x).relu()).mul(scale);
 *   }
 * }
 * }</pre>
 *
 * <p>Not safe for use by several threads at once. torch: {@code nn.Module}.
 */
public abstract class Module {
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Map<String, Module> children = new LinkedHashMap<>();
  private boolean training = true;

  /** A module without parts, in training mode. */
  protected Module() {}

  /**
   * Makes {@code child} a part of this module and returns it.
   *
   * @throws IllegalArgumentException if the name is empty, has a dot or is taken, or the child
   *     contains this module
   */
  protected final <M extends Module> M register(String name, M child) {
    checkName("register", name);
    Set<Module> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    ((Module) child).collect("", new LinkedHashMap<>(), parts);
    if (parts.contains(this)) {
      throw new IllegalArgumentException(
          "register: " + name + " contains the module itself: must be another");
    }
    children.put(name, child);
    return child;
  }

  /**
   * Makes {@code tensor} a parameter, which requires a gradient from now on, and returns it.
   *
   * @throws IllegalArgumentException if the name is empty, has a dot or is taken, or the tensor is
   *     not FLOAT32 or was computed from tensors that require a gradient
   */
  protected final Tensor parameter(String name, Tensor tensor) {
    checkName("parameter", name);
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "parameter: " + name + " is a tensor of " + tensor.dtype() + ": must be FLOAT32");
    }
    if (!tensor.isLeaf()) {
      throw new IllegalArgumentException(
          "parameter: " + name + " was computed by " + tensor.gradFn() + ": must be a leaf");
    }
    parameters.put(name, tensor.requiresGrad_());
    return tensor;
  }

  /**
   * Makes {@code tensor} a buffer, which is part of the state but not trained, and returns it.
   *
   * @throws IllegalArgumentException if the name is empty, has a dot or is taken
   */
  protected final Tensor buffer(String name, Tensor tensor) {
    checkName("buffer", name);
    buffers.put(name, tensor);
    return tensor;
  }

  private void checkName(String op, String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(op + ": the name is empty: must not be");
    }
    if (name.indexOf('.') >= 0) {
      throw new IllegalArgumentException(op + ": the name " + name + " has a dot: must have none");
    }
    if (parameters.containsKey(name) || buffers.containsKey(name) || children.containsKey(name)) {
      throw new IllegalArgumentException(op + ": the name " + name + " is taken: must be new");
    }
  }

  /** The parameters of this module and its parts, in torch's order, each once. */
  public List<Tensor> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /** {@link #parameters} by their dotted names, for example {@code 0.weight}. */
  public Map<String, Tensor> namedParameters() {
    return named(module -> module.parameters);
  }

  /** The buffers of this module and its parts, each once. */
  public List<Tensor> buffers() {
    return List.copyOf(namedBuffers().values());
  }

  /** {@link #buffers} by their dotted names. */
  public Map<String, Tensor> namedBuffers() {
    return named(module -> module.buffers);
  }

  private interface Own {
    Map<String, Tensor> of(Module module);
  }

  private Map<String, Tensor> named(Own own) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    namedModules()
        .forEach(
            (path, module) ->
                own.of(module)
                    .forEach(
                        (name, tensor) -> {
                          if (seen.add(tensor)) {
                            found.put(dotted(path, name), tensor);
                          }
                        }));
    return Collections.unmodifiableMap(found);
  }

  private static String dotted(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The direct parts, each once. */
  public List<Module> children() {
    return List.copyOf(namedChildren().values());
  }

  /** {@link #children} by their names. */
  public Map<String, Module> namedChildren() {
    Map<String, Module> found = new LinkedHashMap<>();
    Set<Module> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    children.forEach(
        (name, child) -> {
          if (seen.add(child)) {
            found.put(name, child);
          }
        });
    return Collections.unmodifiableMap(found);
  }

  /** This module and all its parts, each once, before its own parts. */
  public List<Module> modules() {
    return List.copyOf(namedModules().values());
  }

  /** {@link #modules} by their dotted names; this module's is empty. */
  public Map<String, Module> namedModules() {
    Map<String, Module> found = new LinkedHashMap<>();
    collect("", found, Collections.newSetFromMap(new IdentityHashMap<>()));
    return Collections.unmodifiableMap(found);
  }

  private void collect(String path, Map<String, Module> found, Set<Module> seen) {
    if (seen.add(this)) {
      found.put(path, this);
      children.forEach((name, child) -> child.collect(dotted(path, name), found, seen));
    }
  }

  /** Puts this module and its parts into training mode. */
  public Module train() {
    return train(true);
  }

  /** Puts this module and its parts into training mode or out of it. */
  public Module train(boolean training) {
    for (Module module : modules()) {
      module.training = training;
    }
    return this;
  }

  /** Puts this module and its parts out of training mode, to be evaluated. */
  public Module eval() {
    return train(false);
  }

  /** Whether the module is in training mode, which it is at first. */
  public boolean isTraining() {
    return training;
  }

  /** Calls {@code action} with each part of this module, then with this module. */
  public Module apply(Consumer<? super Module> action) {
    for (Module child : children()) {
      child.apply(action);
    }
    action.accept(this);
    return this;
  }

  /** Forgets the gradients of all parameters. */
  public void zeroGrad() {
    for (Tensor parameter : parameters()) {
      parameter.setGrad(null);
    }
  }

  /** Makes all parameters collect gradients, or not: a module that is not trained is frozen. */
  public Module requiresGrad_(boolean requiresGrad) {
    for (Tensor parameter : parameters()) {
      parameter.requiresGrad_(requiresGrad);
    }
    return this;
  }

  /**
   * All parameters and buffers by their dotted names, without history and sharing memory with the
   * module; one that is shared by several parts has several names.
   */
  public Map<String, Tensor> stateDict() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state("").forEach((name, tensor) -> state.put(name, tensor.detach()));
    return state;
  }

  private Map<String, Tensor> state(String path) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    parameters.forEach((name, tensor) -> state.put(dotted(path, name), tensor));
    buffers.forEach((name, tensor) -> state.put(dotted(path, name), tensor));
    children.forEach((name, child) -> state.putAll(child.state(dotted(path, name))));
    return state;
  }

  /**
   * What did not fit when a state was loaded.
   *
   * @param missing names that the module has and the state has not
   * @param unexpected names that the state has and the module has not
   */
  public record Unmatched(List<String> missing, List<String> unexpected) {
    /** Copies the lists. */
    public Unmatched {
      missing = List.copyOf(missing);
      unexpected = List.copyOf(unexpected);
    }
  }

  /** As {@link #loadStateDict(Map, boolean)}, strict: every name must match. */
  public void loadStateDict(Map<String, Tensor> state) {
    loadStateDict(state, true);
  }

  /**
   * Copies the numbers of {@code state} into the parameters and buffers of those names.
   *
   * @param strict whether names that have no counterpart are an error
   * @return the names that have none
   * @throws IllegalArgumentException that lists all names that are missing or unexpected, if
   *     strict, and all whose shapes differ; nothing is changed then
   */
  public Unmatched loadStateDict(Map<String, Tensor> state, boolean strict) {
    Map<String, Tensor> own = state("");
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    own.forEach(
        (name, tensor) -> {
          Tensor given = state.get(name);
          if (given == null) {
            missing.add(name);
          } else if (!given.shape().equals(tensor.shape())) {
            misshapen.add(name + " has shape " + given.shape() + " and not " + tensor.shape());
          }
        });
    List<String> unexpected = new ArrayList<>(state.keySet());
    unexpected.removeAll(own.keySet());
    List<String> faults = new ArrayList<>();
    if (strict && !missing.isEmpty()) {
      faults.add("missing " + String.join(", ", missing));
    }
    if (strict && !unexpected.isEmpty()) {
      faults.add("unexpected " + String.join(", ", unexpected));
    }
    faults.addAll(misshapen);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "loadStateDict: " + String.join("; ", faults) + ": must fit " + name());
    }
    Autograd.noGrad(
        () ->
            own.forEach(
                (name, tensor) -> {
                  Tensor given = state.get(name);
                  if (given != null) {
                    tensor.copy_(given);
                  }
                }));
    return new Unmatched(missing, unexpected);
  }

  private String name() {
    Class<?> type = getClass();
    while (type.isAnonymousClass()) {
      type = type.getSuperclass();
    }
    return type.getSimpleName();
  }

  /** What {@link #toString} shows of this module beside its parts; torch's {@code extra_repr}. */
  protected String extraRepr() {
    return "";
  }

  /** The module and its parts as PyTorch prints them. */
  @Override
  public String toString() {
    String extra = extraRepr();
    if (children.isEmpty() && extra.indexOf('\n') < 0) {
      return name() + "(" + extra + ")";
    }
    StringBuilder text = new StringBuilder(name()).append("(\n");
    if (!extra.isEmpty()) {
      text.append(extra.indent(2));
    }
    children.forEach(
        (name, child) ->
            text.append("  (")
                .append(name)
                .append("): ")
                .append(child.toString().replace("\n", "\n  "))
                .append('\n'));
    return text.append(')').toString();
  }
}
