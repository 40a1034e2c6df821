package io.arkeeper.bundle.deb;

/**
 * A package version, ordered as dpkg orders them: {@code [EPOCH:]UPSTREAM[-REVISION]}, digits as numbers, {@code ~}
 * before everything, even before the end.
 */
public record DebianVersion(String text) implements Comparable<DebianVersion> {

    private int epoch() {
        int colon = text.indexOf(':');
        return colon < 0 ? 0 : Integer.parseInt(text.substring(0, colon));
    }

    private String upstream() {
        String rest = text.substring(text.indexOf(':') + 1);
        int dash = rest.lastIndexOf('-');
        return dash < 0 ? rest : rest.substring(0, dash);
    }

    private String revision() {
        int dash = text.lastIndexOf('-');
        return dash < 0 ? "" : text.substring(dash + 1);
    }

    @Override
    public int compareTo(DebianVersion other) {
        int order = Integer.compare(epoch(), other.epoch());
        if (order == 0) {
            order = compareParts(upstream(), other.upstream());
        }
        return order == 0 ? compareParts(revision(), other.revision()) : order;
    }

    private static int compareParts(String left, String right) {
        int l = 0;
        int r = 0;
        while (l < left.length() || r < right.length()) {
            while (hasLetter(left, l) || hasLetter(right, r)) {
                int order = Integer.compare(weight(left, l), weight(right, r));
                if (order != 0) {
                    return order;
                }
                l++;
                r++;
            }
            int leftEnd = endOfDigits(left, l);
            int rightEnd = endOfDigits(right, r);
            int order = new java.math.BigInteger("0" + left.substring(Math.min(l, left.length()), leftEnd))
                    .compareTo(new java.math.BigInteger("0" + right.substring(Math.min(r, right.length()), rightEnd)));
            if (order != 0) {
                return order;
            }
            l = leftEnd;
            r = rightEnd;
        }
        return 0;
    }

    /** A digit ends a run of other characters, so it weighs as much as the end. */
    private static int weight(String part, int at) {
        if (at >= part.length() || isDigit(part, at)) {
            return 0;
        }
        char c = part.charAt(at);
        if (c == '~') {
            return -1;
        }
        return Character.isLetter(c) ? c : c + 256;
    }

    private static boolean hasLetter(String part, int at) {
        return at < part.length() && !isDigit(part, at);
    }

    private static boolean isDigit(String part, int at) {
        return at < part.length() && part.charAt(at) >= '0' && part.charAt(at) <= '9';
    }

    private static int endOfDigits(String part, int from) {
        int at = Math.min(from, part.length());
        while (isDigit(part, at)) {
            at++;
        }
        return at;
    }

    @Override
    public String toString() {
        return text;
    }
}
