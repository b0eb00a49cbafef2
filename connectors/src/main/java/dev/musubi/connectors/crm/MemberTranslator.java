package dev.musubi.connectors.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.csv.EventText;
import dev.musubi.connectors.csv.Person;
import dev.musubi.identity.Identifier;
import dev.musubi.platform.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes events of what a row changes. Pure: the same change gives the same events, their ids are
 * {@code number|hash of the content}.
 */
final class MemberTranslator {
    private final MemberMapping mapping;
    private final boolean historical;

    /**
     * @param historical whether the events are back-fill
     */
    MemberTranslator(MemberMapping mapping, boolean historical) {
        this.mapping = mapping;
        this.historical = historical;
    }

    /**
     * At most one {@code profile.updated}, one {@code consent.changed} a decision and one {@code
     * member.left}.
     */
    List<ObjectNode> events(Member member, Change.Something change) {
        var events = new ArrayList<ObjectNode>();
        if (change.profile()) {
            var event = event("profile.updated", change.time(), member.identifiers());
            if (!member.traits().isEmpty()) {
                var traits = event.putObject("traits");
                member.traits().forEach(traits::put);
            }
            event.putObject("data");
            events.add(named(event, member.number()));
        }
        for (var consent : change.consents()) {
            var at = consent.at() == null ? change.time() : consent.at();
            var event = event("consent.changed", at, List.of(member.number()));
            event.putObject("data")
                    .put("purpose", consent.purpose())
                    .put("channel", consent.channel())
                    .put("decision", consent.granted() ? "granted" : "denied");
            events.add(named(event, member.number()));
        }
        if (change.leaves()) {
            events.add(left(member.number(), change.time(), "status"));
        }
        return events;
    }

    /** The event of a member whom a full file no longer has. */
    ObjectNode missing(Known gone) {
        var member = mapping.member();
        var number = new Identifier(member.known(), member.namespace(), gone.member(), false);
        return left(number, gone.time(), "missing");
    }

    private ObjectNode left(Identifier number, Instant time, String reason) {
        var event = event("member.left", time, List.of(number));
        event.putObject("data").put("reason", reason);
        return named(event, number);
    }

    private ObjectNode event(String type, Instant time, List<Identifier> identifiers) {
        var event = Json.object();
        event.put("source", mapping.source());
        event.put("id", "");
        event.put("type", type);
        event.put("time", time.toString());
        event.put("channel", mapping.channel());
        Person.write(event, identifiers);
        return event;
    }

    private ObjectNode named(ObjectNode event, Identifier number) {
        event.put("id", number.value() + "|" + EventText.hash(event));
        if (historical) {
            event.put("historical", true);
        }
        return EventText.checked(event);
    }
}
