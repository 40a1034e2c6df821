package io.arkeeper.member.disk;

import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what a file system says into the sentence and exit code for it. */
public final class DiskFailures {

    private DiskFailures() {}

    /** Something that writes to a volume. */
    interface Writing {
        void run() throws IOException;
    }

    /** @throws MemberFailure where {@code volume} refuses it */
    static void writing(Path volume, Writing action) {
        try {
            action.run();
        } catch (IOException e) {
            throw of(volume, e);
        }
    }

    public static MemberFailure of(Path path, IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return new MemberFailure(
                    ExitCode.DISK_FULL,
                    "no space left on the volume of %s; grow the claim or free space, nothing was deleted"
                            .formatted(path),
                    e);
        }
        return new MemberFailure(
                ExitCode.DISK_NOT_WRITABLE,
                "%s cannot be written (%s); make the volume writable for the member's user (in the chart: fsGroup 1000)"
                        .formatted(
                                path,
                                e instanceof AccessDeniedException
                                        ? "permission denied for " + e.getMessage()
                                        : e.getMessage()),
                e);
    }
}
