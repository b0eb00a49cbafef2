package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.CellLimits;
import dev.musubi.connectors.csv.Column;
import dev.musubi.connectors.csv.Person;
import dev.musubi.connectors.csv.TimeColumns;
import dev.musubi.connectors.csv.UnreadableValue;
import dev.musubi.connectors.csv.Values;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Nodes;
import dev.musubi.platform.Digests;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads cells by a mapping. Pure; one for all rows of a file. */
final class MemberReader {
    private static final Pattern SPACE = Pattern.compile("[\\s\u3000]+");
    private static final String BIRTH_DATE = "birthDate";
    private static final int LONGEST_NUMBER = 128;

    private final MemberMapping mapping;
    private final Set<IdentifierType> verified;
    private final Map<String, Integer> places = new HashMap<>();
    private final int width;
    private final List<DateTimeFormatter> times;
    private final List<DateTimeFormatter> days;
    // Member numbers have no country: the region decides nothing here.
    private final Nodes nodes = new Nodes("JP");

    /**
     * @param names the columns in order
     * @param verified the identifier types that the account vouches for
     */
    MemberReader(MemberMapping mapping, List<String> names, Set<IdentifierType> verified) {
        this.mapping = mapping;
        this.verified = verified;
        this.width = names.size();
        for (var i = 0; i < names.size(); i++) {
            places.put(names.get(i), i);
        }
        var updatedAt = mapping.updatedAt();
        this.times = updatedAt == null ? TimeColumns.iso() : updatedAt.formatters();
        this.days = mapping.birthDates().stream().map(Values::formatter).toList();
    }

    /** Whether cells have the right number for a row. */
    boolean fits(List<String> cells) {
        return cells.size() == width;
    }

    MemberRow read(List<String> cells) {
        String key = null;
        try {
            if (!fits(cells)) {
                throw new UnreadableValue(cells.size() + " columns, there should be " + width);
            }
            CellLimits.checkCharacters(cells);
            Function<Column, String> values =
                    column ->
                            column.clean(
                                    cells.get(Objects.requireNonNull(places.get(column.column()))));
            var number = number(values);
            key = key(number);
            return new MemberRow.Good(member(key, number, values));
        } catch (UnreadableValue e) {
            return new MemberRow.Bad(key, String.valueOf(e.getMessage()));
        }
    }

    private Identifier number(Function<Column, String> values) {
        var found = Person.identifiers(List.of(mapping.member()), values, verified);
        if (found.isEmpty()) {
            throw new UnreadableValue("member: the number is empty");
        }
        CellLimits.checkLength("member", found.getFirst().value(), LONGEST_NUMBER);
        return found.getFirst();
    }

    /** 128 bits, in hexadecimal, of the hash of the number as the identity rules spell it. */
    private String key(Identifier number) {
        var node =
                nodes.node(number)
                        .orElseThrow(() -> new UnreadableValue("member: the number names nobody"));
        return HexFormat.of().formatHex(Digests.sha256(node.key()), 0, 16);
    }

    private Member member(String key, Identifier number, Function<Column, String> values) {
        var identifiers = new ArrayList<Identifier>();
        identifiers.add(number);
        identifiers.addAll(Person.identifiers(mapping.identifiers(), values, verified));
        var status = mapping.status();
        return new Member(
                key,
                identifiers,
                traits(values),
                updatedAt(values),
                consents(values),
                status != null && status.left().contains(values.apply(status.column())));
    }

    private SortedMap<String, String> traits(Function<Column, String> values) {
        var traits = Person.traits(mapping.traits(), values);
        var born = traits.get(BIRTH_DATE);
        if (born != null) {
            traits.put(BIRTH_DATE, Values.date(BIRTH_DATE, born, days).toString());
        }
        var split = mapping.split();
        if (split.name() != null) {
            split(traits, values.apply(split.name()), "familyName", "givenName", "fullName");
        }
        if (split.kana() != null) {
            var whole = values.apply(split.kana());
            split(traits, whole, "familyNameKana", "givenNameKana", "familyNameKana");
        }
        return traits;
    }

    /** Family name first; a name without a space stays whole. */
    private static void split(
            Map<String, String> traits, String name, String family, String given, String whole) {
        var parts = SPACE.split(name, 2);
        if (parts.length < 2) {
            Person.putTrait(traits, whole, name);
        } else {
            Person.putTrait(traits, family, parts[0]);
            Person.putTrait(traits, given, parts[1].strip());
        }
    }

    private @Nullable Instant updatedAt(Function<Column, String> values) {
        var updatedAt = mapping.updatedAt();
        return updatedAt == null ? null : time("updatedAt", updatedAt.joined(values));
    }

    private List<Member.Consent> consents(Function<Column, String> values) {
        var said = new ArrayList<Member.Consent>();
        for (var column : mapping.consents()) {
            var value = values.apply(column.column());
            var granted = column.granted().contains(value);
            if (granted || column.denied().contains(value)) {
                var at =
                        column.at() == null ? null : time("consents.at", values.apply(column.at()));
                said.add(new Member.Consent(column.purpose(), column.channel(), granted, at));
            }
        }
        return said;
    }

    private @Nullable Instant time(String field, String came) {
        return came.isEmpty()
                ? null
                : Values.time(field, came, times, mapping.zone())
                        .toInstant()
                        .truncatedTo(ChronoUnit.MILLIS);
    }
}
