package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.e2e.torture.Model.Person;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares every person: names, figures, consents, orders, and each event of theirs once. */
final class PeopleAudit {

    private final Door hub;
    private final Differences found;

    PeopleAudit(Door hub, Differences found) {
        this.hub = hub;
        this.found = found;
    }

    /** The profiles by number of the person, of those who are one profile of their own. */
    Map<Integer, JsonNode> compare(List<Person> persons) {
        Map<Integer, JsonNode> profiles = profiles();
        profiles.forEach((number, profile) -> compare(number, persons.get(number), profile));
        return profiles;
    }

    private Map<Integer, JsonNode> profiles() {
        ObjectNode asked = Door.JSON.createObjectNode();
        ArrayNode identifiers = asked.putArray("identifiers");
        for (int person = 0; person < World.PERSONS; person++) {
            World.identifiers(person).forEach(identifiers::add);
        }
        JsonNode results = hub.post("/api/v1/profiles/lookup", asked).body().path("results");
        found.same("profiles looked up", identifiers.size(), results.size());
        Map<Integer, JsonNode> profiles = new TreeMap<>();
        Map<String, Integer> owners = new HashMap<>();
        int names = identifiers.size() / World.PERSONS;
        for (int person = 0; person < World.PERSONS; person++) {
            Set<String> ids = new TreeSet<>();
            JsonNode profile = null;
            for (int name = 0; name < names; name++) {
                JsonNode result = results.path(person * names + name);
                profile = result.path("profile");
                ids.add(profile.path("id").asText("nobody"));
            }
            for (String id : ids) {
                Integer before = id.equals("nobody") ? null : owners.put(id, person);
                if (before != null) {
                    found.add("persons %d and %d are one".formatted(before, person));
                }
            }
            if (ids.size() > 1 || ids.contains("nobody") || profile == null) {
                found.add("person %d is not one: %s".formatted(person, ids));
                continue;
            }
            profiles.put(person, profile);
        }
        return profiles;
    }

    private void compare(int number, Person person, JsonNode profile) {
        String who = "person " + number;
        JsonNode stats = profile.path("stats");
        found.same(who + " names", new TreeSet<>(World.identifiers(number)), names(profile));
        found.same(who + " events", (long) person.events().size(), stats.path("events").asLong());
        found.same(who + " orders", person.sales(), stats.path("orders").asLong());
        found.same(who + " credits", person.credits(), stats.path("credits").asLong());
        found.same(who + " revenue", person.revenue(), amount(stats.path("revenue")));
        found.same(
                who + " first seen", String.valueOf(person.firstSeen()), time(stats, "firstSeen"));
        found.same(who + " last seen", String.valueOf(person.lastSeen()), time(stats, "lastSeen"));
        found.same(who + " consents", decisions(person.decisions()), decisions(profile));
        String id = profile.path("id").asText();
        JsonNode mail = mail(id);
        found.same(who + " may be mailed, by " + mail, person.mailable(), mailable(number, mail));
        found.same(who + " orders", told(person.orders()), orders(id));
        timeline(who, id, person.shown());
    }

    private static Set<String> names(JsonNode profile) {
        Set<String> names = new TreeSet<>();
        for (JsonNode one : profile.path("identifiers")) {
            String namespace = one.has("namespace") ? one.path("namespace").asText() + ":" : "";
            names.add(one.path("type").asText() + ":" + namespace + one.path("value").asText());
        }
        return names;
    }

