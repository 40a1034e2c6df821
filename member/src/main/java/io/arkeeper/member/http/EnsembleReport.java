package io.arkeeper.member.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.membership.EnsembleView;
import io.arkeeper.core.membership.MembershipStep;
import io.arkeeper.core.membership.MembershipStep.Add;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.MembershipStep.Remove;
import io.arkeeper.core.membership.MembershipStep.Settled;
import io.arkeeper.core.membership.MembershipStep.Wait;
import io.arkeeper.core.membership.Presence;
import io.arkeeper.member.lifecycle.Member;
import io.arkeeper.member.lifecycle.MemberStatus;
import io.arkeeper.member.membership.MembershipReport;
import io.arkeeper.member.membership.PerformedChange;
import io.arkeeper.member.server.ServerView;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON of {@code /api/v1/ensemble}: who belongs to it, and what the leader does about that. Members that do not lead
 * say who does.
 */
final class EnsembleReport {

    private final Member member;

    EnsembleReport(Member member) {
        this.member = member;
    }

    String json() throws IOException {
        MemberStatus status = member.status();
        Map<String, Object> fields = new LinkedHashMap<>();
        status.server().flatMap(ServerView::leader).ifPresent(leader -> fields.put("leader", name(leader)));
        status.config().ifPresent(config -> addConfig(fields, config));
        member.membership().ifPresent(report -> addMembership(fields, report));
        member.lastChange().ifPresent(last -> fields.put("lastChange", lastChange(last)));
        return JSON.std.asString(fields);
    }

    private void addConfig(Map<String, Object> fields, EnsembleConfig config) {
        fields.put("configVersion", "0x" + config.versionText());
        fields.put("voters", names(config.voters()));
        fields.put("observers", names(config.observers()));
    }

    private void addMembership(Map<String, Object> fields, MembershipReport report) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("kind", kind(report.step()));
        step.put("reason", report.step().reason());
        fields.put("target", report.target());
        fields.put("step", step);
        report.view().ifPresent(view -> fields.put("seen", seen(view)));
    }

    private Map<String, Object> lastChange(PerformedChange last) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind(last.change()));
        fields.put("member", name(changed(last.change())));
        fields.put("reason", last.change().reason());
        fields.put("configVersion", "0x" + last.config().versionText());
        fields.put("at", last.at().toString());
        return fields;
    }

    private static MemberId changed(Change change) {
        return switch (change) {
            case Add add -> add.seat().id();
            case Remove remove -> remove.id();
        };
    }

    private Map<String, String> seen(EnsembleView view) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (Map.Entry<MemberId, Presence> entry : new java.util.TreeMap<>(view.seen()).entrySet()) {
            String leaving = view.isLeaving(entry.getKey()) ? ", leaving" : "";
            seen.put(name(entry.getKey()), entry.getValue() + leaving);
        }
        return seen;
    }

    private static String kind(MembershipStep step) {
        Class<?> type =
                switch (step) {
                    case Add add -> Add.class;
                    case Remove remove -> Remove.class;
                    case Wait wait -> Wait.class;
                    case Settled settled -> Settled.class;
                };
        return type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private List<String> names(Collection<MemberId> ids) {
        return ids.stream().map(this::name).toList();
    }

    private String name(MemberId id) {
        return member.settings().identity().podName(id);
    }
}
