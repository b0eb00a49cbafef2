package dev.musubi.search;

import dev.musubi.search.SearchDocument.Names;
import java.time.Instant;
import java.util.List;

/** People for the tests; a test says only what it is about. */
record People(SearchDocument document) {

    static People person(String id) {
        return new People(
                new SearchDocument(
                        id,
                        1,
                        false,
                        Names.NONE,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-11-01T00:00:00Z")));
    }

    People named(String family, String given) {
        Names n = document.names();
        return names(new Names(family, given, n.familyNameKana(), n.givenNameKana(), n.fullName()));
    }

    People kana(String family, String given) {
        Names n = document.names();
        return names(new Names(n.familyName(), n.givenName(), family, given, n.fullName()));
    }

    People fullName(String name) {
        Names n = document.names();
        return names(
                new Names(
                        n.familyName(),
                        n.givenName(),
                        n.familyNameKana(),
                        n.givenNameKana(),
                        name));
    }

    People version(long version) {
        var d = document;
        return new People(
                new SearchDocument(
                        d.id(),
                        version,
                        d.retired(),
                        d.names(),
                        d.emails(),
                        d.phones(),
                        d.cards(),
                        d.orderNumbers(),
                        d.channels(),
                        d.locations(),
                        d.firstSeen(),
                        d.lastSeen()));
    }

    People emails(String... emails) {
        return with(List.of(emails), document.phones(), document.cards(), document.orderNumbers());
    }

    People phones(String... phones) {
        return with(document.emails(), List.of(phones), document.cards(), document.orderNumbers());
    }

    People cards(String... cards) {
        return with(document.emails(), document.phones(), List.of(cards), document.orderNumbers());
    }

    People orders(String... numbers) {
        return with(document.emails(), document.phones(), document.cards(), List.of(numbers));
    }

    People seenIn(String channel, String location) {
        var d = document;
        return new People(
                new SearchDocument(
                        d.id(),
                        d.version(),
                        d.retired(),
                        d.names(),
                        d.emails(),
                        d.phones(),
                        d.cards(),
                        d.orderNumbers(),
                        List.of(channel),
                        List.of(location),
                        d.firstSeen(),
                        d.lastSeen()));
    }

    private People names(Names names) {
        var d = document;
        return new People(
                new SearchDocument(
                        d.id(),
                        d.version(),
                        d.retired(),
                        names,
                        d.emails(),
                        d.phones(),
                        d.cards(),
                        d.orderNumbers(),
                        d.channels(),
                        d.locations(),
                        d.firstSeen(),
                        d.lastSeen()));
    }

    private People with(
            List<String> emails, List<String> phones, List<String> cards, List<String> orders) {
        var d = document;
        return new People(
                new SearchDocument(
                        d.id(),
                        d.version(),
                        d.retired(),
                        d.names(),
                        emails,
                        phones,
                        cards,
                        orders,
                        d.channels(),
                        d.locations(),
                        d.firstSeen(),
                        d.lastSeen()));
    }
}