    private static Set<String> decisions(Map<String, Told> decisions) {
        return decisions.entrySet().stream()
                .map(
                        e ->
                                "%s %s at %s"
                                        .formatted(
                                                e.getKey(),
                                                ((Told.Decided) e.getValue().word()).granted()
                                                        ? "granted"
                                                        : "denied",
                                                e.getValue().at()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> decisions(JsonNode profile) {
        Set<String> decisions = new TreeSet<>();
        for (JsonNode one : profile.path("consents")) {
            decisions.add(
                    "%s %s %s at %s"
                            .formatted(
                                    one.path("channel").asText(),
                                    one.path("contactPoint").asText().replaceFirst("^email:", ""),
                                    one.path("decision").asText(),
                                    time(one, "time")));
        }
        return decisions;
    }

    private JsonNode mail(String id) {
        return hub.read("/api/v1/profiles/" + id + "/permissions?purpose=marketing&channel=email")
                .path("permissions");
    }

    /** Of their own address; what was said about all addresses stands beside it. */
    private static boolean mailable(int number, JsonNode permissions) {
        List<JsonNode> own = new ArrayList<>();
        permissions.forEach(
                one -> {
                    if (one.path("contactPoint").asText().equals("email:" + World.email(number))) {
                        own.add(one);
                    }
                });
        return own.size() == 1 && own.getFirst().path("allowed").asBoolean();
    }

    private static Set<String> told(Map<String, OrderModel> orders) {
        return orders.values().stream()
                .map(o -> told(o.id(), o.status(), o.revenue()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String told(String id, String status, BigDecimal revenue) {
        BigDecimal plain = revenue.signum() == 0 ? BigDecimal.ZERO : revenue.stripTrailingZeros();
        return "%s %s %s".formatted(id, status, plain.toPlainString());
    }

    private Set<String> orders(String id) {
        Set<String> orders = new TreeSet<>();
        pages(
                "/api/v1/profiles/" + id + "/orders?limit=200",
                order -> {
                    String key =
                            order.path("orderSystem").asText()
                                    + "|"
                                    + order.path("orderId").asText();
                    String told =
                            told(key, order.path("status").asText(), amount(order.path("revenue")));
                    if (!orders.add(told)) {
                        found.add("an order is listed twice: " + told);
                    }
                });
        return orders;
    }

    private void timeline(String who, String id, Set<String> shown) {
        Set<String> signs = new TreeSet<>();
        pages(
                "/api/v1/profiles/" + id + "/timeline?limit=200",
                event -> {
                    if (!signs.add(sign(event))) {
                        found.add(who + " timeline: twice " + sign(event));
                    }
                    found.same(sign(event) + " state", "applied", event.path("state").asText());
                });
        found.same(who + " timeline", shown, signs);
    }

    /** How the model names an event of which the hub made the id. */
    private static String sign(JsonNode event) {
        String source = event.path("source").asText();
        String id = event.path("id").asText();
        JsonNode data = event.path("data");
        if (source.startsWith("pos:")) {
            BigDecimal total = BigDecimal.ZERO;
            for (JsonNode line : data.path("lines")) {
                total =
                        total.add(
                                decimal(line.path("quantity"))
                                        .multiply(decimal(line.path("unitPrice"))));
            }
            return source + "|" + data.path("orderId").asText() + "|" + total.toPlainString();
        }
        if (id.startsWith("consent-")) {
            return source
                    + "|%s %s %s"
                            .formatted(
                                    id.substring(0, id.lastIndexOf(':')),
                                    time(event, "time"),
                                    data.path("decision").asText());
        }
        boolean named = id.startsWith("cancellation:") || id.startsWith("refund:");
        return source + "|" + (named ? id.substring(0, id.lastIndexOf(':')) : id);
    }

    private void pages(String path, Consumer<JsonNode> each) {
        String cursor = "";
        do {
            JsonNode page = hub.read(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(each);
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty());
    }

    private static BigDecimal amount(JsonNode byCurrency) {
        return decimal(byCurrency.path(World.CURRENCY));
    }

    static BigDecimal decimal(JsonNode number) {
        return new BigDecimal(number.asText("0"));
    }

    private static @Nullable String time(JsonNode of, String field) {
        return of.has(field) ? instant(of.path(field)).toString() : "null";
    }

    private static Instant instant(JsonNode time) {
        return OffsetDateTime.parse(time.asText()).toInstant();
    }
}
