package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What is said to whoever mistypes; nothing is started. */
final class UsageTest {

    @TempDir
    private Path state;

    private Run run(String... arguments) {
        return Run.of(Run.bare(state), arguments);
    }

    @ParameterizedTest
    @MethodSource("io.arkeeper.cli.AllCommands#ofOperating")
    void everyCommandDocumentsItsExitCodes(String command) {
        Run help = run((command + " --help").split(" "));

        assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(help.out()).contains("Usage: arkeeper " + command, "Exit codes:", "  0 ", "  1 ", "  2 ");
    }

    @Test
    void aCommandIsMadeAloneAndUnderItsOwnName() {
        Map<String, CommandLine> all = Main.commandLine(Run.bare(state)).getSubcommands();
        Map<String, CommandLine> ofBundle = all.get("bundle").getSubcommands();

        assertThat(all).hasSizeGreaterThan(10);
        assertThat(ofBundle).hasSizeGreaterThan(8);
        for (String name : all.keySet()) {
            assertThat(Main.commandLine(Run.bare(state), name, "--help").getSubcommands())
                    .containsOnlyKeys(name);
        }
        for (String name : ofBundle.keySet()) {
            assertThat(Main.commandLine(Run.bare(state), "bundle", name)
                            .getSubcommands()
                            .get("bundle")
                            .getSubcommands())
                    .containsOnlyKeys(name);
        }
    }

    @Test
    void helpListsEachCommandAsItsOwnHelpBegins() {
        String help = run("--help").out().replaceAll("\\s+", " ");

        Main.commandLine(Run.bare(state)).getSubcommands().forEach((name, command) -> {
            String description =
                    command.getCommandSpec().usageMessage().description()[0].replaceAll("\\s+", " ");
            assertThat(help).contains(" " + name + " " + description);
        });
    }

    @Test
    void aMisspeltOption() {
        assertThat(run("up", "--detatch")).isEqualTo(new Run(ExitCode.BAD_INPUT, "", """
                                error: Unknown option: '--detatch'
                                Possible solutions: --detach
                                Run 'arkeeper up --help' for what it takes.
                                """));
    }

    @Test
    void aMisspeltCommand() {
        assertThat(run("statsu")).isEqualTo(new Run(ExitCode.BAD_INPUT, "", """
                                error: Unmatched argument at index 0: 'statsu'
                                Did you mean: arkeeper status or arkeeper install or arkeeper uninstall?
                                Run 'arkeeper --help' for what it takes.
                                """));
    }

    @Test
    void noCommand() {
        assertThat(run()).isEqualTo(new Run(ExitCode.BAD_INPUT, "", """
                                error: no command given
                                Run 'arkeeper --help' for what it takes.
                                """));
    }

    @Test
    void aNameThatIsNoDnsLabel() {
        assertThat(run("up", "My_ZK")).isEqualTo(new Run(ExitCode.BAD_INPUT, "", """
                                error: the name is 'My_ZK', expected a DNS label: a letter, then lower-case letters, \
                                digits and hyphens, at most 42 in all; use for example my-zk
                                Run 'arkeeper up --help' for what it takes.
                                """));
    }

    @Test
    void theNameComesAfterWhatACommandCannotDoWithout() {
        assertThat(run("scale", "5", "My_ZK").err()).startsWith("error: the name is 'My_ZK'");
        assertThat(run("member", "resync", "0", "My_ZK").err()).startsWith("error: the name is 'My_ZK'");
    }

    @Test
    void aNamespaceThatIsNoDnsLabel() {
        assertThat(run("up", "--namespace", "-").err()).isEqualTo("""
                        error: the namespace is '-', expected a DNS label: a letter, then lower-case letters, \
                        digits and hyphens, at most 63 in all; use for example default
                        Run 'arkeeper up --help' for what it takes.
                        """);
    }

    @Test
    void aFormatThatDoesNotExist() {
        assertThat(run("status", "-o", "yaml").err()).isEqualTo("""
                        error: Invalid value for option '--output': expected one of [table, json] \
                        (case-sensitive) but was 'yaml'
                        Run 'arkeeper status --help' for what it takes.
                        """);
    }

    @Test
    void anEnsembleThatWasNeverStarted() {
        String sentence = "There is no local ensemble 'myzk': none was ever started here.";

        assertThat(run("status")).isEqualTo(new Run(ExitCode.NOT_RUNNING, sentence + "\n", ""));
        assertThat(run("down")).isEqualTo(new Run(ExitCode.OK, sentence + "\n", ""));
        assertThat(run("drill")).isEqualTo(new Run(ExitCode.NOT_RUNNING, "", "error: " + sentence + "\n"));
    }

    @Test
    void aMemberThatIsNotBuilt() {
        assertThat(run("up")).isEqualTo(new Run(ExitCode.CANNOT_RUN_HERE, "", """
                                error: the member is not in no-member; build it with 'make build', or start this \
                                program with ./arkeeper
                                """));
    }

    @Test
    void aCommandThatCameOutOfABundleHasNoMember() {
        Surroundings bare = Run.bare(state);
        Surroundings distribution = new Surroundings(
                new Installation(
                        "arkeeper",
                        bare.installation().chart(),
                        bare.installation().member(),
                        Optional.empty(),
                        true),
                bare.state(),
                bare.input(),
                false,
                bare.kubeconfigs(),
                bare.clusters());

        assertThat(Run.of(distribution, "up", "zk")).isEqualTo(new Run(ExitCode.CANNOT_RUN_HERE, "", """
                                error: this command came out of a bundle, which has the member in its image only, so \
                                nothing can run here; use ./arkeeper of a checkout, or 'arkeeper install zk' on a \
                                cluster
                                """));
    }

    @Test
    void anotherOperatingSystem() {
        assertThatThrownBy(() -> UpCommand.refuseOtherSystems("Mac OS X"))
                .hasMessage("a local ensemble needs Linux, this is Mac OS X: only there every address of 127.0.0.0/8 is"
                        + " the machine's own, and each member needs one; use a virtual machine or a container");
    }
}
