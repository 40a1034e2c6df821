package io.arkeeper.member;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.database.DatabaseState;
import io.arkeeper.member.database.DatabaseFiles;
import io.arkeeper.member.database.DatabaseReport;
import io.arkeeper.member.database.VolumeLayout;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code io.arkeeper.member.Main check [-o json] [--txn-log DIR] [DIR...]}: reads databases and says what is damaged.
 *
 * <p>It writes nothing and takes no lock, so it may look at a disk that is in use; what is being written meanwhile then
 * looks like a record that was cut short.
 */
final class DatabaseCheck {

    static final String USAGE = "check [-o table|json] [--txn-log DIR] [DIR...]";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final List<Path> directories = new ArrayList<>();
    private Optional<Path> txnLog = Optional.empty();
    private boolean json;

    DatabaseCheck(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    ExitCode run(List<String> arguments) {
        try {
            read(arguments);
            return check();
        } catch (IllegalArgumentException e) {
            err.println("error: " + e.getMessage());
            return ExitCode.BAD_CONFIGURATION;
        } catch (IOException e) {
            err.println("error: the disk cannot be read (%s); that is no damage of the files that can be told from here"
                    .formatted(e));
            return ExitCode.DISK_NOT_WRITABLE;
        }
    }

    private void read(List<String> arguments) {
        List<String> left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            String argument = left.removeFirst();
            switch (argument) {
                case "-o", "--output" -> json = format(value(argument, left));
                case "--txn-log" -> txnLog = Optional.of(Path.of(value(argument, left)));
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException(
                                "unknown option '%s', expected %s".formatted(argument, USAGE));
                    }
                    directories.add(Path.of(argument));
                }
            }
        }
        if (directories.isEmpty()) {
            directories.add(Path.of(environment.getOrDefault("ARKEEPER_DATA", "/var/lib/zookeeper")));
            txnLog = txnLog.or(() ->
                    Optional.ofNullable(environment.get("ARKEEPER_TXN_LOG")).map(Path::of));
        }
        if (directories.size() > 1 && txnLog.isPresent()) {
            throw new IllegalArgumentException("--txn-log belongs to one directory, there are %d; check them one by one"
                    .formatted(directories.size()));
        }
    }

    private static String value(String option, List<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("%s lacks its value, expected %s".formatted(option, USAGE));
        }
        return left.removeFirst();
    }

    private static boolean format(String name) {
        return switch (name) {
            case "json" -> true;
            case "table" -> false;
            default -> throw new IllegalArgumentException("the format is '%s', expected table or json".formatted(name));
        };
    }

    private ExitCode check() throws IOException {
        List<DatabaseFiles> databases = new ArrayList<>();
        for (Path directory : directories) {
            DatabaseFiles files = VolumeLayout.of(directory, txnLog);
            if (!Files.isDirectory(directory) || !VolumeLayout.isAny(files)) {
                throw new IllegalArgumentException(
                        "there is no database in %s; name a member's volume, a dataDir, or a version-2"
                                .formatted(directory));
            }
            databases.add(files);
        }
        boolean sound = true;
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < databases.size(); i++) {
            DatabaseState state = databases.get(i).read();
            sound &= state.isSound();
            DatabaseReport report = new DatabaseReport(state);
            if (json) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("directory", directories.get(i).toString());
                fields.putAll(report.fields());
                all.add(fields);
            } else {
                out.println(directories.get(i));
                report.lines().forEach(line -> out.println(line.isEmpty() ? "" : "  " + line));
            }
        }
        if (json) {
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(all));
        }
        out.flush();
        return sound ? ExitCode.OK : ExitCode.DATABASE_UNREADABLE;
    }
}
