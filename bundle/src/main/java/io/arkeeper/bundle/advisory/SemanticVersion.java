package io.arkeeper.bundle.advisory;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * A version of a Go module or of Go itself, ordered as semantic versions are: {@code v1.2.3-rc.1} before {@code 1.2.3}, whatever
 * follows a plus counts for nothing.
 */
record SemanticVersion(String text) implements Comparable<SemanticVersion> {

    private List<String> core() {
        return pieces(text.replaceFirst("^(v|go)", "").replaceFirst("[-+].*", ""));
    }

    private String before() {
        String withoutBuild = text.replaceFirst("[+].*", "");
        int dash = withoutBuild.indexOf('-');
        return dash < 0 ? "" : withoutBuild.substring(dash + 1);
    }

    private static List<String> pieces(String dotted) {
        return Arrays.asList(dotted.split("\\.", -1));
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = compare(core(), other.core(), "0");
        if (order != 0) {
            return order;
        }
        if (before().isEmpty() || other.before().isEmpty()) {
            return Boolean.compare(before().isEmpty(), other.before().isEmpty());
        }
        return compare(pieces(before()), pieces(other.before()), "");
    }

    private static int compare(List<String> left, List<String> right, String missing) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = compare(i < left.size() ? left.get(i) : missing, i < right.size() ? right.get(i) : missing);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Nothing before numbers, numbers before words. */
    private static int compare(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(!left.isEmpty(), !right.isEmpty());
        }
        boolean leftIsNumber = left.matches("[0-9]+");
        boolean rightIsNumber = right.matches("[0-9]+");
        if (leftIsNumber && rightIsNumber) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        if (leftIsNumber != rightIsNumber) {
            return leftIsNumber ? -1 : 1;
        }
        return left.compareTo(right);
    }
}
