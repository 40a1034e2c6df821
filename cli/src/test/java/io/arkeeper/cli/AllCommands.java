package io.arkeeper.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The commands there are, by what one types: {@code member check}. */
final class AllCommands {

    private static final List<String> ELSEWHERE = List.of("image", "bundle"); // no operating

    private AllCommands() {}

    static Map<String, CommandLine> byName() {
        Map<String, CommandLine> all = new LinkedHashMap<>();
        Main.commandLine(Run.bare(Path.of("no-state"))).getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty() || ELSEWHERE.contains(name)) {
                all.put(name, command);
            } else {
                command.getSubcommands().forEach((inner, its) -> all.put(name + " " + inner, its));
            }
        });
        return all;
    }

    /** Those that run and look after an ensemble: each has a page in {@code docs/operate}. */
    static Set<String> ofOperating() {
        return byName().keySet().stream()
                .filter(name -> !ELSEWHERE.contains(name))
                .collect(Collectors.toUnmodifiableSet());
    }
}
