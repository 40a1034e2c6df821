package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {

    private static final List<String> KNOWN = List.of(
            "servers",
            "serverPort",
            "storage",
            "storageClass",
            "heap",
            "tickTimeMs",
            "syncTicks",
            "initTicks",
            "snapRetain");

    @ParameterizedTest
    @CsvSource({
        "server, servers",
        "Servers, servers",
        "sevrers, servers",
        "serverport, serverPort",
        "tickTime, tickTimeMs",
        "storage-class, storageClass",
        "heep, heap",
        "hepa, heap",
        "snapRetian, snapRetain",
        "snapRetainCount, snapRetain"
    })
    void suggestsWhatWasProbablyMeant(String wrong, String meant) {
        assertThat(Nearest.to(wrong, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicas", "image", "he", "", "securityContext"})
    void suggestsNothingForAnotherWord(String wrong) {
        assertThat(Nearest.to(wrong, KNOWN)).isEmpty();
    }

    @Test
    void prefersTheNearestAndThenTheFirstByName() {
        assertThat(Nearest.to("xyncTicks", KNOWN)).contains("syncTicks");
        assertThat(Nearest.to("cat", List.of("rat", "bat", "cart"))).contains("bat");
    }

    @Test
    void suggestsNothingWhereNothingIsKnown() {
        assertThat(Nearest.to("servers", List.of())).isEmpty();
    }
}
