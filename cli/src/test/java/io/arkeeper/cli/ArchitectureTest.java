package io.arkeeper.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.arkeeper.cli");

    @Test
    void whatRunsAnEnsembleKnowsNoCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("io.arkeeper.cli.local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "io.arkeeper.cli")
                .check(CLASSES);
    }

    @Test
    void theLifeOfAPodIsDecidedWithoutInputAndOutput() {
        classes()
                .that()
                .resideInAPackage("io.arkeeper.cli.local.pod")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util",
                        "java.util.stream",
                        "java.util.function",
                        "java.time",
                        "io.arkeeper.cli.local.pod",
                        "io.arkeeper.cli.local.release")
                .check(CLASSES);
    }

    @Test
    void helmStaysBehindFourClasses() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(ChartRenderer|HelmLibrary|HelmReleases|KeptSignals)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.marcnuri..", "com.sun.jna..")
                .check(CLASSES);
    }
}
