package dev.taper;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. */
class ArchitectureTest {
  private static final String CORE = "dev.taper";
  private static final String KERNEL = "dev.taper.kernel";
  private static final String NNF = "dev.taper.nnf";
  private static final String NN = "dev.taper.nn";
  private static final String OPTIM = "dev.taper.optim";
  private static final String DATA = "dev.taper.data";
  private static final String IO = "dev.taper.io";
  private static final String VECTOR_API = "jdk.incubator.vector";

  private static final JavaClasses MAIN = new ClassFileImporter().importPath(mainClasses());

  @TestFactory
  Stream<DynamicTest> packagesImportOnlyWhatTheirArrowsAllow() {
    return Stream.of(
        arrows(KERNEL),
        arrows(CORE, KERNEL),
        arrows(NNF, CORE, KERNEL),
        arrows(NN, NNF, CORE),
        arrows(OPTIM, CORE),
        arrows(DATA, CORE),
        arrows(IO, CORE));
  }

  @Test
  void everyPackageHasItsArrows() {
    classes().should().resideInAnyPackage(CORE, KERNEL, NNF, NN, OPTIM, DATA, IO).check(MAIN);
  }

  @Test
  void onlyTheKernelsKnowTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(KERNEL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API + "..")
        .check(MAIN);
  }

  @Test
  void nothingPrints() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.IO")
        .check(MAIN);
  }

  @Test
  void nothingEndsTheProgram() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(MAIN);
  }

  private static DynamicTest arrows(String from, String... to) {
    return DynamicTest.dynamicTest(
        from + " -> " + String.join(", ", to),
        () ->
            classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat(
                    are(
                        resideInAnyPackage(to)
                            .or(resideInAPackage(from))
                            .or(theJdk())
                            .or(resideInAPackage("org.jspecify.annotations"))))
                .allowEmptyShould(true)
                .check(MAIN));
  }

  private static DescribedPredicate<JavaClass> theJdk() {
    return resideInAnyPackage("java..", "javax..", "jdk..");
  }

  private static Path mainClasses() {
    try {
      URI marker = DType.class.getResource("DType.class").toURI();
      return Path.of(marker).getParent().getParent().getParent();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
