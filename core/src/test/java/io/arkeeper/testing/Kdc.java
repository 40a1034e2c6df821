package io.arkeeper.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** MIT's KDC, as Debian ships it, with a realm of its own in a directory. */
public final class Kdc implements AutoCloseable {

    public static final String REALM = "TEST.EXAMPLE";

    private static final int PATIENCE_SECONDS = 60;

    private final Path directory;
    private final String host;
    private final int port;
    private Optional<Process> running = Optional.empty();

    private Kdc(Path directory, String host, int port) {
        this.directory = directory;
        this.host = host;
        this.port = port;
    }

    /**
     * Makes the realm; a test skips where there is no KDC on this machine, and fails where there must be one.
     *
     * @param host an address of this machine, at which its clients find it
     */
    public static Kdc make(Path directory, String host) throws IOException, InterruptedException {
        Path modules = OtherPrograms.require("krb5kdc").resolveSibling("kdb");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral(host))) {
            Kdc kdc = new Kdc(Files.createDirectories(directory), host, free.getLocalPort());
            kdc.configure(modules);
            kdc.run("kdb5_util", "-r", REALM, "create", "-s", "-P", "master of the test");
            return kdc;
        }
    }

    private void configure(Path modules) throws IOException {
        Files.writeString(krb5Conf(), """
                [libdefaults]
                  default_realm = %s
                  dns_lookup_kdc = false
                  dns_lookup_realm = false
                  dns_canonicalize_hostname = false
                  rdns = false
                  udp_preference_limit = 1
                [realms]
                  %s = {
                    kdc = %s:%d
                  }
                [dbmodules]
                  db_module_dir = %s
                """.formatted(REALM, REALM, host, port, modules));
        Files.writeString(directory.resolve("kdc.conf"), """
                [kdcdefaults]
                  kdc_listen = %s:%d
                  kdc_tcp_listen = %s:%d
                [realms]
                  %s = {
                    database_name = %s
                    key_stash_file = %s
                    supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
                    master_key_type = aes256-cts-hmac-sha1-96
                  }
                """.formatted(
                        host, port, host, port, REALM, directory.resolve("principals"), directory.resolve("stash")));
    }

    public Path krb5Conf() {
        return directory.resolve("krb5.conf");
    }

    /** Adds somebody, or gives them other keys, and writes these into a keytab of its own. */
    public Path keytab(String... principals) throws IOException, InterruptedException {
        Path keytab = Files.createTempFile(directory, "keys", ".keytab");
        Files.delete(keytab);
        for (String principal : principals) {
            run("kadmin.local", "-r", REALM, "-q", "addprinc -randkey +requires_preauth " + principal);
            run("kadmin.local", "-r", REALM, "-q", "ktadd -k " + keytab + " " + principal);
        }
        return keytab;
    }

    /** Starts it; its clock is ahead of this machine's, where that is wanted, such as {@code +1h}. */
    public void start(Optional<String> ahead) throws IOException {
        close();
        List<String> command = new ArrayList<>();
        ahead.ifPresent(offset ->
                command.addAll(List.of(OtherPrograms.require("faketime").toString(), "-f", offset)));
        command.addAll(List.of(OtherPrograms.require("krb5kdc").toString(), "-r", REALM, "-n"));
        running = Optional.of(builder(command).start());
        Awaitility.await()
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .ignoreExceptions()
                .until(() -> {
                    try (Socket socket = new Socket(host, port)) {
                        return socket.isConnected();
                    }
                });
    }

    private void run(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(OtherPrograms.require(tool).toString()));
        command.addAll(List.of(arguments));
        Process process = builder(command).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("%s: %s".formatted(command, Files.readString(log())));
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("KRB5_CONFIG", krb5Conf().toString());
        builder.environment()
                .put("KRB5_KDC_PROFILE", directory.resolve("kdc.conf").toString());
        return builder;
    }

    private Path log() {
        return directory.resolve("output.txt");
    }

    @Override
    public void close() {
        running.ifPresent(process -> {
            process.destroy();
            process.onExit().join();
        });
        running = Optional.empty();
    }
}
