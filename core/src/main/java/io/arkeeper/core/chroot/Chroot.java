package io.arkeeper.core.chroot;

import io.arkeeper.core.InvalidSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path that the leader creates, or {@code /}, which is there and gets the ACL.
 *
 * @param path from the root on
 * @param acl who may do what there, and with the paths above it where they are missing
 */
public record Chroot(String path, List<Grant> acl) {

    public static final String ROOT = "/";

    public Chroot {
        acl = List.copyOf(acl);
        if (!path.equals(ROOT) && !path.matches("(/[^/]+)+")) {
            throw new InvalidSetting(
                    "a chroot's path", path, "a path from the root on, without / at its end", "correct it");
        }
    }

    /** @param acl entries with a semicolon between them */
    public static Chroot parse(String path, String acl) {
        return new Chroot(
                path,
                Arrays.stream(acl.split(";", -1))
                        .map(String::strip)
                        .map(Grant::parse)
                        .toList());
    }

    /** The path and all above it, the uppermost first: {@code /a/b} is {@code /a}, {@code /a/b}. */
    public List<String> steps() {
        List<String> steps = new ArrayList<>();
        for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
            steps.add(path.substring(0, end));
        }
        steps.add(path);
        return steps;
    }
}
