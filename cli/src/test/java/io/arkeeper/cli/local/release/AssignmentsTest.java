package io.arkeeper.cli.local.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.InvalidSetting;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AssignmentsTest {

    private static String json(String... assignments) throws IOException {
        return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(Assignments.read(List.of(assignments)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "servers=5                 | {\"servers\":5}",
                "a=1,b=two                 | {\"a\":1,\"b\":\"two\"}",
                "resources.requests.cpu=1  | {\"resources\":{\"requests\":{\"cpu\":1}}}",
                "a.b=1,a.c=2               | {\"a\":{\"b\":1,\"c\":2}}",
                "a[1].b=x                  | {\"a\":[null,{\"b\":\"x\"}]}",
                "a[0][1]=x                 | {\"a\":[[null,\"x\"]]}",
                "a={x,2}                   | {\"a\":[\"x\",2]}",
                "a={}                      | {\"a\":[]}",
                "a={x},b=y                 | {\"a\":[\"x\"],\"b\":\"y\"}",
                "a=x\\,y                   | {\"a\":\"x,y\"}",
                "a\\.b=1                   | {\"a.b\":1}",
                "a=                        | {\"a\":\"\"}",
                "a=k=v                     | {\"a\":\"k=v\"}",
                "a=true,b=null,c=1.5,d=007 | {\"a\":true,\"b\":null,\"c\":\"1.5\",\"d\":\"007\"}",
                "a=0,b=-3                  | {\"a\":0,\"b\":-3}",
                "a=1,a.b=2                 | {\"a\":{\"b\":2}}",
            })
    void readsWhatHelmReads(String assignment, String expected) throws IOException {
        assertThat(json(assignment)).isEqualTo(expected);
    }

    @Test
    void laterOnesWin() throws IOException {
        assertThat(json("servers=5,heap=1G", "servers=7")).isEqualTo("{\"servers\":7,\"heap\":\"1G\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "servers", "=5", "a,b=1", "a[x]=1", "a[=1", "a[99999]=1", "[0]=1", "a={x"})
    void refusesWhatIsNoAssignment(String assignment) {
        assertThatThrownBy(() -> json(assignment))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("--set is '%s', expected KEY=VALUE; write for example servers=5", assignment);
    }
}
