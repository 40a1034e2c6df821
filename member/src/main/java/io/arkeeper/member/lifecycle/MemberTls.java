package io.arkeeper.member.lifecycle;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.tls.TlsPath;
import io.arkeeper.core.tls.TlsWord;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.Loop;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.peers.PeerReport;
import io.arkeeper.member.peers.PeerTls;
import io.arkeeper.member.server.QuorumSecurity;
import io.arkeeper.member.tls.RequiredMark;
import io.arkeeper.member.tls.SecretFiles;
import io.arkeeper.member.tls.TlsStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of a running member: keeps its material fresh, and goes the way from plaintext to TLS that {@link TlsPath}
 * decides.
 */
public final class MemberTls implements PeerTls, QuorumSecurity, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemberTls.class);

    private static final Duration LOOK = Duration.ofSeconds(1); // kubelet itself takes up to a minute
    private static final Duration STEP = Duration.ofSeconds(1);

    private final TlsSettings settings;
    private final TlsStore store;
    private final RequiredMark mark;
    private final Map<MemberId, TlsWord> heard = new ConcurrentHashMap<>();
    private final Loop looking;
    private final Loop stepping = new Loop("tls-path", STEP, this::step);
    private volatile boolean required;
    private volatile String path = "";
    private Function<Collection<MemberId>, SortedMap<MemberId, PeerReport>> ask = ids -> new TreeMap<>();
    private Supplier<Collection<MemberId>> others = List::of;
    private Runnable onRequired = () -> {};

    private MemberTls(TlsSettings settings, TlsStore store, RequiredMark mark) {
        this.settings = settings;
        this.store = store;
        this.mark = mark;
        this.looking = new Loop("tls-material", LOOK, store::look);
        this.required = settings.wanted() && mark.isSet();
    }

    /**
     * Of a member with these settings; empty where it has no TLS material.
     *
     * @throws MemberFailure where the material cannot be used
     */
    public static Optional<MemberTls> open(MemberSettings settings, InstantSource clock) {
        if (settings.tls().filter(TlsSettings::wanted).isPresent()) {
            return settings.tls().map(tls -> open(settings, tls, clock));
        }
        clear(settings);
        return settings.tls()
                .filter(tls -> SecretFiles.arePresent(tls.material()))
                .flatMap(tls -> onTheWayBack(settings, tls, clock));
    }

    /** TLS is not wanted, so material that cannot be used is no reason not to start. */
    private static Optional<MemberTls> onTheWayBack(MemberSettings settings, TlsSettings tls, InstantSource clock) {
        try {
            return Optional.of(open(settings, tls, clock));
        } catch (MemberFailure e) {
            LOG.warn("{}; members that still require TLS cannot be spoken to", e.getMessage());
            return Optional.empty();
        }
    }

    private static void clear(MemberSettings settings) {
        try {
            new RequiredMark(settings.data()).clear();
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.DISK_NOT_WRITABLE,
                    "%s cannot be written (%s); the mark that TLS is required must go now that it is not wanted"
                            .formatted(settings.data(), e));
        }
    }

    private static MemberTls open(MemberSettings settings, TlsSettings tls, InstantSource clock) {
        RequiredMark mark = new RequiredMark(settings.data());
        try {
            String host = settings.topology().host(settings.identity().id());
            TlsStore store = TlsStore.open(new SecretFiles(tls.material()), host, clock);
            LOG.info("speaks TLS as {}", store.material());
            return new MemberTls(tls, store, mark);
        } catch (InvalidSetting e) {
            throw new MemberFailure(
                    ExitCode.BAD_CONFIGURATION,
                    "the TLS material in %s cannot be used: %s".formatted(tls.material(), e.getMessage()));
        }
    }

    /**
     * Begins to look after the material and to go the way.
     *
     * @param ask asks members what they say of themselves
     * @param others all the other members, as far as they are known
     * @param onRequired ends connections in plaintext
     */
    void start(
            Function<Collection<MemberId>, SortedMap<MemberId, PeerReport>> ask,
            Supplier<Collection<MemberId>> others,
            Runnable onRequired) {
        this.ask = ask;
        this.others = others;
        this.onRequired = onRequired;
        looking.start();
        if (settings.wanted() && !required) {
            stepping.start();
        }
    }

    /** Goes one step where all others say that they are ready for it. */
    private void step() {
        if (required) {
            stepping.close();
            return;
        }
        SortedMap<MemberId, Optional<TlsWord>> words = new TreeMap<>();
        hear(others.get()).forEach((id, report) -> words.put(id, report.tls()));
        Verdict verdict = TlsPath.mayRequire(word(), words);
        if (!verdict.reason().equals(path)) {
            path = verdict.reason();
            LOG.info("TLS between members: {}", verdict.yes() ? path : "plaintext is still accepted: " + path);
        }
        if (verdict.yes()) {
            require();
        }
    }

    private void require() {
        try {
            mark.set();
            required = true;
            onRequired.run();
        } catch (IOException e) {
            LOG.warn("still accepts plaintext from members: cannot note that all speak TLS ({})", e.toString());
        }
    }

    private SortedMap<MemberId, PeerReport> hear(Collection<MemberId> ids) {
        SortedMap<MemberId, PeerReport> reports = ask.apply(ids);
        reports.forEach((id, report) -> report.tls().ifPresent(word -> heard.put(id, word)));
        return reports;
    }

    public TlsWord word() {
        return new TlsWord(settings.wanted(), required);
    }

    public TlsStore store() {
        return store;
    }

    public TlsSettings settings() {
        return settings;
    }

    @Override
    public boolean acceptsTls() {
        return true;
    }

    @Override
    public boolean requiresTls() {
        return required;
    }

    @Override
    public boolean speaksTlsTo(MemberId peer) {
        if (!required) {
            hear(List.of(peer));
        }
        return TlsPath.speaks(word(), Optional.ofNullable(heard.get(peer)));
    }

    @Override
    public int port() {
        return settings.httpsPort();
    }

    @Override
    public SSLSocketFactory sockets() {
        return store.members().getSocketFactory();
    }

    @Override
    public boolean mayAskInPlaintext() {
        return !required;
    }

    @Override
    public void close() {
        looking.close();
        stepping.close();
    }
}
