package io.arkeeper.core.chroot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.InvalidSetting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChrootTest {

    @Test
    void entriesAreSplitAtTheirFirstAndLastColon() {
        assertThat(Chroot.parse("/a", "digest:u:hash=:cdrwa; ip:fd00::/8:r;sasl:a b:cd"))
                .isEqualTo(new Chroot(
                        "/a",
                        List.of(
                                new Grant("digest", "u:hash=", "cdrwa"),
                                new Grant("ip", "fd00::/8", "r"),
                                new Grant("sasl", "a b", "cd"))));
    }

    @Test
    void thePathsAboveComeFirst() {
        assertThat(new Chroot("/a", List.of(Grant.EVERYBODY)).steps()).containsExactly("/a");
        assertThat(new Chroot("/", List.of(Grant.EVERYBODY)).steps()).containsExactly("/");
        assertThat(new Chroot("/a/b-c/d", List.of(Grant.EVERYBODY)).steps())
                .containsExactly("/a", "/a/b-c", "/a/b-c/d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "world", "world:anyone", "world:anyone:", "world:anyone:x", ":a:r", "world::r", "a:b:r;"})
    void anotherFormIsRefused(String acl) {
        assertThatThrownBy(() -> Chroot.parse("/a", acl))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("expected SCHEME:ID:PERMISSIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a/", "//a", "//"})
    void anotherPathIsRefused(String path) {
        assertThatThrownBy(() -> Chroot.parse(path, "world:anyone:r"))
                .hasMessage("a chroot's path is " + path
                        + ", expected a path from the root on, without / at its end; correct it");
    }
}
