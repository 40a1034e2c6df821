package io.arkeeper.member.admission;

/** Somebody speaks another language on this port. */
public final class Malformed extends Exception {

    private static final long serialVersionUID = 1;

    public Malformed(String what, Object found, String expected) {
        super(
                "%s is %s, expected %s".formatted(what, found, expected),
                null,
                false,
                false); // an attack is cheap to make
    }
}
