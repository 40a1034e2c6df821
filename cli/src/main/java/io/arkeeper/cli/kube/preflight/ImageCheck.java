package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import java.util.List;

/** Says whether nodes have the image, or can pull it. */
final class ImageCheck {

    private static final String SUBJECT = "image";

    private ImageCheck() {}

    static Check of(Requirements needs, ClusterFacts facts) {
        List<Node> usable = UsableNodes.of(needs, facts).usable();
        List<String> without = usable.stream()
                .filter(node -> !node.images().contains(ImageName.full(needs.image())))
                .map(Node::name)
                .toList();
        List<String> secrets = needs.pullSecrets().stream()
                .filter(secret -> !facts.secrets().contains(secret))
                .toList();
        if (!secrets.isEmpty()) {
            return new Fail(
                    SUBJECT,
                    "the pull secret %s is not in namespace %s; create it"
                            .formatted(String.join(", ", secrets), facts.namespace()));
        }
        if (!usable.isEmpty() && without.isEmpty() && !needs.pullPolicy().equals("Always")) {
            return new Ok(SUBJECT, "%s is on every node".formatted(needs.image()));
        }
        if (needs.pullPolicy().equals("Never")) {
            return new Fail(
                    SUBJECT,
                    "%s is not on %s and imagePullPolicy is Never; load it there"
                            .formatted(needs.image(), String.join(", ", without)));
        }
        String where =
                usable.isEmpty() || needs.pullPolicy().equals("Always") ? "every node" : String.join(", ", without);
        String sentence = "%s will be pulled on %s from %s"
                .formatted(needs.image(), where, ImageName.of(needs.image()).host());
        return facts.inRegistry()
                .map(answer -> pulled(sentence, answer))
                .orElseGet(() -> new Warn(
                        SUBJECT, sentence + ", which cannot be checked from here; or load it onto the nodes first"));
    }

    private static Check pulled(String sentence, ImageAnswer answer) {
        return switch (answer) {
            case ImageAnswer.There there ->
                new Ok(SUBJECT, sentence + ", where it is and may be pulled, as seen from here");
            case ImageAnswer.Missing missing ->
                new Fail(SUBJECT, sentence + ", where it is not; push it there, or set image.repository and image.tag");
            case ImageAnswer.NeedsLogin login ->
                new Warn(
                        SUBJECT,
                        sentence
                                + ", which needs a login that no pull secret has; unless nodes have one of their own, make a pull"
                                + " secret and name it in imagePullSecrets");
            case ImageAnswer.Refused refused ->
                new Fail(
                        SUBJECT,
                        "%s, which does not accept the login of pull secret %s; make that anew"
                                .formatted(sentence, refused.secret()));
            case ImageAnswer.Unknown unknown ->
                new Warn(
                        SUBJECT,
                        "%s, which only nodes can tell: from here %s; or load it onto the nodes first"
                                .formatted(sentence, unknown.why()));
        };
    }
}
