package io.arkeeper.member.lifecycle;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.InvalidSettings;
import io.arkeeper.core.auth.Passwords;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.Loop;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.auth.Fresh;
import io.arkeeper.member.auth.KdcCheck;
import io.arkeeper.member.auth.Logins;
import io.arkeeper.member.auth.ServiceKeys;
import io.arkeeper.member.auth.Users;
import io.arkeeper.member.config.AuthSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may come to a running member: keeps users and keys fresh. */
public final class MemberAuth implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemberAuth.class);

    private static final String KRB5_CONF = "java.security.krb5.conf";
    private static final Duration LOOK = Duration.ofSeconds(1); // kubelet itself takes up to a minute
    private static final Duration ASK = Duration.ofMinutes(5);

    private final AuthSettings settings;
    private final Logins logins;
    private final Loop looking = new Loop("users", LOOK, this::look);
    private final Optional<Loop> asking;
    private volatile Optional<String> kdcProblem = Optional.empty();

    private MemberAuth(AuthSettings settings, Logins logins) {
        this.settings = settings;
        this.logins = logins;
        this.asking = settings.kerberos().map(KdcCheck::new).map(kdc -> new Loop("kdc", ASK, () -> ask(kdc)));
    }

    /**
     * Reads what is there.
     *
     * @throws MemberFailure where it cannot be used
     */
    static MemberAuth open(AuthSettings settings) {
        settings.kerberos()
                .ifPresent(kerberos ->
                        System.setProperty(KRB5_CONF, kerberos.krb5Conf().toString()));
        Optional<Fresh<Passwords>> users =
                settings.users().map(path -> usable("users in " + path, path, Users::ofClients));
        Optional<Fresh<ServiceKeys>> keys = settings.kerberos()
                .map(kerberos ->
                        usable("keytab", kerberos, found -> ServiceKeys.of(found.keytab(), found.principal())));
        Optional<Logins.Members> members = settings.quorum()
                .map(quorum -> new Logins.Members(
                        quorum.user(),
                        usable(
                                "users of members in " + quorum.users(),
                                quorum,
                                found -> Users.ofMembers(found.users(), found.user()))));
        return new MemberAuth(settings, new Logins(users, keys, members));
    }

    private static <S, T> T usable(String what, S source, Function<S, T> open) {
        try {
            return open.apply(source);
        } catch (InvalidSettings e) {
            throw unusable(what, String.join("; and ", e.problems()));
        } catch (InvalidSetting e) {
            throw unusable(what, e.getMessage());
        }
    }

    private static MemberFailure unusable(String what, String why) {
        return new MemberFailure(ExitCode.BAD_CONFIGURATION, "the %s cannot be used: %s".formatted(what, why));
    }

    void start() {
        if (!logins.equals(Logins.NONE)) {
            looking.start();
        }
        asking.ifPresent(Loop::start);
    }

    private void look() {
        fresh().forEach(Fresh::look);
    }

    private void ask(KdcCheck kdc) {
        Optional<String> answer = kdc.problem();
        if (!answer.equals(kdcProblem)) {
            kdcProblem = answer;
            answer.ifPresentOrElse(
                    problem -> LOG.error("Kerberos: {}", problem),
                    () -> LOG.info("Kerberos: the KDC knows this member"));
        }
    }

    private Collection<Fresh<?>> fresh() {
        return Stream.<Optional<? extends Fresh<?>>>of(
                        logins.users(), logins.kerberos(), logins.members().map(Logins.Members::users))
                .<Fresh<?>>flatMap(Optional::stream)
                .toList();
    }

    public AuthSettings settings() {
        return settings;
    }

    Logins logins() {
        return logins;
    }

    /** What people should know: why something that was put in place is refused, or clients are. */
    public List<String> warnings() {
        return Stream.concat(
                        fresh().stream()
                                .flatMap(each -> each
                                        .problem()
                                        .map(problem ->
                                                "the %s that were put in place are refused, those before go on: %s"
                                                        .formatted(each.what(), problem))
                                        .stream()),
                        kdcProblem.stream())
                .toList();
    }

    /** How often other users or keys were taken over since the start. */
    public long adopted() {
        return fresh().stream().mapToLong(Fresh::adopted).sum();
    }

    /** How often some were refused. */
    public long refused() {
        return fresh().stream().mapToLong(Fresh::refused).sum();
    }

    @Override
    public void close() {
        looking.close();
        asking.ifPresent(Loop::close);
    }
}
