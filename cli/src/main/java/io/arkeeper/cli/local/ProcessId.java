package io.arkeeper.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that may have gone meanwhile. Numbers are used again, so its start time belongs to it.
 *
 * @param startedAt as the operating system tells it; some tell none
 */
public record ProcessId(long pid, Optional<Instant> startedAt) {

    public static ProcessId of(ProcessHandle process) {
        return new ProcessId(process.pid(), process.info().startInstant());
    }

    public boolean isAlive() {
        return handle().isPresent();
    }

    /** Asks the process to end; without effect where it has gone. */
    public void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    public void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(process -> process.info().startInstant().equals(startedAt))
                .filter(process -> !isZombie());
    }

    /** Containers often have a first process that never collects the dead: they look alive to everybody else. */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return true; // it has just gone
        }
    }
}
