package dev.musubi.e2e.torture;

import dev.musubi.e2e.torture.OrderModel.Moved;
import dev.musubi.e2e.torture.Told.Adjusted;
import dev.musubi.e2e.torture.Told.Cancelled;
import dev.musubi.e2e.torture.Told.Content;
import dev.musubi.e2e.torture.Told.Counted;
import dev.musubi.e2e.torture.Told.Decided;
import dev.musubi.e2e.torture.Told.Returned;
import dev.musubi.e2e.torture.Told.Spot;
import dev.musubi.e2e.torture.Told.Unsubscribed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the writers were told is kept, and what follows from it: their own book, which owes the hub
 * nothing. Thread safe.
 */
final class Model {

    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Set<String> refused = new TreeSet<>();
    private final Set<String> conflicts = new TreeSet<>();
    private final Set<String> deadRows = new TreeSet<>();
    private final Set<String> deadHooks = new TreeSet<>();

    /** The hub said that it keeps the event, or took the file that it is in. */
    synchronized void acknowledged(Told event) {
        Told before = told.putIfAbsent(event.sign(), event);
        if (before != null && !before.equals(event)) {
            throw new AssertionError("two events under one sign: " + before + " and " + event);
        }
    }

    /** The hub refused an event, {@code source|id}: it must not be found. */
    synchronized void refused(String key) {
        refused.add(key);
    }

    /** The hub kept another content of this id aside. */
    synchronized void conflicting(String key) {
        conflicts.add(key);
    }

    /** A row, {@code file:line}, or a whole file that must be a dead letter. */
    synchronized void deadRow(String place) {
        deadRows.add(place);
    }

    /** A signed message that must be a dead letter. */
    synchronized void deadHook(String body) {
        deadHooks.add(body);
    }

    synchronized int size() {
        return told.size();
    }

    synchronized Set<String> refused() {
        return Set.copyOf(refused);
    }

    synchronized Set<String> conflicts() {
        return new TreeSet<>(conflicts);
    }

    synchronized Set<String> deadRows() {
        return new TreeSet<>(deadRows);
    }

    synchronized int deadHooks() {
        return deadHooks.size();
    }

    /** Events that are shown in nobody's timeline, {@code source|id}: those about stock. */
    synchronized List<String> aboutGoods() {
        return told.values().stream()
                .filter(t -> t.word() instanceof Counted || t.word() instanceof Adjusted)
                .map(Told::sign)
                .toList();
    }

    /** All orders, by {@code system|id}. */
    synchronized Map<String, OrderModel> orders() {
        Map<String, List<Told>> words = new TreeMap<>();
        for (Told one : told.values()) {
            order(one).ifPresent(o -> words.computeIfAbsent(o, _ -> new ArrayList<>()).add(one));
        }
        Map<String, OrderModel> orders = new TreeMap<>();
        words.forEach((id, said) -> orders.put(id, OrderModel.of(id, said)));
        return orders;
    }

    private static Optional<String> order(Told one) {
        return switch (one.word()) {
            case Content content -> Optional.of(content.order());
            case Cancelled cancelled -> Optional.of(cancelled.order());
            case Returned returned -> Optional.of(returned.order());
            default -> Optional.empty();
        };
    }

