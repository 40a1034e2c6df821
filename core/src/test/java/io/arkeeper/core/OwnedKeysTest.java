package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedKeysTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    tickTime                 | extraConfig.tickTime is the member's own; remove it, set tickTimeMs instead
                    4lw.commands.whitelist   | extraConfig.4lw.commands.whitelist is the member's own; remove it, set limits.words instead
                    server.1                 | extraConfig.server.1 is the member's own; remove it, the members know each other by their names
                    admin.serverPort         | extraConfig.admin.serverPort is the member's own; remove it, the member has an HTTP server of its own, see httpPort
                    zookeeper.skipACL        | extraConfig.zookeeper.skipACL is the member's own; remove it, anybody could then change who belongs to the ensemble
                    """)
    void ownedKey_isRefusedWithWhatToDo(String key, String refusal) {
        assertThat(OwnedKeys.refusal(key)).contains(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapCount", "autopurge.other", "clientPortListenBacklog", "maxCnxnsOther", "serverX"})
    void anyOtherKey_isAllowed(String key) {
        assertThat(OwnedKeys.refusal(key)).isEmpty();
    }

    /** The chart refuses the same keys before anything is installed, in the same words. */
    @Test
    void ownedKeys_areThoseOfTheChart() throws IOException {
        String template = Files.readString(Path.of("../charts/zookeeper/templates/_config.tpl"));
        String start = "{{- define \"zookeeper.ownedKeys\" -}}\n";
        int from = template.indexOf(start) + start.length();
        Map<String, String> owned = new LinkedHashMap<>();
        Pattern.compile("(?m)^(\\S+): (.*)$")
                .matcher(template.substring(from, template.indexOf("{{- end -}}", from)))
                .results()
                .forEach(line -> owned.put(line.group(1), line.group(2)));

        assertThat(owned).isEqualTo(OwnedKeys.all());
    }
}
