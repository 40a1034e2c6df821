package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Each command has its page, and what the page says of options and exit codes is what the command says itself.
 *
 * <p>With {@code ARKEEPER_DOCS=write} in the environment it writes these parts anew.
 */
final class OperatePagesTest {

    private static final Path PAGES = Path.of("..", "docs", "operate");
    private static final Path EXIT_CODES = Path.of("..", "docs", "reference", "exit-codes.md");
    private static final String BEGIN = "<!-- generated from the command itself -->\n";
    private static final String END = "<!-- end of what is generated -->\n";
    private static final Pattern GENERATED =
            Pattern.compile(Pattern.quote(BEGIN) + ".*" + Pattern.quote(END), Pattern.DOTALL);
    private static final Set<String> SUBJECTS =
            Set.of("README", "migrate", "monitoring", "security", "security.zh-CN"); // no single command

    @ParameterizedTest
    @MethodSource("io.arkeeper.cli.AllCommands#ofOperating")
    void thePageSaysWhatTheCommandSays(String name) throws IOException {
        Path page = PAGES.resolve(name.replace(' ', '-') + ".md");
        String text = Files.readString(page);
        String expected = GENERATED
                .matcher(text)
                .replaceFirst(Matcher.quoteReplacement(
                        BEGIN + generated(AllCommands.byName().get(name)) + END));
        if ("write".equals(System.getenv("ARKEEPER_DOCS"))) {
            Files.writeString(page, expected);
        }

        assertThat(text).contains(BEGIN, END);
        assertThat(Files.readString(page)).isEqualTo(expected);
    }

    @Test
    void everyCommandHasAPage_andEveryPageACommand() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".md", ""))
                            .filter(page -> !SUBJECTS.contains(page)))
                    .containsExactlyInAnyOrderElementsOf(AllCommands.ofOperating().stream()
                            .map(name -> name.replace(' ', '-'))
                            .toList());
        }
    }

    @Test
    void everyExitCodeIsInTheReference() throws IOException {
        String reference = Files.readString(EXIT_CODES);
        TreeSet<Integer> codes = AllCommands.byName().values().stream()
                .flatMap(OperatePagesTest::withItsOwn)
                .flatMap(command -> command.getCommandSpec().usageMessage().exitCodeList().keySet().stream())
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));

        String ofTheCommand = reference.substring(reference.indexOf("## Command"));
        codes.forEach(code -> assertThat(ofTheCommand).contains("\n| " + code + " |"));
    }

    private static Stream<CommandLine> withItsOwn(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(OperatePagesTest::withItsOwn));
    }

    private static String generated(CommandLine command) {
        List<String> lines = new ArrayList<>();
        lines.add("## Options");
        lines.add("");
        lines.add("| Option | Meaning |");
        lines.add("|---|---|");
        command.getCommandSpec().positionalParameters().stream()
                .map(OperatePagesTest::row)
                .forEach(lines::add);
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
                .map(OperatePagesTest::row)
                .forEach(lines::add);
        lines.add("");
        lines.add("## Exit codes");
        lines.add("");
        lines.add("| Code | Meaning |");
        lines.add("|---|---|");
        command.getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> lines.add("| %s | %s |".formatted(code, meaning)));
        return String.join("\n", lines) + "\n";
    }

    private static String row(PositionalParamSpec parameter) {
        return "| `%s` | %s |"
                .formatted(parameter.paramLabel(), rendered(parameter.description(), parameter.defaultValue()));
    }

    private static String row(OptionSpec option) {
        String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        String names = Arrays.stream(option.names())
                .map(name -> "`" + name + label + "`")
                .collect(Collectors.joining(", "));
        String values = "";
        if (option.completionCandidates() != null) {
            List<String> candidates = new ArrayList<>();
            option.completionCandidates().forEach(candidates::add);
            values = String.join(", ", candidates);
        }
        return "| %s | %s |"
                .formatted(
                        names,
                        rendered(option.description(), option.defaultValue())
                                .replace("${COMPLETION-CANDIDATES}", values));
    }

    private static String rendered(String[] description, String otherwise) {
        return String.join(" ", description)
                .replace("${DEFAULT-VALUE}", "`" + otherwise + "`")
                .replace("|", "\\|");
    }
}