    /**
     * What a person must be.
     *
     * @param events signs of the events that name them
     * @param shown signs of all that their timeline shows: also what names nobody, of their orders
     * @param decisions newest decision by {@code channel point}
     */
    record Person(
            Set<String> events,
            Set<String> shown,
            Map<String, OrderModel> orders,
            Map<String, Told> decisions,
            boolean mailable,
            @Nullable Instant firstSeen,
            @Nullable Instant lastSeen) {

        long sales() {
            return orders.values().stream().filter(o -> o.counts() && !o.credit()).count();
        }

        long credits() {
            return orders.values().stream().filter(o -> o.counts() && o.credit()).count();
        }

        BigDecimal revenue() {
            return orders.values().stream()
                    .map(OrderModel::revenue)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /** All persons, by their number. */
    synchronized List<Person> persons() {
        Map<String, OrderModel> orders = orders();
        List<List<Told>> own = new ArrayList<>();
        List<Set<String>> shown = new ArrayList<>();
        for (int person = 0; person < World.PERSONS; person++) {
            own.add(new ArrayList<>());
            shown.add(new TreeSet<>());
        }
        for (Told one : told.values()) {
            if (one.person() != null) {
                own.get(one.person()).add(one);
                shown.get(one.person()).add(one.sign());
            } else {
                order(one)
                        .map(o -> orders.get(o).owner())
                        .ifPresent(owner -> shown.get(owner).add(one.sign()));
            }
        }
        List<Person> persons = new ArrayList<>();
        for (int person = 0; person < World.PERSONS; person++) {
            persons.add(person(person, own.get(person), shown.get(person), orders));
        }
        return persons;
    }

    private static Person person(
            int number, List<Told> own, Set<String> shown, Map<String, OrderModel> all) {
        Map<String, OrderModel> orders = new TreeMap<>();
        all.forEach(
                (id, order) -> {
                    if (order.owner() != null && order.owner() == number) {
                        orders.put(id, order);
                    }
                });
        Map<String, Told> decisions = new TreeMap<>();
        for (Told one : own) {
            if (one.word() instanceof Decided decided) {
                decisions.merge(decided.channel() + " " + decided.point(), one, Model::inForce);
            }
        }
        return new Person(
                own.stream().map(Told::sign).collect(Collectors.toCollection(TreeSet::new)),
                shown,
                orders,
                decisions,
                mailable(number, decisions, own),
                own.stream().map(Told::at).min(Comparator.naturalOrder()).orElse(null),
                own.stream().map(Told::at).max(Comparator.naturalOrder()).orElse(null));
    }

    /** The newer one; of one time the denial. */
    private static Told inForce(Told one, Told other) {
        int order = one.at().compareTo(other.at());
        if (order == 0) {
            boolean same = granted(one) == granted(other);
            return same
                    ? one.sign().compareTo(other.sign()) > 0 ? one : other
                    : granted(one) ? other : one;
        }
        return order > 0 ? one : other;
    }

    private static boolean granted(Told decision) {
        return ((Decided) decision.word()).granted();
    }

    /** Silence means no, and so does a later denial everywhere or a later unsubscribe. */
    private static boolean mailable(int number, Map<String, Told> decisions, List<Told> own) {
        Told point = decisions.get("email " + World.email(number));
        Told everywhere = decisions.get("email *");
        Told counts = point;
        if (point == null
                || granted(point)
                        && everywhere != null
                        && !granted(everywhere)
                        && !everywhere.at().isBefore(point.at())) {
            counts = everywhere;
        }
        if (counts == null || !granted(counts)) {
            return false;
        }
        Instant grantedAt = counts.at();
        return own.stream()
                .filter(t -> t.word() instanceof Unsubscribed)
                .allMatch(t -> grantedAt.isAfter(t.at()));
    }

    /**
     * What must lie somewhere.
     *
     * @param count the newest; absent where nobody counted
     * @param since what moved after it
     */
    record Position(@Nullable Told count, int since) {}

    /** Every position of which anything is known. */
    synchronized Map<Spot, Position> positions() {
        Map<Spot, Told> counts = new HashMap<>();
        List<Moved> moved = new ArrayList<>();
        for (Told one : told.values()) {
            switch (one.word()) {
                case Counted count -> counts.merge(count.spot(), one, Model::newerCount);
                case Adjusted adjusted ->
                        moved.add(new Moved(adjusted.spot(), one.at(), adjusted.delta()));
                default -> {}
            }
        }
        orders().values().forEach(order -> moved.addAll(order.moved()));
        Map<Spot, Position> positions = new HashMap<>();
        Stream.concat(counts.keySet().stream(), moved.stream().map(Moved::spot))
                .distinct()
                .forEach(
                        spot -> {
                            Told count = counts.get(spot);
                            Predicate<Moved> after =
                                    m -> count == null || m.at().isAfter(count.at());
                            int since =
                                    moved.stream()
                                            .filter(m -> m.spot().equals(spot))
                                            .filter(after)
                                            .mapToInt(Moved::pieces)
                                            .sum();
                            positions.put(spot, new Position(count, since));
                        });
        return positions;
    }

    private static Told newerCount(Told one, Told other) {
        return Comparator.comparing(Told::at)
                                .thenComparingLong(t -> ((Counted) t.word()).sequence())
                                .thenComparing(Told::sign)
                                .compare(one, other)
                        >= 0
                ? one
                : other;
    }
}
