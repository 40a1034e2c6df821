package io.arkeeper.bundle.advisory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A version as Maven orders them: numbers as numbers, {@code alpha} to {@code rc} and {@code SNAPSHOT} before the release, {@code sp}
 * and anything else behind it, and {@code 1.0} the same as {@code 1}.
 *
 * <p>Written after Maven's own description of the order, which cuts a version at dots, hyphens and wherever digits meet
 * letters.
 */
record MavenVersion(String text) implements Comparable<MavenVersion> {

    private static final int LAST_KNOWN = 7; // whatever else: behind the release and behind sp
    private static final Map<String, Integer> KNOWN = Map.of(
            "alpha",
            0,
            "beta",
            1,
            "milestone",
            2,
            "rc",
            3,
            "cr",
            3,
            "snapshot",
            4,
            "",
            5,
            "final",
            5,
            "ga",
            5,
            "release",
            5);
    private static final Map<String, String> BEFORE_A_DIGIT = Map.of("a", "alpha", "b", "beta", "m", "milestone");

    /** A piece with what stands before it: a dot, or a hyphen, which is also where digits meet letters. */
    private record Token(boolean dot, String text) {

        boolean isNumber() {
            return !text.isEmpty() && Character.isDigit(text.charAt(0));
        }

        /** What changes nothing where it is the last. */
        boolean isNothing() {
            return isNumber() ? number().signum() == 0 : rank() == KNOWN.get("");
        }

        BigInteger number() {
            return new BigInteger(text);
        }

        int rank() {
            if (text.equals("sp")) {
                return KNOWN.get("") + 1;
            }
            return KNOWN.getOrDefault(text, LAST_KNOWN);
        }

        /** What the shorter of two versions has in this one's place. */
        Token missing() {
            return new Token(dot, isNumber() && dot ? "0" : "");
        }

        /** Words, then numbers behind a hyphen, then numbers behind a dot. */
        private int kind() {
            return isNumber() ? (dot ? 2 : 1) : 0;
        }

        int compareTo(Token other) {
            if (kind() != other.kind()) {
                return Integer.compare(kind(), other.kind());
            }
            if (isNumber()) {
                return number().compareTo(other.number());
            }
            int order = Integer.compare(rank(), other.rank());
            return order == 0 && rank() == LAST_KNOWN ? text.compareTo(other.text) : order;
        }
    }

    @Override
    public int compareTo(MavenVersion other) {
        List<Token> left = tokens();
        List<Token> right = other.tokens();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            Token ours = i < left.size() ? left.get(i) : right.get(i).missing();
            Token theirs = i < right.size() ? right.get(i) : left.get(i).missing();
            int order = ours.compareTo(theirs);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private List<Token> tokens() {
        String version = text.toLowerCase(Locale.ROOT);
        List<Token> tokens = new ArrayList<>();
        boolean dot = true;
        int at = 0;
        while (at <= version.length()) {
            int end = endOfPiece(version, at);
            String piece = version.substring(at, end);
            boolean digitFollows = end < version.length() && Character.isDigit(version.charAt(end));
            if (piece.isEmpty()) {
                piece = "0";
            } else if (digitFollows) {
                piece = BEFORE_A_DIGIT.getOrDefault(piece, piece);
            }
            boolean separated = end < version.length() && isSeparator(version.charAt(end));
            tokens.add(new Token(dot, piece));
            dot = separated && version.charAt(end) == '.';
            at = end + (separated ? 1 : 0);
            if (!separated && end == version.length()) {
                break;
            }
        }
        return trimmed(tokens);
    }

    private static int endOfPiece(String version, int from) {
        int at = from;
        while (at < version.length()
                && !isSeparator(version.charAt(at))
                && Character.isDigit(version.charAt(at)) == Character.isDigit(version.charAt(from))) {
            at++;
        }
        return at;
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == '-' || c == '_';
    }

    /** Without what changes nothing, at the end and before each hyphen; the first number is what all are compared by. */
    private static List<Token> trimmed(List<Token> tokens) {
        List<Token> kept = new ArrayList<>();
        for (Token token : tokens) {
            if (!token.dot()) {
                dropNothing(kept);
            }
            kept.add(token);
        }
        dropNothing(kept);
        return kept;
    }

    private static void dropNothing(List<Token> tokens) {
        while (tokens.size() > 1 && tokens.getLast().isNothing()) {
            tokens.removeLast();
        }
    }

    /** By what it means, as they are compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MavenVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return tokens().size();
    }
}
