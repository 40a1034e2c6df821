package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.testing.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ClaimsCheckTest {

    @Test
    void claimsOfAnEarlierRelease() {
        Facts facts = new Facts();
        facts.claims = claims("50Gi", 0, 1, 2);
        assertThat(check("claims", facts))
                .isEqualTo(new Warn(
                        "claims",
                        "datadir-myzk-zookeeper-0, datadir-myzk-zookeeper-1, datadir-myzk-zookeeper-2 are left of an"
                                + " earlier release: its data comes back; delete them first for an empty ensemble"));

        facts.claims = claims("10Gi", 0, 1, 2);
        assertThat(check("claims", facts).sentence()).endsWith("its data comes back; they keep their size of 10.0 GiB");

        facts.claims = claims("50Gi", 1);
        assertThat(check("claims", facts).sentence())
                .isEqualTo("datadir-myzk-zookeeper-1 is left of an earlier release, for 1 of 3 members: no majority, so"
                        + " nobody may be elected; restore the others, or delete it");

        facts.release = Optional.of(Snapshots.release("deployed", 1, ""));
        assertThat(check("claims", facts)).isEqualTo(new Ok("claims", "datadir-myzk-zookeeper-1"));
    }

    private static List<ClaimView> claims(String size, int... ordinals) {
        Stream<ClaimView> own = IntStream.of(ordinals).mapToObj(i -> Snapshots.claim(i, "Bound", size));
        ClaimView ofAnother = new ClaimView(
                "datadir-other-zookeeper-0", "Bound", Optional.empty(), Quantity.of("1Gi"), Snapshots.NOW, false);
        return Stream.concat(own, Stream.of(ofAnother)).toList();
    }
}
