package io.arkeeper.member.server;

/** Lets tests whose members run in their own process change the configuration as the members do. */
public final class SuperuserOfThisProcess {

    private SuperuserOfThisProcess() {}

    public static byte[] credentials() {
        return Superuser.credentials();
    }
}
