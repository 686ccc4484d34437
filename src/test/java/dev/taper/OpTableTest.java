package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That every op and every method of {@link Tensor} that makes tensors is held by a row. */
class OpTableTest {
  /** Methods of Tensor without a row, and why. */
  private static final Map<String, String> EXEMPT = new TreeMap<>();

  static {
    for (String draw :
        List.of(
            "rand",
            "randLike",
            "randn",
            "randnLike",
            "randint",
            "randintLike",
            "randperm",
            "uniform_",
            "normal_",
            "bernoulli_",
            "random_",
            "exponential_",
            "cauchy_",
            "logNormal_",
            "geometric_",
            "multinomial")) {
      EXEMPT.put(draw, "draws: DrawsTest has torch's bits");
    }
    EXEMPT.put("empty", "its numbers are not defined");
    for (String state : List.of("requiresGrad_", "retainGrad", "grad", "detach_")) {
      EXEMPT.put(state, "the state of a tensor on the tape, not an op on numbers");
    }
  }

  static List<Row> rows() {
    return OpTable.rows();
  }

  @Test
  void everyOpHasARow() throws Exception {
    IdentityHashMap<Object, String> rows = new IdentityHashMap<>();
    for (Row row : OpTable.rows()) {
      for (Object op : row.ops()) {
        rows.put(value(op), row.name());
      }
    }
    Set<String> without = new TreeSet<>();
    Map<String, Object> found = OpValues.all();
    found.forEach(
        (name, op) -> {
          if (!rows.containsKey(op)) {
            without.add(name);
          }
        });
    assertEquals(Set.of(), without, "ops without a row");
    assertEquals(rows.size(), found.size(), "rows hold what is not an op of the library");
  }

  @Test
  void everyMethodThatMakesTensorsIsUsedByARow() throws Exception {
    Set<String> used = new HashSet<>();
    for (Class<?> source : OpTable.SOURCES) {
      used.addAll(tensorMethodsIn(source));
    }
    Set<String> without = new TreeSet<>();
    Set<String> exempted = new TreeSet<>();
    for (Method method : Tensor.class.getDeclaredMethods()) {
      Class<?> result = method.getReturnType();
      boolean makesTensors =
          result == Tensor.class || result == Extremum.class || result == List.class;
      if (!Modifier.isPublic(method.getModifiers()) || method.isBridge() || !makesTensors) {
        continue;
      }
      String key =
          method.getName()
              + MethodType.methodType(result, method.getParameterTypes()).descriptorString();
      if (EXEMPT.containsKey(method.getName())) {
        exempted.add(method.getName());
        assertFalse(used.contains(key), method + " has a row and is exempt");
      } else if (!used.contains(key)) {
        without.add(method.getName() + List.of(method.getParameterTypes()));
      }
    }
    assertEquals(Set.of(), without, "methods without a row");
    assertEquals(EXEMPT.keySet(), exempted, "exemptions of methods that there are");
  }

  @Test
  void namesAreUnique() {
    Set<String> names = new HashSet<>();
    for (Row row : OpTable.rows()) {
      assertTrue(names.add(row.name()), row.name());
      assertFalse(row.samples().isEmpty(), row.name() + " has no sample");
    }
  }

  /** A row that says it is there for an op has it on the tape, in its gradient at the latest. */
  @ParameterizedTest
  @MethodSource("rows")
  void recordsTheOpsThatItHolds(Row row) throws Exception {
    Set<String> wanted = new HashSet<>();
    for (Object held : row.ops()) {
      Object op = value(held);
      if (!(op instanceof Choice.Comparison || op instanceof Choice.Logic)) {
        wanted.add(Node.name((String) OpValues.field(op, "name")));
      }
    }
    for (Sample sample : row.samples()) {
      Tensor[] x = Arrangement.CONTIGUOUS.leaves(sample);
      for (Tensor leaf : x) {
        leaf.requiresGrad_();
      }
      Tensor y = Arrangement.CONTIGUOUS.apply(row, sample, x);
      wanted.removeAll(namesUnder(y));
      if (!wanted.isEmpty() && y.requiresGrad()) {
        Tensor dy = Tensor.onesLike(y).requiresGrad_();
        for (Tensor dx :
            Autograd.grad(
                List.of(y), List.of(x), new GradOptions(List.of(dy), false, true, true))) {
          wanted.removeAll(namesUnder(dx));
        }
      }
    }
    assertEquals(Set.of(), wanted, row + " does not record");
  }

  /** An op value, given itself or by the name of a private field. */
  private static Object value(Object op) throws ReflectiveOperationException {
    if (!(op instanceof String name)) {
      return op;
    }
    int dot = name.lastIndexOf('.');
    Field field =
        Class.forName("dev.taper." + name.substring(0, dot))
            .getDeclaredField(name.substring(dot + 1));
    field.setAccessible(true);
    return field.get(null);
  }

  private static Set<String> namesUnder(Tensor y) {
    Set<String> names = new HashSet<>();
    Deque<Node> nodes = new ArrayDeque<>();
    if (y.gradFn() != null) {
      nodes.add(y.gradFn());
    }
    while (!nodes.isEmpty()) {
      Node node = nodes.remove();
      names.add(node.name());
      nodes.addAll(node.nextFunctions());
    }
    return names;
  }

  private static Set<String> tensorMethodsIn(Class<?> source) throws IOException {
    Set<String> methods = new HashSet<>();
    try (InputStream bytes = source.getResourceAsStream(source.getSimpleName() + ".class")) {
      for (PoolEntry entry : ClassFile.of().parse(bytes.readAllBytes()).constantPool()) {
        if (entry instanceof MemberRefEntry member
            && member.owner().asInternalName().equals("dev/taper/Tensor")) {
          methods.add(member.name().stringValue() + member.type().stringValue());
        }
      }
    }
    return methods;
  }
}
