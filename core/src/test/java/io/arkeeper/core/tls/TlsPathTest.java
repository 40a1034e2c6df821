package io.arkeeper.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberId;
import io.arkeeper.core.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsPathTest {

    private static final TlsWord BOTH = new TlsWord(true, false);
    private static final TlsWord ONLY = new TlsWord(true, true);
    private static final TlsWord GOING = new TlsWord(false, false);

    private static SortedMap<MemberId, Optional<TlsWord>> peers(TlsWord... words) {
        SortedMap<MemberId, Optional<TlsWord>> peers = new TreeMap<>();
        for (int i = 0; i < words.length; i++) {
            peers.put(new MemberId(i + 2), Optional.ofNullable(words[i]));
        }
        return peers;
    }

    @Test
    void requiresTlsOnceAllSpeakIt() {
        assertThat(TlsPath.mayRequire(BOTH, peers(BOTH, ONLY))).isEqualTo(Verdict.yes("all members speak TLS"));
        assertThat(TlsPath.mayRequire(BOTH, peers())).isEqualTo(Verdict.yes("all members speak TLS"));
    }

    @Test
    void waitsForWhoDoesNotSpeakItAndForWhoIsSilent() {
        assertThat(TlsPath.mayRequire(BOTH, peers(BOTH, TlsWord.PLAIN)))
                .isEqualTo(Verdict.no("member 3 does not speak TLS"));
        assertThat(TlsPath.mayRequire(BOTH, peers(null, BOTH)))
                .isEqualTo(Verdict.no("member 2 does not say whether it accepts TLS"));
        assertThat(TlsPath.mayRequire(GOING, peers(BOTH, BOTH))).isEqualTo(Verdict.no("TLS is not wanted"));
    }

    @Test
    void speaksTlsToWhoAcceptsIt() {
        assertThat(TlsPath.speaks(BOTH, Optional.of(BOTH))).isTrue();
        assertThat(TlsPath.speaks(BOTH, Optional.of(TlsWord.PLAIN))).isFalse();
        assertThat(TlsPath.speaks(BOTH, Optional.empty())).isFalse();
        assertThat(TlsPath.speaks(ONLY, Optional.empty())).isTrue();
        assertThat(TlsPath.speaks(GOING, Optional.of(ONLY))).isTrue();
        assertThat(TlsPath.speaks(GOING, Optional.of(BOTH))).isFalse();
    }

    /**
     * Members are restarted in any order with the one or the other wish, learn of each other and require TLS at any
     * moment: whoever knows what the other says finds a way to talk to it.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverIsRestartedWhenever_allFindAWayToTalk(long seed) {
        Random random = new Random(seed);
        for (int world = 0; world < 500; world++) {
            List<TlsWord> words = new ArrayList<>(List.of(TlsWord.PLAIN, TlsWord.PLAIN, TlsWord.PLAIN));
            boolean[] secret = new boolean[3]; // whether it was started with the material
            for (int step = 0; step < 40; step++) {
                int member = random.nextInt(3);
                if (random.nextBoolean()) {
                    boolean wanted = random.nextInt(3) > 0;
                    secret[member] = true;
                    words.set(
                            member,
                            new TlsWord(wanted, wanted && words.get(member).required()));
                } else {
                    require(words, member);
                }
                for (int from = 0; from < 3; from++) {
                    for (int to = 0; to < 3; to++) {
                        boolean tls = TlsPath.speaks(words.get(from), Optional.of(words.get(to)));
                        assertThat(tls ? secret[to] : !words.get(to).required())
                                .as("%d talks to %d in %s", from, to, words)
                                .isTrue();
                    }
                }
            }
        }
    }

    private static void require(List<TlsWord> words, int member) {
        SortedMap<MemberId, Optional<TlsWord>> peers = new TreeMap<>();
        for (int other = 0; other < 3; other++) {
            if (other != member) {
                peers.put(new MemberId(other + 1), Optional.of(words.get(other)));
            }
        }
        if (TlsPath.mayRequire(words.get(member), peers).yes()) {
            words.set(member, new TlsWord(true, true));
        }
    }
}
