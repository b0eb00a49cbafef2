package dev.musubi.people;

import dev.musubi.identity.Identities;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.profile.Notice;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides anew who everybody is, by the rules of this hub and all evidence there is. Taken back by
 * doing the same under the former rules: who is who is a function of both. Thread safe.
 */
public final class Reresolution {

    private static final int PAGE = 200;
    private static final int TELL_AFTER = 10_000;

    /** A merge may bring in others who have to be looked at: so many times, and no more. */
    private static final int MOST_ROUNDS = 5;

    private static final int MOST_EXAMPLES = 20;

    private final Identities identities;
    private final Profiles profiles;
    private final Reconsideration reconsideration;
    private final Clock clock;

    Reresolution(
            Identities identities,
            Profiles profiles,
            Reconsideration reconsideration,
            Clock clock) {
        this.identities = identities;
        this.profiles = profiles;
        this.reconsideration = reconsideration;
        this.clock = clock;
    }

    /**
     * What came of it, or would.
     *
     * @param examined living profiles
     * @param reconsidered those of which the evidence was gone through
     * @param merged profiles that are another now
     * @param split profiles that came out of another
     * @param shared contact points that join nobody any more
     * @param unshared contact points that do again
     * @param examples some of the merges and splits
     */
    public record Report(
            long examined,
            long reconsidered,
            long merged,
            long split,
            long shared,
            long unshared,
            List<Notice> examples) {

        static final Report NONE = new Report(0, 0, 0, 0, 0, 0, List.of());

        public Report {
            examples = List.copyOf(examples);
        }

        private Report examinedOne() {
            return new Report(
                    examined + 1, reconsidered, merged, split, shared, unshared, examples);
        }

        private Report plus(Reconsideration.Answer answer, boolean first) {
            List<Notice> some = new ArrayList<>(examples);
            answer.notices().stream()
                    .limit(Math.max(0, MOST_EXAMPLES - some.size()))
                    .forEach(some::add);
            return new Report(
                    examined,
                    reconsidered + (first ? 1 : 0),
                    merged + others(answer, Notice.Kind.MERGED),
                    split + others(answer, Notice.Kind.SPLIT),
                    shared + answer.shared().size(),
                    unshared + answer.unshared().size(),
                    some);
        }

        private static long others(Reconsideration.Answer answer, Notice.Kind kind) {
            return answer.notices().stream()
                    .filter(n -> n.kind() == kind)
                    .mapToLong(n -> n.others().size())
                    .sum();
        }
    }

    /**
     * Says what deciding anew would change about those whom the rules may concern, and changes
     * nothing.
     *
     * @param progress told now and then
     */
    public Report preview(Consumer<Report> progress) {
        return all(new Walk(false, true, new HashSet<>()), progress);
    }

    /**
     * Decides anew about everybody, those too of whom no rule could make anybody else.
     *
     * @param preview whether nothing is to be changed
     * @param progress told now and then
     */
    public Report everybody(boolean preview, Consumer<Report> progress) {
        return all(new Walk(true, preview, new HashSet<>()), progress);
    }

    private Report all(Walk walk, Consumer<Report> progress) {
        Report report = Report.NONE;
        long told = 0;
        List<String> page = profiles.idsAfter(null, PAGE);
        while (!page.isEmpty()) {
            report = page(page, walk, report);
            if (report.examined() >= told + TELL_AFTER) {
                progress.accept(report);
                told = report.examined();
            }
            page = profiles.idsAfter(page.getLast(), PAGE);
        }
        return report;
    }

    /** The next page of ids after this one. */
    List<String> after(@Nullable String id, int limit) {
        return profiles.idsAfter(id, limit);
    }

    /**
     * How the walk is made.
     *
     * @param everyone whether evidence is gone through even where no rule can refuse
     * @param counted of a preview, who has been part of a change already
     */
    record Walk(boolean everyone, boolean preview, Set<String> counted) {}

    Report page(List<String> ids, Walk walk, Report before) {
        Report report = before;
        for (ProfileState person : profiles.states(ids)) {
            if (person.retired()) {
                continue;
            }
            report = report.examinedOne();
            if (!walk.counted().contains(person.id())
                    && (walk.everyone() || !reconsideration.settled(person))) {
                report = decide(person.id(), walk, report);
            }
        }
        return report;
    }

    /** Decides anew about the people of whom these links speak. */
    Report about(List<Link> links) {
        Report report = Report.NONE;
        Set<Node> nodes =
                links.stream()
                        .flatMap(l -> Stream.of(l.one(), l.other()))
                        .collect(Collectors.toSet());
        if (nodes.isEmpty()) {
            return report;
        }
        Set<String> people =
                identities.find(nodes).values().stream()
                        .map(Placement::profile)
                        .collect(Collectors.toSet());
        for (String id : people) {
            report = decide(id, new Walk(true, false, Set.of()), report);
        }
        return report;
    }

    private Report decide(String id, Walk walk, Report before) {
        Reconsideration.Question question =
                new Reconsideration.Question(why(), Set.of(), Set.of(), walk.preview());
        Report report = before;
        Set<String> next = Set.of(id);
        for (int round = 0; round < MOST_ROUNDS && !next.isEmpty(); round++) {
            Set<String> changed = new LinkedHashSet<>();
            for (String one : next) {
                Reconsideration.Answer answer = reconsideration.decide(one, question);
                report = report.plus(answer, round == 0);
                answer.changed().forEach(p -> changed.add(p.id()));
            }
            if (walk.preview()) {
                walk.counted().addAll(changed);
                return report;
            }
            next = changed;
        }
        return report;
    }

    private Cluster.Cause why() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int version = reconsideration.rules().version();
        return new Cluster.Cause(LinkLog.RULE_CHANGE, LinkLog.RULES, "rules|" + version, null, now);
    }
}
