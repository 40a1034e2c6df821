package io.arkeeper.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands below another, each made when it is called for.
 *
 * <p>A command's options are read by reflection. For all of them that takes longer than most of them run.
 */
public final class Subcommands {

    private final Map<String, Function<List<String>, Object>> commands = new LinkedHashMap<>();

    /** @param name as its annotation has it */
    public Subcommands with(String name, Supplier<Object> command) {
        return group(name, rest -> command.get());
    }

    /** @param group makes a command with commands of its own, from the arguments after its name */
    public Subcommands group(String name, Function<List<String>, Object> group) {
        commands.put(name, group);
        return this;
    }

    /** Adds the command that the arguments begin with; where they begin with none, all: for help and suggestions. */
    public CommandLine addTo(CommandLine parent, List<String> arguments) {
        if (!arguments.isEmpty() && commands.containsKey(arguments.getFirst())) {
            List<String> rest = arguments.subList(1, arguments.size());
            return parent.addSubcommand(commands.get(arguments.getFirst()).apply(rest));
        }
        commands.values().forEach(command -> parent.addSubcommand(command.apply(List.of())));
        return parent;
    }
}
