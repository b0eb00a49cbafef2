package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.Column;
import dev.musubi.connectors.csv.Format;
import dev.musubi.connectors.csv.IdentifierColumn;
import dev.musubi.connectors.csv.MappingFile;
import dev.musubi.connectors.csv.Person;
import dev.musubi.connectors.csv.TimeColumns;
import dev.musubi.connectors.csv.Values;
import dev.musubi.identity.IdentifierType;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a member master mean. Described key by key in the connectors' README.
 *
 * @param names the columns in order, where the files have no header line
 * @param source the event source, one a CRM; accounts of one source share what is known
 * @param zone of times that carry none, and of dates in file names
 * @param member the member number: a loyalty_id, or a customer_id with its namespace
 * @param split whole names that are split at their first space
 * @param birthDates patterns of days of birth, tried in turn
 * @param updatedAt when the CRM last changed a row
 */
record MemberMapping(
        String name,
        Format format,
        List<String> names,
        String source,
        String channel,
        ZoneId zone,
        IdentifierColumn member,
        List<IdentifierColumn> identifiers,
        Map<String, Column> traits,
        Split split,
        List<String> birthDates,
        @Nullable TimeColumns updatedAt,
        List<ConsentColumn> consents,
        @Nullable Status status) {

    private static final MappingFile<MemberMapping> FILE = new MappingFile<>(MemberMapping.class);
    private static final Set<IdentifierType> NUMBERS =
            Set.of(IdentifierType.LOYALTY_ID, IdentifierType.CUSTOMER_ID);
    private static final List<String> DAYS = List.of("uuuu-MM-dd", "uuuu/MM/dd", "uuuuMMdd");

    /** Columns that hold family and given name together. */
    record Split(@Nullable Column name, @Nullable Column kana) {
        static final Split NONE = new Split(null, null);
    }

    /**
     * What a column says about consent; a value in neither list says nothing.
     *
     * @param at when it was said; read as the updated-at column is
     */
    record ConsentColumn(
            Column column,
            String purpose,
            String channel,
            Set<String> granted,
            Set<String> denied,
            @Nullable Column at) {
        ConsentColumn {
            check(column != null, "column is missing");
            check(purpose != null && purpose.matches("[a-z0-9._:-]{1,64}"), "purpose is missing");
            check(channel != null && channel.matches("[a-z0-9._:-]{1,64}"), "channel is missing");
            granted = granted == null ? Set.of() : Set.copyOf(granted);
            denied = denied == null ? Set.of() : Set.copyOf(denied);
            check(!granted.isEmpty() || !denied.isEmpty(), "granted or denied is missing");
            check(Collections.disjoint(granted, denied), "a value is both granted and denied");
        }

        String key() {
            return purpose + "|" + channel;
        }
    }

    /** Which rows are of members who have left. */
    record Status(Column column, Set<String> left) {
        Status {
            check(column != null, "column is missing");
            left = left == null ? Set.of() : Set.copyOf(left);
            check(!left.isEmpty(), "left is missing: the values of members who have left");
        }
    }

    MemberMapping {
        format = format == null ? Format.usual() : format;
        names = names == null ? List.of() : List.copyOf(names);
        channel = channel == null ? "crm" : channel;
        identifiers = identifiers == null ? List.of() : List.copyOf(identifiers);
        traits = Collections.unmodifiableMap(traits == null ? Map.of() : new TreeMap<>(traits));
        split = split == null ? Split.NONE : split;
        birthDates = birthDates == null ? DAYS : List.copyOf(birthDates);
        consents = consents == null ? List.of() : List.copyOf(consents);

        check(
                source != null && source.matches("[a-z0-9._:-]{1,64}"),
                "source is missing, such as crm:main");
        check(channel.matches("[a-z0-9._-]{1,64}"), "channel must fit [a-z0-9._-]{1,64}");
        check(zone != null, "zone is missing, such as Asia/Tokyo");
        check(
                member != null && NUMBERS.contains(member.known()),
                "member is missing: the number's column, of type loyalty_id or customer_id");
        check(
                format.header() == names.isEmpty(),
                "names are the columns of files without a header line (format.header: false)");
        Format.checkOnce(names);
        Person.checkTraits(traits.keySet());
        birthDates.forEach(Values::formatter);
        check(
                split.name() == null || !traits.containsKey("familyName"),
                "split.name and traits.familyName are both given");
        check(
                split.kana() == null || !traits.containsKey("familyNameKana"),
                "split.kana and traits.familyNameKana are both given");
        var once = new HashSet<String>();
        for (var consent : consents) {
            check(
                    once.add(consent.key()),
                    "consents: " + consent.purpose() + " by " + consent.channel() + " comes twice");
        }
        var used = used(member, identifiers, traits, split, updatedAt, consents, status);
        check(
                names.isEmpty() || names.containsAll(used),
                "names lacks columns that are used, of " + used);
    }

    /** The mapping at this path. */
    static MemberMapping load(String path) {
        return FILE.load(path);
    }

    static MemberMapping parse(String name, String yaml) {
        return FILE.parse(name, yaml);
    }

    /** The names of the columns that say something. */
    Set<String> columnsUsed() {
        return used(member, identifiers, traits, split, updatedAt, consents, status);
    }

    String mediaType() {
        return "text/csv; charset=" + format.charset();
    }

    private static Set<String> used(
            IdentifierColumn member,
            List<IdentifierColumn> identifiers,
            Map<String, Column> traits,
            Split split,
            @Nullable TimeColumns updatedAt,
            List<ConsentColumn> consents,
            @Nullable Status status) {
        var used = new LinkedHashSet<String>();
        add(used, member.column());
        identifiers.forEach(one -> add(used, one.column()));
        traits.values().forEach(one -> add(used, one));
        add(used, split.name());
        add(used, split.kana());
        if (updatedAt != null) {
            updatedAt.columns().forEach(one -> add(used, one));
        }
        for (var consent : consents) {
            add(used, consent.column());
            add(used, consent.at());
        }
        if (status != null) {
            add(used, status.column());
        }
        return used;
    }

    private static void add(Set<String> used, @Nullable Column column) {
        if (column != null) {
            used.add(column.column());
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
