package io.arkeeper.cli.kube.preflight;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.registry.Credentials;
import io.arkeeper.bundle.registry.DockerConfig;
import io.arkeeper.bundle.registry.Patience;
import io.arkeeper.bundle.registry.Pause;
import io.arkeeper.bundle.registry.Registry;
import io.arkeeper.bundle.registry.RegistryAddress;
import io.arkeeper.bundle.registry.SystemAuthorities;
import io.arkeeper.bundle.registry.TrustedAuthorities;
import io.arkeeper.cli.kube.preflight.ImageAnswer.Missing;
import io.arkeeper.cli.kube.preflight.ImageAnswer.NeedsLogin;
import io.arkeeper.cli.kube.preflight.ImageAnswer.Refused;
import io.arkeeper.cli.kube.preflight.ImageAnswer.There;
import io.arkeeper.cli.kube.preflight.ImageAnswer.Unknown;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Asks a registry whether it hands out an image, as a node would. */
public final class ImageLook {

    private static final String DOCKER = "docker.io"; // the one registry whose names are not its address
    private static final String DOCKERS_API = "registry-1.docker.io";
    private static final String DOCKERS_LOGIN = "index.docker.io";
    private final Duration patience;

    /** @param patience with the registry, in all */
    public ImageLook(Duration patience) {
        this.patience = patience;
    }

    /** The registry's answer. The pull secrets' contents are by their names, as {@code docker login} writes them. */
    public ImageAnswer at(String image, Map<String, byte[]> pullSecrets) {
        FutureTask<ImageAnswer> question = new FutureTask<>(() -> ask(ImageName.of(image), pullSecrets));
        Thread asking = Thread.ofVirtual().start(question); // a name that is looked up knows no patience
        try {
            return question.get(patience.toMillis(), MILLISECONDS);
        } catch (TimeoutException e) {
            asking.interrupt();
            return new Unknown("it gives no answer within %d s".formatted(patience.toSeconds()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BundleFailure failure) {
                return new Unknown(failure.getMessage().split("; ", 2)[0]); // what to do then is about other commands
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown("it was not asked to the end");
        }
    }

    /** A login that a pull secret has. */
    private record Login(String secret, Credentials credentials) {}

    private ImageAnswer ask(ImageName image, Map<String, byte[]> pullSecrets) throws InterruptedException {
        Optional<Login> login = login(image, pullSecrets);
        try (Registry registry = new Registry(
                RegistryAddress.parse(image.host().equals(DOCKER) ? DOCKERS_API : image.host(), false),
                login.map(Login::credentials),
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.ofThisMachine(System.getenv())),
                new Patience(patience, patience, patience, 1, patience, patience),
                Pause.REAL,
                InstantSource.system())) {
            return registry.manifest(image.repository(), image.reference()).isPresent() ? new There() : new Missing();
        } catch (BundleFailure e) {
            if (e.kind() != BundleFailure.Kind.DENIED) {
                throw e;
            }
            return login.<ImageAnswer>map(known -> new Refused(known.secret())).orElseGet(NeedsLogin::new);
        }
    }

    private static Optional<Login> login(ImageName image, Map<String, byte[]> pullSecrets) {
        return Stream.of(image.host(), DOCKERS_LOGIN)
                .filter(host -> host.equals(image.host()) || image.host().equals(DOCKER))
                .flatMap(host ->
                        login(RegistryAddress.parse(host + "/" + image.repository(), false), pullSecrets).stream())
                .findFirst();
    }

    private static Optional<Login> login(RegistryAddress repository, Map<String, byte[]> pullSecrets) {
        return pullSecrets.entrySet().stream()
                .flatMap(secret ->
                        DockerConfig.in("pull secret " + secret.getKey(), secret.getValue(), repository).stream()
                                .map(credentials -> new Login(secret.getKey(), credentials)))
                .findFirst();
    }
}
