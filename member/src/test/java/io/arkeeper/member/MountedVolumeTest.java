package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountedVolumeTest {

    @TempDir
    private Path root;

    private final List<Path> read = new ArrayList<>();

    /** Another issue with this text, as kubelet puts one in place; the one before is deleted. */
    private void put(String issue, String text) throws IOException {
        Path directory = Files.createDirectory(root.resolve(issue));
        Files.writeString(directory.resolve("key"), text);
        Path link = root.resolve("..data");
        Path before = Files.exists(link) ? link.toRealPath() : directory;
        Files.move(
                Files.createSymbolicLink(root.resolve("..data_tmp"), Path.of(issue)),
                link,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        if (!before.equals(directory)) {
            Files.delete(before.resolve("key"));
            Files.delete(before);
        }
    }

    @Test
    void anIssueThatIsReplacedWhileItIsRead_isReadAgain() throws IOException {
        put("..first", "first");

        String text = new MountedVolume(root).read(issue -> {
            read.add(issue);
            if (read.size() == 1) {
                put("..second", "second");
            }
            return Files.readString(issue.resolve("key"));
        });

        assertThat(text).isEqualTo("second");
        assertThat(read).hasSize(2);
    }

    @Test
    void whatIsMissingInTheSameIssue_isMissing() throws IOException {
        put("..first", "first");

        assertThatThrownBy(() -> new MountedVolume(root).read(issue -> {
                    read.add(issue);
                    return Files.readString(issue.resolve("another"));
                }))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(read).hasSize(1);
    }

    @Test
    void withoutTheLink_theDirectoryItselfIsRead() throws IOException {
        Files.writeString(root.resolve("key"), "plain");

        assertThat(new MountedVolume(root).<String>read(issue -> Files.readString(issue.resolve("key"))))
                .isEqualTo("plain");
    }
}
