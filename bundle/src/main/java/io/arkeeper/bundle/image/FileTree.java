package io.arkeeper.bundle.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of one layer, by absolute path without the leading slash. Parents are added where they are missing.
 *
 * <p>It refuses what an image of ours must not hold: set-user-id files, paths through the links of a merged /usr
 * (unpacking a directory over a link would replace it and lose the C library), and two different things at one path.
 */
final class FileTree {

    private static final Set<String> MERGED = Set.of("bin", "lib", "lib32", "lib64", "sbin");
    private static final int SET_ID = 06000;
    private static final int ROOT = 0;

    private final TreeMap<String, Node> nodes = new TreeMap<>();

    /** What lies at a path. Owner and group have the same number, as users of their own group do. */
    sealed interface Node {

        record Directory(int mode, int owner) implements Node {}

        record RegularFile(Content content, int mode, int owner) implements Node {}

        record Link(String target) implements Node {}
    }

    FileTree directory(String path) {
        return directory(path, 0755, ROOT);
    }

    FileTree directory(String path, int mode, int owner) {
        Node before = nodes.get(path);
        if (before instanceof Node.Directory) {
            nodes.remove(path); // a parent that was added for a file may get its own mode later
        }
        return put(path, new Node.Directory(mode, owner));
    }

    FileTree file(String path, Content content) {
        return file(path, content, 0644);
    }

    FileTree file(String path, Content content, int mode) {
        return put(path, new Node.RegularFile(content, mode, ROOT));
    }

    FileTree link(String path, String target) {
        return put(path, new Node.Link(target));
    }

    /** Adds what is below a directory of this machine. Owners and times are not taken over. */
    FileTree copyOf(Path source, String path) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.sorted().toList()) {
                String relative = source.relativize(file).toString();
                String target = relative.isEmpty() ? path : path + "/" + relative;
                if (Files.isSymbolicLink(file)) {
                    link(target, Files.readSymbolicLink(file).toString());
                } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    directory(target);
                } else {
                    file(target, Content.of(file), Files.isExecutable(file) ? 0755 : 0644);
                }
            }
        }
        return this;
    }

    private FileTree put(String path, Node node) {
        requireSane(path, node);
        addParents(path);
        Node before = nodes.putIfAbsent(path, node);
        if (before != null && !before.equals(node)) {
            throw new IllegalArgumentException("two things at " + path);
        }
        return this;
    }

    private void requireSane(String path, Node node) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.contains("") || parts.contains("..") || parts.contains(".")) {
            throw new IllegalArgumentException("a path is '" + path + "', expected a plain one without leading slash");
        }
        if (MERGED.contains(parts.getFirst()) && !(node instanceof Node.Link && parts.size() == 1)) {
            throw new IllegalArgumentException(path + " goes through a link of the merged /usr; put it below usr/");
        }
        if (parts.getLast().startsWith(".wh.")) {
            throw new IllegalArgumentException(path + " would delete a file of a lower layer");
        }
        if (node instanceof Node.RegularFile file && (file.mode() & SET_ID) != 0) {
            throw new IllegalArgumentException(path + " would run with another user's rights");
        }
    }

    private void addParents(String path) {
        List<String> missing = new ArrayList<>();
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            missing.add(path.substring(0, slash));
        }
        for (String parent : missing) {
            Node node = nodes.computeIfAbsent(parent, absent -> new Node.Directory(0755, ROOT));
            if (!(node instanceof Node.Directory)) {
                throw new IllegalArgumentException(path + " lies below " + parent + ", which is no directory");
            }
        }
    }

    /** Everything, parents before what they hold. */
    SortedMap<String, Node> nodes() {
        return Collections.unmodifiableSortedMap(nodes);
    }
}
