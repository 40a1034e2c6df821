package io.arkeeper.bundle.image;

import io.arkeeper.bundle.deb.DebFile;
import io.arkeeper.bundle.deb.VerifiedDeb;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * The lowest layer: the C library, a static busybox to debug with, and the few files every program expects.
 *
 * <p>Only what is used is taken out of each package, but its control file and copyright are kept, so that scanners know
 * what is there and licences are honoured.
 */
final class DebianBase {

    /** The release of Debian; also its security and updates suites. */
    static final String SUITE = "trixie";

    static final List<String> PACKAGES = List.of("base-files", "busybox-static", "libc6", "netbase");

    private static final int ZOOKEEPER_USER = 1000;

    // What people type inside a pod: look at files, processes, the network, and edit.
    private static final List<String> APPLETS = List.of(
            ("[ [[ ash awk base64 basename bunzip2 bzcat cat chmod clear cmp cp cut date dd df diff dirname dmesg du echo "
                            + "ed egrep env expr false fgrep find fold free grep gunzip gzip head hexdump hostname id "
                            + "install ip kill killall less ln ls lsof md5sum mkdir mkfifo mktemp more mv nc netstat "
                            + "nl nproc nslookup od patch pgrep pidof ping ping6 pkill printenv printf ps pwd readlink "
                            + "realpath renice reset rev rm rmdir sed seq sh sha1sum sha256sum sha512sum sleep sort "
                            + "split stat strings stty sync tail tar tee telnet test time timeout top touch tr "
                            + "traceroute true tty uname uniq unxz unzip uptime vi watch wc wget which who whoami "
                            + "xargs xxd xzcat yes zcat")
                    .split(" "));

    // Modules of the C library that programs load: names, DNS, mathematics, threads of older programs.
    private static final Predicate<String> LIBRARIES = Pattern.compile(
                    "(ld-linux-.*|lib(c|m|mvec|dl|pthread|rt|resolv|util|anl|nss_dns|nss_files)[.]so.*)")
            .asMatchPredicate();

    private static final List<String> FROM_BASE_FILES =
            List.of("etc/debian_version", "etc/host.conf", "etc/os-release", "usr/lib/os-release");
    private static final List<String> FROM_NETBASE = List.of("etc/protocols", "etc/services", "etc/rpc");

    private final Processor processor;

    DebianBase(Processor processor) {
        this.processor = processor;
    }

    FileTree tree(List<VerifiedDeb> debs) throws IOException {
        FileTree tree = new FileTree();
        skeleton(tree);
        users(tree);
        for (VerifiedDeb deb : debs) {
            add(tree, deb);
        }
        APPLETS.forEach(applet -> tree.link("usr/bin/" + applet, "busybox"));
        tree.file(
                "usr/share/arkeeper/packages",
                Content.of(debs.stream().map(deb -> deb.record().line() + "\n").collect(Collectors.joining())));
        return tree;
    }

    private static void skeleton(FileTree tree) {
        for (String directory :
                List.of("dev", "etc", "home", "mnt", "opt", "proc", "run", "srv", "sys", "usr/bin", "usr/sbin")) {
            tree.directory(directory);
        }
        for (String directory : List.of("usr/lib", "usr/lib64", "usr/local/bin", "var/cache", "var/lib", "var/log")) {
            tree.directory(directory);
        }
        tree.directory("root", 0700, 0).directory("tmp", 01777, 0).directory("var/tmp", 01777, 0);
        tree.link("bin", "usr/bin")
                .link("sbin", "usr/sbin")
                .link("lib", "usr/lib")
                .link("lib64", "usr/lib64");
        tree.link("var/run", "/run").link("var/lock", "/run/lock");
    }

    private static void users(FileTree tree) {
        tree.file("etc/passwd", Content.of("""
                        root:x:0:0:root:/root:/bin/sh
                        nobody:x:65534:65534:nobody:/nonexistent:/bin/false
                        zookeeper:x:%1$d:%1$d:ZooKeeper:/var/lib/zookeeper:/bin/sh
                        """.formatted(ZOOKEEPER_USER)));
        tree.file("etc/group", Content.of("""
                        root:x:0:
                        tty:x:5:
                        nogroup:x:65534:
                        zookeeper:x:%d:
                        """.formatted(ZOOKEEPER_USER)));
        // Without the line for hosts the C library would ask DNS before /etc/hosts.
        tree.file("etc/nsswitch.conf", Content.of("""
                        passwd:    files
                        group:     files
                        hosts:     files dns
                        networks:  files
                        protocols: files
                        services:  files
                        """));
    }

    private void add(FileTree tree, VerifiedDeb deb) throws IOException {
        DebFile file = new DebFile(deb.file());
        String name = deb.record().name();
        file.data((path, entry, content) -> {
            String merged = mergedUsr(path);
            if (wanted(name, merged)) {
                add(tree, merged, entry, content);
            }
        });
        // dpkg's status, one file per package, where scanners look for it in images without dpkg.
        tree.file("var/lib/dpkg/status.d/" + name, Content.of(status(file.control())));
    }

    private boolean wanted(String packageName, String path) {
        if (path.equals("usr/share/doc/" + packageName + "/copyright")) {
            return true;
        }
        String libraries = "usr/lib/" + processor.libraries() + "/";
        return switch (packageName) {
            case "base-files" -> FROM_BASE_FILES.contains(path) || path.startsWith("usr/share/common-licenses/");
            case "busybox-static" -> path.equals("usr/bin/busybox");
            case "netbase" -> FROM_NETBASE.contains(path);
            default ->
                path.equals("usr/" + processor.loader())
                        || (path.startsWith(libraries) && LIBRARIES.test(path.substring(libraries.length())));
        };
    }

    private void add(FileTree tree, String path, TarArchiveEntry entry, InputStream in) throws IOException {
        if (entry.isSymbolicLink()) {
            tree.link(path, entry.getLinkName());
        } else if (entry.isFile()) {
            Content content = Content.of(in.readAllBytes());
            processor.requireOwn(path, content);
            tree.file(path, content, entry.getMode() & 0777);
        }
    }

    /** Releases up to bookworm ship /lib and /bin as such; all of them are links into /usr here. */
    private static String mergedUsr(String path) {
        return path.matches("(bin|sbin|lib|lib64)/.*") ? "usr/" + path : path;
    }

    private static String status(String control) {
        return control.replaceFirst("\n", "\nStatus: install ok installed\n");
    }
}
