package io.arkeeper.member.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.member.disk.MemberDisk;
import io.arkeeper.member.server.ServerView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnsembleNotesTest {

    private static final MemberIdentity SELF = new MemberIdentity("prod", "zk", 0);
    private static final MemberId OTHER = MemberId.ofOrdinal(2);
    private static final EnsembleId LEADERS = new EnsembleId("00000000000000f1");
    private static final EnsembleId OWN = new EnsembleId("00000000000000f2");

    @TempDir
    private Path volume;

    private final CurrentStatus status = new CurrentStatus();
    private final List<MemberId> asked = new ArrayList<>();
    private final Deque<PeerStatement> answers = new ArrayDeque<>();
    private Optional<MemberId> leader = Optional.of(OTHER);
    private boolean serving = true;
    private MemberDisk disk;

    @BeforeEach
    void open() {
        disk = MemberDisk.open(volume, Optional.empty());
        disk.prepare();
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private EnsembleNotes notes(boolean hadData) {
        return new EnsembleNotes(SELF, disk.entry(), hadData, status, id -> {
            asked.add(id);
            return answers.pop();
        });
    }

    private Optional<ServerView> server() {
        EnsembleConfig config = EnsembleConfig.of(0, List.of());
        OptionalLong none = OptionalLong.empty();
        return Optional.of(new ServerView("follower", leader, serving, none, none, config, 0, 0));
    }

    private static PeerStatement belongsTo(EnsembleId ensemble) {
        return new Spoke(DiskContent.DATA, 3, Optional.empty(), true, Optional.of(ensemble));
    }

    private Map<String, Object> written() throws IOException {
        return JSON.std.mapFrom(Files.readString(volume.resolve("member.json")));
    }

    private boolean nothingIsWritten() {
        return !Files.exists(volume.resolve("member.json"));
    }

    private void knows(EnsembleId ensemble) {
        status.update(now -> now.belongingTo(ensemble));
    }

    @Test
    void whoServesForTheFirstTimeIsAMemberFromThenOn() throws IOException {
        disk.entry().beginJoining(SELF, EnsembleConfig.of(0, List.of()), Optional.of(LEADERS));
        assertThat(written()).containsEntry("phase", "joining");

        notes(false).serves();

        assertThat(written()).containsEntry("phase", "member").containsEntry("ensemble", LEADERS.value());
        assertThat(status.get().content()).hasValue(DiskContent.DATA);
    }

    @Test
    void whoWasFilledBelongsToTheEnsembleOfWhoFilledIt_whateverItKnewBefore() throws IOException {
        knows(OWN);
        answers.add(belongsTo(LEADERS));

        notes(false).confirm(this::server);

        assertThat(asked).containsExactly(OTHER);
        assertThat(written()).containsEntry("phase", "member").containsEntry("ensemble", LEADERS.value());
        assertThat(status.get().ensemble()).hasValue(LEADERS);
    }

    @Test
    void dataWithoutAnIdentityTakeTheLeaders() throws IOException {
        answers.add(belongsTo(LEADERS));

        notes(true).confirm(this::server);

        assertThat(written()).containsEntry("ensemble", LEADERS.value());
    }

    @Test
    void dataOfOneEnsembleAreNeverCalledAnothers() {
        knows(OWN);
        answers.add(belongsTo(LEADERS));

        notes(true).confirm(this::server);

        assertThat(nothingIsWritten()).isTrue();
        assertThat(status.get().ensemble()).hasValue(OWN);
    }

    @Test
    void aLeaderAsksNobody() {
        leader = Optional.of(SELF.id());

        notes(false).confirm(this::server);

        assertThat(asked).isEmpty();
        assertThat(nothingIsWritten()).isTrue();
    }

    @Test
    void nobodyIsAskedBeforeItServes() {
        serving = false;
        EnsembleNotes notes = notes(false);

        notes.confirm(this::server);
        assertThat(asked).isEmpty();

        serving = true;
        answers.add(belongsTo(LEADERS));
        notes.confirm(this::server);
        assertThat(asked).containsExactly(OTHER);
    }

    @Test
    void aLeaderThatIsSilentIsAskedAgain_andOneThatSpokeIsNot() throws IOException {
        EnsembleNotes notes = notes(false);
        answers.add(new Silent("no answer"));
        answers.add(belongsTo(LEADERS));

        notes.confirm(this::server);
        assertThat(nothingIsWritten()).isTrue();
        notes.confirm(this::server);
        notes.confirm(this::server);

        assertThat(asked).containsExactly(OTHER, OTHER);
        assertThat(written()).containsEntry("ensemble", LEADERS.value());
    }

    @Test
    void whatAFormerLeaderSaidOfItselfIsNotTheWordOfTheOneThatLeadsNow() {
        EnsembleNotes notes = new EnsembleNotes(SELF, disk.entry(), false, status, id -> {
            leader = Optional.of(MemberId.ofOrdinal(1));
            return belongsTo(LEADERS);
        });

        notes.confirm(this::server);

        assertThat(nothingIsWritten()).isTrue();
        assertThat(status.get().ensemble()).isEmpty();
    }
}
