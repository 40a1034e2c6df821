package io.arkeeper.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/jdk}, which the launcher and the Makefile ask for a JDK. */
final class FindJdkIT {

    private static final Path SCRIPT =
            Path.of("../scripts/jdk").toAbsolutePath().normalize();

    @TempDir
    private Path temporary;

    @Test
    void withoutOneItSaysWhatToInstall() throws Exception {
        assertThat(bash(". '%s'; OLDEST_JDK=99; find_jdk".formatted(SCRIPT), Map.of()))
                .isEqualTo(
                        new Run(
                                1,
                                "",
                                "error: no JDK 99 or newer was found in JAVA_HOME, PATH, /usr/lib/jvm or SDKMAN; install one (for example Temurin 99) and set JAVA_HOME to it\n"));
    }

    @Test
    void anOlderJavaHomeIsPassedOver() throws Exception {
        Path old = jdk("old", "17.0.9");
        Path young = jdk("young", "99.0.1");

        Run found = bash(
                ". '%s'; OLDEST_JDK=99; find_jdk; echo \"$JAVA_HOME\"".formatted(SCRIPT),
                Map.of("JAVA_HOME", old.toString(), "PATH", young.resolve("bin") + ":" + System.getenv("PATH")));

        assertThat(found).isEqualTo(new Run(0, young + "\n", ""));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = temporary.toRealPath().resolve(name);
        for (String program : new String[] {"java", "javac"}) {
            Path file = Files.createDirectories(home.resolve("bin")).resolve(program);
            assertThat(Files.writeString(file, "#!/bin/sh\n").toFile().setExecutable(true))
                    .isTrue();
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        return home;
    }

    private Run bash(String script, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
        builder.environment().put("HOME", temporary.toString());
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        Path errors = temporary.resolve("errors");
        Process process = builder.redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), out, Files.readString(errors));
    }
}
