package io.arkeeper.member.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.SessionCommandLine;
import org.apache.zookeeper.SessionCommandLine.Outcome;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ClientInfo;
import org.slf4j.LoggerFactory;

/**
 * zkCli as the superuser, inside a member's pod: it asks the member for a ticket, and keeps it to itself.
 *
 * <p>It must be a program of the pod, because neither the port that gives tickets nor the one that takes them can be
 * reached from elsewhere; whoever may exec may do this.
 */
public final class SuperuserShell {

    private static final String USAGE =
            "usage: SuperuserShell [--prompt] WHO MEMBER CLIENT_ADDRESS:PORT CONTROL_ADDRESS:PORT [COMMAND...]";
    private static final int REFUSED = 2;
    private static final int NO_SESSION = 4;

    private static final String SCHEME = "super";
    private static final Duration SESSION = Duration.ofSeconds(30);
    private static final Duration TO_CONNECT = Duration.ofSeconds(15);

    private final String member;
    private final String client;
    private final SuperuserTicket ticket;
    private final PrintStream out;
    private final PrintStream err;

    private SuperuserShell(String member, String client, SuperuserTicket ticket, PrintStream out, PrintStream err) {
        this.member = member;
        this.client = client;
        this.ticket = ticket;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) throws InterruptedException {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF); // stdout is for answers
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean prompts = !words.isEmpty() && words.getFirst().equals("--prompt");
        if (prompts) {
            words.removeFirst();
        }
        if (words.size() < 4) {
            System.err.println(USAGE);
            System.exit(REFUSED);
        }
        SuperuserShell shell = new SuperuserShell(
                words.get(1), words.get(2), new SuperuserTicket(words.get(3), words.get(0)), System.out, System.err);
        System.exit(shell.run(words.subList(4, words.size()), prompts));
    }

    private int run(List<String> command, boolean prompts) throws InterruptedException {
        try {
            SessionCommandLine commands = new SessionCommandLine(this::open, member, err);
            int code = code(command.isEmpty() ? converse(commands, prompts) : commands.execute(command));
            if (code == NO_SESSION) {
                err.println(gone()); // and nobody is there to be told of the end
            } else {
                commands.close();
            }
            return code;
        } catch (IOException e) {
            err.println("error: " + e.getMessage());
            return NO_SESSION;
        }
    }

    private static int code(Outcome outcome) {
        return switch (outcome) {
            case DONE -> 0;
            case REFUSED -> REFUSED;
            case SESSION_GONE -> NO_SESSION;
        };
    }

    private Outcome converse(SessionCommandLine commands, boolean prompts) throws IOException, InterruptedException {
        return commands.execute(new BufferedReader(new InputStreamReader(System.in, UTF_8)), () -> {
            if (prompts) {
                out.print(commands.prompt());
                out.flush();
            }
        });
    }

    private ZooKeeper open() throws IOException, InterruptedException {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false"); // the ticket says who comes
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper session = new ZooKeeperAdmin(
                client, Math.toIntExact(SESSION.toMillis()), event -> connected(event, connected), config);
        boolean open = false;
        try {
            if (!connected.await(TO_CONNECT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("%s opens no session within %d s; it does not serve as part of a quorum"
                        .formatted(member, TO_CONNECT.toSeconds()));
            }
            session.addAuthInfo(SCHEME, ticket.ask(session.getSessionId()));
            requireSuperuser(session);
            open = true;
            return session;
        } finally {
            if (!open) {
                session.close();
            }
        }
    }

    private static void connected(WatchedEvent event, CountDownLatch connected) {
        if (event.getState() == KeeperState.SyncConnected) {
            connected.countDown();
        }
    }

    private void requireSuperuser(ZooKeeper session) throws IOException, InterruptedException {
        List<ClientInfo> names = session.whoAmI(); // null where the session was ended instead of an answer
        if (names == null
                || names.stream().noneMatch(name -> name.getAuthScheme().equals(SCHEME))) {
            throw new IOException("%s does not take the ticket; its log says why".formatted(member));
        }
    }

    private String gone() {
        return ("error: the session with %s is gone: its connection was lost, and a ticket is good for one. Whether the last"
                        + " command was done is not known; look, and start anew")
                .formatted(member);
    }
}
