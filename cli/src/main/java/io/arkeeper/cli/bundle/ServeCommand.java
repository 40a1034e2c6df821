package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.relocation.RelocatableFile;
import io.arkeeper.bundle.serve.Catalog;
import io.arkeeper.bundle.serve.Doorkeeper;
import io.arkeeper.bundle.serve.RegistryServer;
import io.arkeeper.bundle.serve.ServeListener;
import io.arkeeper.bundle.serve.ServerTls;
import io.arkeeper.cli.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = {
            "Be a read-only registry straight from the file, so that nodes can pull where there is no registry.",
            "It prints what the nodes and Helm need to know, and serves until it is stopped with Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended",
            "1:a bug of Arkeeper's",
            "2:an option, the file or a certificate cannot be used",
            "7:the address is taken, or a file cannot be read or written",
            "11:bytes or a signature are not what they must be",
            "130:stopped with Ctrl-C",
            "143:stopped by SIGTERM"
        })
final class ServeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The bundle, or a tar of 'arkeeper image build'.")
    Path file;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "0.0.0.0:5000",
            description = "Where to listen (default: ${DEFAULT-VALUE}, on all addresses).")
    String listen;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "The name or address by which the nodes reach this machine (default: its first address).")
    Optional<String> host;

    @Option(names = "--cert", paramLabel = "FILE", description = "The certificate to show, with its chain, in PEM.")
    Optional<Path> certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Its key, unencrypted, in PEM.")
    Optional<Path> key;

    @Option(
            names = "--tls-dir",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Without --cert: where a self-signed certificate and its key are made once and kept, as "
                    + ServerTls.GENERATED_CERTIFICATE + " and " + ServerTls.GENERATED_KEY
                    + " (default: the current directory).")
    Path tlsDirectory;

    @Option(names = "--plain-http", description = "Serve without TLS; only on loopback.")
    boolean plainHttp;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Serve only who shows this, as bearer token or as password of any user. Others on this machine"
                            + " see it; --token-file hides it.")
    Optional<String> token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "The same, read from a file.")
    Optional<Path> tokenFile;

    @Option(
            names = "--verify-key",
            paramLabel = "FILE",
            description = "Serve only what the owner of this public key has signed.")
    Optional<Path> verifyKey;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        InetSocketAddress address = ListenAddress.parse(listen);
        if (plainHttp && !address.getAddress().isLoopbackAddress()) {
            throw bad(
                    "--listen is '%s', expected loopback with --plain-http: nodes must not pull what anybody on the way can change; leave --plain-http out"
                            .formatted(listen));
        }
        Doorkeeper doorkeeper = doorkeeper();
        LocalNames names = LocalNames.ofThisMachine();
        String shown = host.orElseGet(() -> names.best(address.getAddress()));
        Optional<ServerTls> tls = tls(names, shown);
        try (RelocatableFile bundle = RelocatableFile.open(file)) {
            bundle.verify(KeyFiles.verifier(verifyKey));
            PrintWriter out = spec.commandLine().getOut();
            try (RegistryServer server = RegistryServer.start(
                    address,
                    tls.map(ServerTls::context),
                    Catalog.of(bundle.content(), bundle.layout()),
                    bundle.layout(),
                    doorkeeper,
                    RegistryServer.Limits.DEFAULT,
                    requestLog(out))) {
                String literal = shown.contains(":") ? "[" + shown + "]" : shown;
                new ServeInstructions(
                                bundle.content(),
                                literal + ":" + server.address().getPort(),
                                tls.map(ServerTls::certificateFile),
                                certificate.isEmpty() && tls.isPresent(),
                                isGuarded())
                        .lines()
                        .forEach(out::println);
                out.println();
                out.flush();
                return untilStopped();
            }
        }
    }

    private static int untilStopped() {
        CountDownLatch stopped = new CountDownLatch(1);
        try (StopSignal signal = StopSignal.calls(stopped::countDown, Duration.ofSeconds(5))) {
            stopped.await();
            return 0;
        } catch (InterruptedException e) {
            return 0; // whoever runs us in their process wants it back
        }
    }

    /** A line for what was pulled and for what was refused; clients ask whether things exist all the time. */
    private static ServeListener requestLog(PrintWriter out) {
        return (peer, method, path, status, bytes, whole) -> {
            if (method.equals("GET") || status >= 400) {
                synchronized (out) {
                    out.printf(
                            "%s %s %s %d %s%s%n",
                            peer,
                            method,
                            path.replaceAll("\\p{Cntrl}", "?"),
                            status,
                            Amount.of(bytes),
                            whole ? "" : " (cut off)");
                    out.flush();
                }
            }
        };
    }

    private Optional<ServerTls> tls(LocalNames names, String shown) {
        if (certificate.isPresent() != key.isPresent()) {
            throw bad("--cert and --key belong together; give both, or neither to have them made");
        }
        if (plainHttp) {
            if (certificate.isPresent()) {
                throw bad("--cert and --plain-http exclude each other; leave one out");
            }
            return Optional.empty();
        }
        if (certificate.isPresent()) {
            return Optional.of(ServerTls.given(certificate.get(), key.orElseThrow(), InstantSource.system()));
        }
        Collection<String> all = new LinkedHashSet<>(List.of(shown));
        all.addAll(names.all());
        return Optional.of(ServerTls.generated(
                tlsDirectory.normalize(), all, List.of(shown), new SecureRandom(), InstantSource.system()));
    }

    private boolean isGuarded() {
        return token.isPresent() || tokenFile.isPresent();
    }

    private Doorkeeper doorkeeper() {
        if (token.isPresent() && tokenFile.isPresent()) {
            throw bad("--token and --token-file exclude each other; leave one out");
        }
        if (!isGuarded()) {
            return Doorkeeper.open();
        }
        String secret = token.orElseGet(() -> read(tokenFile.orElseThrow())).strip();
        if (secret.isEmpty()) {
            throw bad("the token is empty; leave the option out to serve everybody");
        }
        return Doorkeeper.with(secret);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT, "%s cannot be read; give the file with the token".formatted(file), e);
        }
    }

    private static BundleFailure bad(String sentence) {
        return new BundleFailure(BundleFailure.Kind.BAD_INPUT, sentence);
    }
}
