package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ArgumentFileTest {

    @Test
    void readsWhatTheJavaCommandReads() {
        assertThat(ArgumentFile.read("""
                                # how a member's JVM is started (java @member.args)
                                -XX:+UseG1GC -Dempty=""   # the collector
                                -Dname="with space"
                                '-Dquoted=a\\'b'

                                -cp
                                @HOME@/lib/member.jar
                                """))
                .containsExactly(
                        "-XX:+UseG1GC",
                        "-Dempty=",
                        "-Dname=with space",
                        "-Dquoted=a'b",
                        "-cp",
                        "@HOME@/lib/member.jar");
    }
}
