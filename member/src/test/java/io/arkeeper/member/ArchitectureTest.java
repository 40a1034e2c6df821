package io.arkeeper.member;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Which package may see what. */
final class ArchitectureTest {

    private static final JavaClasses MEMBER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.arkeeper");

    @Test
    void onlyTwoPackagesTouchZooKeepersServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.arkeeper.member.server", "io.arkeeper.member.database")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.zookeeper.server..")
                .check(MEMBER);
    }

    @Test
    void theCoreKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("io.arkeeper.core..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.arkeeper.core..", "java..")
                .check(MEMBER);
    }

    @Test
    void theCoreDoesNothingItself() {
        noClasses()
                .that()
                .resideInAPackage("io.arkeeper.core..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..")
                                .and(not(assignableTo(InputStream.class)))) // certificates are read from one, of bytes
                .check(MEMBER);
    }

    @Test
    void theLineClientKnowsNothingOfTheMember() {
        noClasses()
                .that()
                .resideInAPackage("io.arkeeper.member.client")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.arkeeper.member.lifecycle",
                        "io.arkeeper.member.server",
                        "io.arkeeper.member.disk",
                        "io.arkeeper.member.http")
                .check(MEMBER);
    }

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        SlicesRuleDefinition.slices()
                .matching("io.arkeeper.member.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MEMBER);
    }
}
