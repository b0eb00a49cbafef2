package dev.musubi.profile.facet;

import dev.musubi.consent.ConsentKey;
import dev.musubi.consent.Decision;
import dev.musubi.identity.Node;
import dev.musubi.order.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * Facets as documents, and back. Names are short, for a profile is written with every batch; keys
 * that come from outside are values here, never field names.
 */
public final class FacetCodec {

    private FacetCodec() {}

    /** Equal facets give equal documents. */
    public static Document write(Facet facet) {
        Document document =
                new Document("n", facet.home().key())
                        .append("s", Facet.SCHEMA)
                        .append("c", facet.count())
                        .append("xh", facet.fingerprint().high())
                        .append("xl", facet.fingerprint().low());
        appendTime(document, "f", facet.firstSeen());
        appendTime(document, "l", facet.lastSeen());
        List<Document> events = new ArrayList<>();
        facet.events().forEach((c, n) -> events.add(new Document("k", c).append("c", n)));
        appendList(document, "e", events);
        List<Document> traits = new ArrayList<>();
        facet.traits()
                .forEach((trait, by) -> by.values().forEach(t -> traits.add(trait(trait, t))));
        appendList(document, "t", traits);
        List<Document> decisions = new ArrayList<>();
        facet.decisions().values().forEach(d -> decisions.add(decision(d)));
        appendList(document, "d", decisions);
        appendList(document, "a", newest(facet.attributes(), Node::key));
        appendList(document, "p", newest(facet.locations(), location -> location));
        List<Document> orders = new ArrayList<>();
        facet.orders().forEach((c, t) -> orders.add(tally(t).append("k", c)));
        appendList(document, "o", orders);
        return document;
    }

    public static Facet read(Document d) {
        Facet facet =
                new Facet(
                        new Node(d.getString("n")),
                        d.getLong("c"),
                        new Fingerprint(d.getLong("xh"), d.getLong("xl")),
                        time(d, "f"),
                        time(d, "l"));
        list(d, "e").forEach(e -> facet.count(e.getString("k"), e.getLong("c")));
        list(d, "t").forEach(t -> facet.say(traitOf(t), traitEntry(t)));
        list(d, "d").forEach(c -> facet.decide(decision(c)));
        list(d, "a")
                .forEach(
                        a ->
                                facet.attributes()
                                        .see(
                                                new Node(a.getString("n")),
                                                a.getDate("at").toInstant()));
        list(d, "p")
                .forEach(p -> facet.locations().see(p.getString("n"), p.getDate("at").toInstant()));
        list(d, "o").forEach(o -> facet.tally(o.getString("k"), tally(o)));
        return facet;
    }

    private static <T extends Comparable<T>> List<Document> newest(
            Newest<T> newest, Function<T, String> name) {
        List<Document> seen = new ArrayList<>();
        newest.seen()
                .forEach(
                        (thing, at) ->
                                seen.add(
                                        new Document("n", name.apply(thing))
                                                .append("at", Date.from(at))));
        return seen;
    }

    private static Document trait(Trait trait, TraitEntry entry) {
        return new Document("k", trait.wire())
                .append("v", entry.value())
                .append("src", entry.source())
                .append("ver", entry.verified())
                .append("at", Date.from(entry.at()))
                .append("ev", entry.event());
    }

    private static Trait traitOf(Document d) {
        return Trait.ofWire(d.getString("k")).orElseThrow();
    }

    private static TraitEntry traitEntry(Document d) {
        return new TraitEntry(
                d.getString("v"),
                d.getString("src"),
                d.getBoolean("ver"),
                d.getDate("at").toInstant(),
                d.getString("ev"));
    }

    private static Document decision(Decision decision) {
        Document d =
                new Document("p", decision.key().purpose())
                        .append("ch", decision.key().channel())
                        .append("cp", decision.key().contactPoint())
                        .append("g", decision.granted())
                        .append("at", Date.from(decision.at()))
                        .append("ev", decision.event());
        appendTime(d, "u", decision.validUntil());
        return d;
    }

    private static Decision decision(Document d) {
        return new Decision(
                new ConsentKey(d.getString("p"), d.getString("ch"), d.getString("cp")),
                d.getBoolean("g"),
                d.getDate("at").toInstant(),
                time(d, "u"),
                d.getString("ev"));
    }

    /** A tally with its amounts as exact decimals. */
    public static Document tally(Tally tally) {
        List<Document> revenue = new ArrayList<>();
        tally.revenue()
                .forEach(
                        (currency, amount) ->
                                revenue.add(
                                        new Document("c", currency)
                                                .append("a", new Decimal128(amount))));
        return new Document("s", tally.sales()).append("c", tally.credits()).append("r", revenue);
    }

    public static Tally tally(Document d) {
        TreeMap<String, BigDecimal> revenue = new TreeMap<>();
        list(d, "r")
                .forEach(
                        r ->
                                revenue.put(
                                        r.getString("c"),
                                        r.get("a", Decimal128.class).bigDecimalValue()));
        return new Tally(d.getLong("s"), d.getLong("c"), revenue);
    }

    private static void appendTime(Document document, String name, @Nullable Instant time) {
        if (time != null) {
            document.append(name, Date.from(time));
        }
    }

    private static @Nullable Instant time(Document document, String name) {
        Date date = document.getDate(name);
        return date == null ? null : date.toInstant();
    }

    private static void appendList(Document document, String name, List<Document> list) {
        if (!list.isEmpty()) {
            document.append(name, list);
        }
    }

    private static List<Document> list(Document document, String name) {
        return document.getList(name, Document.class, List.of());
    }
}
