package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.Chroot.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChrootTest {

    @Test
    void pathAndRulesAreRead() {
        assertThat(Chroot.parse("/a/b-c", "digest:a:BvJYJfpQUrJ1UW+HYAqbHnZFFHQ=:cdrwa; x509:CN=a,O=b c:r"))
                .isEqualTo(new Chroot(
                        "/a/b-c",
                        List.of(
                                new Rule("digest", "a:BvJYJfpQUrJ1UW+HYAqbHnZFFHQ=", "cdrwa"),
                                new Rule("x509", "CN=a,O=b c", "r"))));
    }

    @Test
    void anAddressWithColonsIsOneId() {
        assertThat(Chroot.parse("/a", "ip:fd00::/8:cdrw").rules()).containsExactly(new Rule("ip", "fd00::/8", "cdrw"));
    }

    @Test
    void ancestorsComeFromTheRoot() {
        assertThat(Chroot.parse("/a/b/c", "world:anyone:cdrwa").ancestors()).containsExactly("/a", "/a/b");
        assertThat(Chroot.parse("/a", "world:anyone:cdrwa").ancestors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "/a/", "/a//b", "/..", "/a/.b", "/zookeeper", "/zookeeper/config", "/a b"})
    void aPathThatCannotBeAChrootIsRefused(String path) {
        assertThatThrownBy(() -> Chroot.parse(path, "world:anyone:cdrwa"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("a path of chroots is '" + path + "', expected one such as /solr or /teams/search, outside"
                        + " /zookeeper; choose another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "world:anyone", "world:anyone:", "auth::cdrwa", "digest:a:xyz", "world:anyone:cdrwa;"})
    void aRuleThatCannotBeReadIsRefused(String access) {
        assertThatThrownBy(() -> Chroot.parse("/a", access))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("the access to /a is '")
                .hasMessageEndingWith(
                        "', expected SCHEME:ID:PERMISSIONS with permissions out of cdrwa; write for example"
                                + " world:anyone:cdrwa");
    }
}
