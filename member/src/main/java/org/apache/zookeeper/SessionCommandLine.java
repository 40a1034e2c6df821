package org.apache.zookeeper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.cli.CliException;

/**
 * ZooKeeper's command line on sessions that somebody else opens, and with an outcome that tells a command that is refused
 * from a session that is gone.
 */
public final class SessionCommandLine extends ZooKeeperMain {

    private static final List<Code> SESSION_IS_GONE =
            List.of(Code.CONNECTIONLOSS, Code.SESSIONEXPIRED, Code.AUTHFAILED, Code.SESSIONCLOSEDREQUIRESASLAUTH);

    /** Where sessions come from. */
    public interface Sessions {
        /** @throws IOException where there is none, and why */
        ZooKeeper open() throws IOException, InterruptedException;
    }

    /** What came of a command. */
    public enum Outcome {
        DONE,
        REFUSED,
        SESSION_GONE
    }

    private final Sessions sessions;
    private final PrintStream err;

    /** @param name of what the sessions are with, for the prompt */
    public SessionCommandLine(Sessions sessions, String name, PrintStream err)
            throws IOException, InterruptedException {
        super(sessions.open());
        this.sessions = sessions;
        this.err = err;
        host = name;
        zk.register(this::seen);
    }

    private void seen(WatchedEvent event) {
        if (event.getType() != EventType.None && getPrintWatches()) {
            printMessage("WATCHER::");
            printMessage(event.toString());
        }
    }

    /** The command {@code connect}: a new session with the same member. */
    @Override
    protected void connectToZK(String other) throws IOException, InterruptedException {
        if (!other.equals(host)) {
            err.printf("this command line stays with %s; end it, and name another member to reach that%n", host);
            return;
        }
        zk.close();
        zk = sessions.open();
        zk.register(this::seen);
    }

    /** Carries out one command. */
    public Outcome execute(List<String> words) throws IOException, InterruptedException {
        cl = new MyCommandOptions();
        cl.parseOptions(words.toArray(String[]::new));
        return process();
    }

    /** Carries out commands line by line, until the lines end, one says so or the session is gone. */
    public Outcome execute(BufferedReader lines, Runnable prompt) throws IOException, InterruptedException {
        while (true) {
            prompt.run();
            String line = lines.readLine();
            if (line == null || line.strip().equals("quit")) {
                return Outcome.DONE;
            }
            if (line.isBlank()) {
                continue; // ZooKeeper would take it for the command before
            }
            cl.parseCommand(line.strip());
            addToHistory(commandCount++, line.strip());
            if (process() == Outcome.SESSION_GONE) {
                return Outcome.SESSION_GONE;
            }
        }
    }

    private Outcome process() throws IOException, InterruptedException {
        try {
            processZKCmd(cl);
            return zk.getState().isAlive() ? Outcome.DONE : Outcome.SESSION_GONE;
        } catch (CliException e) {
            err.println(e.getMessage());
            return e.getCause() instanceof KeeperException refusal && SESSION_IS_GONE.contains(refusal.code())
                    ? Outcome.SESSION_GONE
                    : Outcome.REFUSED;
        }
    }

    /** What a terminal shows in front of a command. */
    public String prompt() {
        return getPrompt();
    }

    /** Ends the session. */
    public void close() throws InterruptedException {
        zk.close();
    }
}
