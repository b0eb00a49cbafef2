package dev.musubi.people;

import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import dev.musubi.platform.Transactions;
import dev.musubi.platform.Transactions.Contended;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks whether what is stored of people agrees: facets with the events and orders, identifiers and
 * births with the profiles. Runs beside a working hub: each profile is looked at in one
 * transaction.
 */
public final class Consistency {

    private static final int PAGE = 200;
    private static final int MOST_FINDINGS = 100;
    private static final int TELL_AFTER = 10_000;

    private final DocumentStore store;
    private final Identities identities;
    private final Profiles profiles;
    private final Rebuild rebuild;
    private final Orphans orphans;

    Consistency(
            DocumentStore store,
            Identities identities,
            Profiles profiles,
            Rebuild rebuild,
            Orphans orphans) {
        this.store = store;
        this.orphans = orphans;
        this.identities = identities;
        this.profiles = profiles;
        this.rebuild = rebuild;
    }

    /** What does not agree. */
    public enum Fault {
        /** A facet is not what its events and orders say. */
        FACETS,
        /** An identifier is missing, or points to another profile than the one that has it. */
        IDENTIFIER,
        /** The birth of an identifier is missing, or another's. */
        BIRTH,
        /** The id of a profile is not its oldest birth. */
        ID,
        /** An identifier points to a profile that does not have it, and nobody has. */
        ORPHAN,
        /** Identifiers point to a profile that is gone, or says that it was merged away. */
        LOST,
        /** A profile that says that it lives has no identifiers: it was merged away. */
        RETIRED
    }

    /**
     * One of them.
     *
     * @param profile its id; no other word of a person
     */
    public record Finding(Fault fault, String profile, boolean mended) {}

    /**
     * What was found.
     *
     * @param profiles how many were looked at
     * @param findings the first hundred of them
     */
    public record Report(
            long profiles, long identifiers, long faults, long mended, List<Finding> findings) {

        static final Report NONE = new Report(0, 0, 0, 0, List.of());

        public Report {
            findings = List.copyOf(findings);
        }

        private Report plus(long people, long nodes, List<Finding> found) {
            List<Finding> first = new ArrayList<>(findings);
            found.stream().limit(Math.max(0, MOST_FINDINGS - first.size())).forEach(first::add);
            return new Report(
                    profiles + people,
                    identifiers + nodes,
                    faults + found.size(),
                    mended + found.stream().filter(Finding::mended).count(),
                    first);
        }
    }

    /**
     * Looks at people.
     *
     * @param every one of so many profiles, 1 for all; identifiers that nobody has are looked for
     *     only then
     * @param repair whether what differs is mended
     * @param progress told now and then
     */
    public Report check(int every, boolean repair, Consumer<Report> progress) {
        Report report = Report.NONE;
        long passed = 0;
        long told = 0;
        try (Transactions transactions = new Transactions(store)) {
            List<String> page = profiles.idsAfter(null, PAGE);
            while (!page.isEmpty()) {
                for (String id : page) {
                    if (passed++ % every == 0) {
                        Looked looked = run(transactions, tx -> look(tx, id, repair));
                        report = report.plus(1, looked.nodes(), looked.findings());
                    }
                }
                if (report.profiles() >= told + TELL_AFTER) {
                    progress.accept(report);
                    told = report.profiles();
                }
                page = profiles.idsAfter(page.getLast(), PAGE);
            }
            if (every == 1) {
                report = report.plus(0, 0, orphans.look(transactions, repair));
            }
        }
        return report;
    }

    private record Looked(long nodes, List<Finding> findings) {}

    static <T> T run(Transactions transactions, Function<Transaction, T> work) {
        while (true) {
            try {
                return transactions.run(work);
            } catch (Contended busy) {
                Thread.onSpinWait();
            }
        }
    }

    private Looked look(Transaction transaction, String id, boolean repair) {
        ProfileState live = profiles.states(transaction, List.of(id)).get(id);
        if (live == null || live.retired()) {
            return new Looked(0, List.of());
        }
        if (live.nodes().isEmpty()) {
            return nobody(transaction, live, repair);
        }
        List<Finding> findings = new ArrayList<>();
        if (rebuild.refold(transaction, id, repair).differed()) {
            findings.add(new Finding(Fault.FACETS, id, repair));
        }
        Map<Node, Placement> stand =
                identities.find(transaction, live.nodes().keySet()).placements();
        Map<String, Node> births = identities.births(transaction, live.nodes().values());
        List<Placement> misplaced = new ArrayList<>();
        live.nodes()
                .forEach(
                        (node, birth) -> {
                            Placement right = new Placement(node, id, birth, live.slot());
                            boolean placed = right.equals(stand.get(node));
                            boolean born = node.equals(births.get(birth));
                            if (!placed) {
                                findings.add(new Finding(Fault.IDENTIFIER, id, repair));
                            }
                            if (!born) {
                                findings.add(new Finding(Fault.BIRTH, id, repair));
                            }
                            if (!placed || !born) {
                                misplaced.add(right);
                            }
                        });
        if (!live.nodes().values().stream().sorted().findFirst().orElseThrow().equals(id)) {
            findings.add(new Finding(Fault.ID, id, false));
        }
        if (repair && !misplaced.isEmpty()) {
            identities.place(transaction, misplaced);
        }
        return new Looked(live.nodes().size(), findings);
    }

    /** If identifiers point to it all the same, these are orphans, and put back after this. */
    private Looked nobody(Transaction transaction, ProfileState live, boolean repair) {
        if (repair) {
            profiles.write(
                    transaction,
                    List.of(),
                    List.of(
                            new ProfileState(
                                    live.id(),
                                    live.version() + 1,
                                    live.slot(),
                                    new TreeMap<>(),
                                    Map.of(),
                                    false,
                                    true)),
                    List.of());
        }
        return new Looked(0, List.of(new Finding(Fault.RETIRED, live.id(), repair)));
    }
}
