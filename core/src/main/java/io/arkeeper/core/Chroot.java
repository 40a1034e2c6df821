package io.arkeeper.core;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path that is to exist before its clients come, and who may do what there.
 *
 * @param path from the root on
 * @param rules at least one
 */
public record Chroot(String path, List<Rule> rules) {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final Pattern RULE = Pattern.compile("(world|digest|sasl|x509|ip):(.+):([cdrwa]{1,5})");
    private static final String ZOOKEEPERS_OWN = "/zookeeper";
    private static final String SEPARATOR = ";";

    /**
     * One entry of an access control list.
     *
     * @param scheme such as {@code digest}
     * @param id whom the scheme means
     * @param permissions out of {@code cdrwa}: create, delete, read, write, administer
     */
    public record Rule(String scheme, String id, String permissions) {

        static Rule parse(String path, String text) {
            Matcher matcher = RULE.matcher(text);
            if (!matcher.matches()) {
                throw new InvalidSetting(
                        "the access to " + path,
                        "'" + text + "'",
                        "SCHEME:ID:PERMISSIONS with permissions out of cdrwa",
                        "write for example world:anyone:cdrwa");
            }
            return new Rule(matcher.group(1), matcher.group(2), matcher.group(3));
        }
    }

    public Chroot {
        rules = List.copyOf(rules);
    }

    /**
     * @param path from the root on
     * @param access rules with a semicolon between them
     * @throws InvalidSetting where either cannot be used
     */
    public static Chroot parse(String path, String access) {
        boolean zooKeepersOwn = path.equals(ZOOKEEPERS_OWN) || path.startsWith(ZOOKEEPERS_OWN + "/");
        if (!PATH.matcher(path).matches() || zooKeepersOwn) {
            throw new InvalidSetting(
                    "a path of chroots",
                    "'" + path + "'",
                    "one such as /solr or /teams/search, outside " + ZOOKEEPERS_OWN,
                    "choose another");
        }
        List<Rule> rules = new ArrayList<>();
        for (String rule : access.split(SEPARATOR, -1)) {
            rules.add(Rule.parse(path, rule.strip()));
        }
        return new Chroot(path, rules);
    }

    /** The paths above it, the outermost first: /a/b/c→/a, /a/b. */
    public List<String> ancestors() {
        List<String> ancestors = new ArrayList<>();
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            ancestors.add(path.substring(0, slash));
        }
        return ancestors;
    }
}
