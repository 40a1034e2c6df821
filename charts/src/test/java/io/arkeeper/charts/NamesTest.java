package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the objects are called, and which names are refused because Kubernetes could not use them. */
class NamesTest {

    private static final String LONGEST_RELEASE = "a".repeat(42);
    private static final String ADVICE = "; choose another release name or set fullnameOverride";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    myzk          | ''                                        | myzk-zookeeper
                    zookeeper     | ''                                        | zookeeper
                    my-zookeeper  | ''                                        | my-zookeeper
                    myzk          | nameOverride: quorum                      | myzk-quorum
                    quorum        | nameOverride: quorum                      | quorum
                    myzk          | fullnameOverride: coordination            | coordination
                    myzk          | {nameOverride: a, fullnameOverride: b}    | b
                    123           | fullnameOverride: 'on'                    | on
                    """)
    void objects_areCalledAfterReleaseAndChart(String release, String values, String name) throws Exception {
        Manifest rendered = HELM.render(MYZK.named(release).with(values));

        assertThat(rendered.objects())
                .containsOnlyKeys(
                        "StatefulSet/" + name,
                        "Service/" + name,
                        "Service/" + name + "-headless",
                        "PodDisruptionBudget/" + name,
                        "ConfigMap/" + name,
                        "ServiceAccount/" + name,
                        "Role/" + name,
                        "RoleBinding/" + name,
                        "Pod/" + name + "-test");
    }

    @Test
    void names_findEachOther() throws Exception {
        Manifest rendered = HELM.render(MYZK.named("a").in("b").with("nameOverride: c"));

        assertThat(List.of(
                        rendered.at("StatefulSet/a-c", "spec", "serviceName").getAsString(),
                        rendered.at("StatefulSet/a-c", "spec", "template", "spec", "volumes", "0", "configMap", "name")
                                .getAsString(),
                        rendered.at("ConfigMap/a-c", "data", "member.properties")
                                .getAsString()
                                .lines()
                                .findFirst()
                                .orElseThrow()))
                .containsExactly("a-c-headless", "a-c", "service=a-c-headless");
    }

    @Test
    void namespace_isThatOfTheRelease() throws Exception {
        assertThat(HELM.render(MYZK.in("7")).objects().values()).allSatisfy(object -> assertThat(
                        object.getAsJsonObject("metadata").get("namespace").getAsString())
                .isEqualTo("7"));
    }

    @Test
    void longestName_isAccepted() throws Exception {
        Manifest rendered = HELM.render(MYZK.named(LONGEST_RELEASE));

        assertThat(rendered.objects()).containsKey("StatefulSet/" + LONGEST_RELEASE + "-zookeeper");
    }

    @Test
    void nameTooLongForObservers_isRefusedOnlyWhereThereAreAny() throws Exception {
        String release = "a".repeat(34);

        assertThat(HELM.render(MYZK.named(release)).objects()).hasSize(9);
        assertThat(Refusal.problems(HELM, MYZK.named(release).with("observers: 1")))
                .containsExactly(
                        "the observers' StatefulSet's name " + release
                                + "-zookeeper-observer has 53 characters, expected at most 52, "
                                + "so that Kubernetes can add a revision hash; choose a shorter release name or set fullnameOverride");
    }

    @Test
    void nameTooLongForTheRevisionLabel_isRefused() {
        assertThat(Refusal.problems(HELM, MYZK.named("a" + LONGEST_RELEASE)))
                .containsExactly(
                        "the StatefulSet's name a" + LONGEST_RELEASE
                                + "-zookeeper has 53 characters, expected at most 52, "
                                + "so that Kubernetes can add a revision hash; choose a shorter release name or set fullnameOverride");
    }

    @Test
    void nameWithADot_isRefused() {
        assertThat(Refusal.problems(HELM, MYZK.named("my.zk")))
                .containsExactly(
                        "the StatefulSet's name my.zk-zookeeper is no DNS label, expected a letter first, then "
                                + "lower-case letters, digits and hyphens" + ADVICE);
    }

    @Test
    void nameThatBeginsWithADigit_isRefused() {
        assertThat(Refusal.problems(HELM, MYZK.named("3zk")))
                .containsExactly("the StatefulSet's name 3zk-zookeeper is no DNS label, expected a letter first, then "
                        + "lower-case letters, digits and hyphens" + ADVICE);
    }

    @ParameterizedTest
    @CsvSource({"my.namespace", "My-Namespace", "-mine"})
    void namespaceThatIsNoDnsLabel_isRefused(String namespace) {
        assertThat(Refusal.problems(HELM, MYZK.in(namespace)))
                .containsExactly(
                        "the namespace " + namespace
                                + " is no DNS label, expected at most 63 lower-case letters, digits and hyphens; choose another namespace");
    }

    @Test
    void hostNameTooLongForDns_isRefused() {
        String domain = String.join(".", "d".repeat(60), "d".repeat(60), "d".repeat(60));
        String name = LONGEST_RELEASE + "-zookeeper";

        assertThat(Refusal.problems(HELM, MYZK.named(LONGEST_RELEASE).with("clusterDomain: " + domain)))
                .containsExactly(
                        "the member's host name " + name + "-2." + name + "-headless.default.svc." + domain
                                + " has 311 characters, expected at most 253; choose a shorter release name or namespace, or set fullnameOverride");
    }
}
