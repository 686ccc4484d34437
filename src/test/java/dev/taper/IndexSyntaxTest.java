package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.taper.Index.At;
import dev.taper.Index.Slice;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IndexSyntaxTest {
  private static final String NEED = "need an integer, a slice, None or ...";

  @Test
  void places() {
    assertParses(":, 0, None", Index.all(), Index.at(0), Index.newAxis());
    assertParses("..., -1", Index.ellipsis(), Index.at(-1));
    assertParses("1:10:2", Index.slice(1, 10, 2));
    assertParses("::3", Index.step(3));
    assertParses("-1", new At(-1));
    assertParses("+2", new At(2));
    assertParses("2:", Index.from(2));
    assertParses(":-2", Index.to(-2));
    assertParses("-3:-1", Index.slice(-3, -1));
    assertParses("::", Index.all());
    assertParses("1::2", new Slice(1, null, 2));
    assertParses(":5:", Index.to(5));
    assertParses("None:None:None", Index.all());
    assertParses("newaxis", Index.newAxis());
    assertParses("...", Index.ellipsis());
    assertParses("0,", Index.at(0));
    assertParses(
        "2147483647,-2147483648", Index.at(Integer.MAX_VALUE), Index.at(Integer.MIN_VALUE));
  }

  @Test
  void blanksDoNotMatter() {
    assertParses(
        " \t1 : 10 : 2 ,...,  None ,: , 0 ",
        Index.slice(1, 10, 2),
        Index.ellipsis(),
        Index.newAxis(),
        Index.all(),
        Index.at(0));
  }

  @Test
  void printsAsPython() {
    assertEquals("7", Index.at(7).toString());
    assertEquals(":", Index.all().toString());
    assertEquals("1:", Index.from(1).toString());
    assertEquals(":-1", Index.to(-1).toString());
    assertEquals("::2", Index.step(2).toString());
    assertEquals("1:10:3", Index.slice(1, 10, 3).toString());
    assertEquals("...", Index.ellipsis().toString());
    assertEquals("None", Index.newAxis().toString());
  }

  @Test
  void whatIsNotAnIndexIsRefusedWithItsPosition() {
    refuse("", "index \"\": is empty: " + NEED);
    refuse("  ", "index \"  \": is empty: " + NEED);
    refuse(":, x", "index \":, x\": \"x\" at 3 is not an index: " + NEED);
    refuse("none", "index \"none\": \"none\" at 0 is not an index: " + NEED);
    refuse("0, -", "index \"0, -\": \"-\" at 3 is not an index: " + NEED);
    refuse("1.5", "index \"1.5\": \"1.5\" at 0 is not an index: " + NEED);
    refuse("1 2", "index \"1 2\": \"1 2\" at 0 is not an index: " + NEED);
    refuse("--1", "index \"--1\": \"--1\" at 0 is not an index: " + NEED);
    refuse("[0]", "index \"[0]\": \"[0]\" at 0 is not an index: " + NEED);
    refuse("....", "index \"....\": \"....\" at 0 is not an index: " + NEED);
    refuse("..", "index \"..\": \"..\" at 0 is not an index: " + NEED);
    refuse("٣", "index \"٣\": \"٣\" at 0 is not an index: " + NEED);
    refuse("0,,1", "index \"0,,1\": nothing stands at 2: " + NEED);
    refuse("0, ,1", "index \"0, ,1\": nothing stands at 3: " + NEED);
    refuse(",0", "index \",0\": nothing stands at 0: " + NEED);
    refuse(",", "index \",\": nothing stands at 0: " + NEED);
    refuse("0,,", "index \"0,,\": nothing stands at 2: " + NEED);
    refuse("..., 0, ...", "index \"..., 0, ...\": second \"...\" at 8: need at most one");
  }

  @Test
  void malformedSlicesAreRefused() {
    refuse("a:2", "index \"a:2\": \"a\" at 0 is not a bound: need an integer or nothing");
    refuse(": ..", "index \": ..\": \"..\" at 2 is not a bound: need an integer or nothing");
    refuse(
        "1:2:3:4",
        "index \"1:2:3:4\": \"1:2:3:4\" at 0 is not a slice: need at most start:stop:step");
    refuse("::0", "index \"::0\": step is 0 at 2: must be greater than zero");
    refuse("0, ::-1", "index \"0, ::-1\": step is -1 at 5: must be greater than zero");
  }

  @Test
  void integersThatDoNotFitAreRefused() {
    String range = " does not fit an int: need -2147483648 to 2147483647";
    refuse("2147483648", "index \"2147483648\": \"2147483648\" at 0" + range);
    refuse("0, -2147483649", "index \"0, -2147483649\": \"-2147483649\" at 3" + range);
    refuse(
        ":99999999999999999999999",
        "index \":99999999999999999999999\": \"99999999999999999999999\" at 1" + range);
    refuse("4294967296", "index \"4294967296\": \"4294967296\" at 0" + range);
  }

  @Test
  void stepsAreChecked() {
    assertEquals(
        "slice: step is 0: must be greater than zero",
        assertThrows(IllegalArgumentException.class, () -> Index.slice(0, 1, 0)).getMessage());
    assertEquals(
        "slice: step is -2: must be greater than zero",
        assertThrows(IllegalArgumentException.class, () -> Index.step(-2)).getMessage());
  }

  @Property(tries = 300)
  void whatIsPrintedParsesToItself(@ForAll("indices") List<Index> indices) {
    String text = indices.stream().map(Index::toString).collect(Collectors.joining(", "));
    assertEquals(indices, IndexSyntax.parse(text));
  }

  @Provide
  Arbitrary<List<Index>> indices() {
    Arbitrary<Integer> bound = Arbitraries.integers().injectNull(.3);
    Arbitrary<Index> slice =
        Combinators.combine(bound, bound, Arbitraries.integers().greaterOrEqual(1)).as(Slice::new);
    Arbitrary<Index> place =
        Arbitraries.oneOf(
            slice, Arbitraries.integers().map(Index::at), Arbitraries.just(Index.newAxis()));
    return place.list().ofMinSize(1).ofMaxSize(6);
  }

  private static void assertParses(String text, Index... expected) {
    assertEquals(List.of(expected), IndexSyntax.parse(text));
  }

  private static void refuse(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> IndexSyntax.parse(text)).getMessage());
  }
}
