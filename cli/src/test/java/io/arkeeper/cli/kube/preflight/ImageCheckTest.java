package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ImageCheckTest {

    @Test
    void anImageThatIsOnNoNode() {
        Facts facts = new Facts();

        assertThat(check("image", facts, "zookeeper:1\n", "zookeeper:2\n"))
                .isEqualTo(new Warn(
                        "image",
                        "arkeeper/zookeeper:2 will be pulled on node1, node2, node3 from docker.io, which cannot be checked"
                                + " from here; or load it onto the nodes first"));
        assertThat(check("image", facts, "zookeeper:1\n", "zookeeper:2\n", "IfNotPresent", "Never"))
                .isEqualTo(
                        new Fail(
                                "image",
                                "arkeeper/zookeeper:2 is not on node1, node2, node3 and imagePullPolicy is Never; load it there"));
    }

    private static Check inRegistry(ImageAnswer answer) {
        Facts facts = new Facts();
        facts.inRegistry = Optional.of(answer);
        return check("image", facts, "image: arkeeper/", "image: registry.example/arkeeper/");
    }

    @Test
    void whatTheRegistrySaysOfTheImage() {
        String pulled =
                "registry.example/arkeeper/zookeeper:1 will be pulled on node1, node2, node3 from registry.example";

        assertThat(inRegistry(new ImageAnswer.There()))
                .isEqualTo(new Ok("image", pulled + ", where it is and may be pulled, as seen from here"));
        assertThat(inRegistry(new ImageAnswer.Missing()))
                .isEqualTo(new Fail(
                        "image", pulled + ", where it is not; push it there, or set image.repository and image.tag"));
        assertThat(inRegistry(new ImageAnswer.NeedsLogin()))
                .isEqualTo(new Warn(
                        "image",
                        pulled
                                + ", which needs a login that no pull secret has; unless nodes have one of their own, make a pull"
                                + " secret and name it in imagePullSecrets"));
        assertThat(inRegistry(new ImageAnswer.Refused("harbor")))
                .isEqualTo(new Fail(
                        "image", pulled + ", which does not accept the login of pull secret harbor; make that anew"));
        assertThat(inRegistry(new ImageAnswer.Unknown("it gives no answer within 2 s")))
                .isEqualTo(new Warn(
                        "image",
                        pulled
                                + ", which only nodes can tell: from here it gives no answer within 2 s; or load it onto the nodes"
                                + " first"));
    }

    @Test
    void aPullSecretThatIsMissing() {
        assertThat(check(
                        "image",
                        new Facts(),
                        "      containers:",
                        "      imagePullSecrets: [{name: harbor}]\n      containers:"))
                .isEqualTo(new Fail("image", "the pull secret harbor is not in namespace prod; create it"));
    }
}
