package io.arkeeper.core;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant when they misspelt one. */
public final class Nearest {

    private Nearest() {}

    /**
     * The known name closest to {@code wrong}, if one is close enough to be worth suggesting: at most a third of its
     * letters differ, or one letter (optimal string alignment distance, case ignored); or one is the start of the other
     * and has four letters or more.
     */
    public static Optional<String> to(String wrong, Collection<String> known) {
        return known.stream()
                .filter(name -> isNear(wrong, name))
                .min(Comparator.comparingInt((String name) -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isNear(String wrong, String name) {
        String a = wrong.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        boolean oneStartsTheOther = Math.min(a.length(), b.length()) >= 4 && (a.startsWith(b) || b.startsWith(a));
        return oneStartsTheOther || distance(a, b) <= Math.max(1, b.length() / 3);
    }

    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        Arrays.setAll(cost[0], j -> j);
        for (int i = 1; i <= a.length(); i++) {
            cost[i][0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
