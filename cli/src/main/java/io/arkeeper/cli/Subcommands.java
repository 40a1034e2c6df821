package io.arkeeper.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands below another, each made when it is called for.
 *
 * <p>A command's options are read by reflection. For all of them that takes longer than most of them run.
 */
public final class Subcommands {

    /** @param make from the arguments after its name */
    private record Subcommand(Class<?> type, Function<List<String>, Object> make) {}

    private final Map<String, Subcommand> commands = new LinkedHashMap<>();

    /** @param name as its annotation has it */
    public <T> Subcommands with(String name, Class<T> type, Supplier<T> command) {
        commands.put(name, new Subcommand(type, rest -> command.get()));
        return this;
    }

    /** @param group makes a command of that type with commands of its own, from the arguments after its name */
    public Subcommands group(String name, Class<?> type, Function<List<String>, CommandLine> group) {
        commands.put(name, new Subcommand(type, group::apply));
        return this;
    }

    /**
     * Adds the command that the arguments begin with. Where they begin with something else, which is a call for help or a
     * slip of the pen, all are there by name and with the first line of their help; without arguments, whole.
     */
    public CommandLine addTo(CommandLine parent, List<String> arguments) {
        if (arguments.isEmpty()) {
            commands.values()
                    .forEach(command -> parent.addSubcommand(command.make().apply(List.of())));
        } else if (commands.containsKey(arguments.getFirst())) {
            List<String> rest = arguments.subList(1, arguments.size());
            parent.addSubcommand(commands.get(arguments.getFirst()).make().apply(rest));
        } else {
            commands.forEach((name, command) -> parent.addSubcommand(name, entry(command.type())));
        }
        return parent;
    }

    /** What a list of commands says of one. */
    private static CommandSpec entry(Class<?> type) {
        CommandSpec entry = CommandSpec.create();
        entry.usageMessage().description(type.getAnnotation(Command.class).description());
        return entry;
    }
}
