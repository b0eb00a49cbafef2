package dev.musubi.connectors.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What columns say of a person: identifiers and traits, as the contract writes them. Pure. */
public final class Person {
    private static final int LONGEST_IDENTIFIER = 1_024;
    private static final int LONGEST_TRAIT = 256;
    private static final Set<String> TRAITS =
            Set.of(
                    "familyName",
                    "givenName",
                    "familyNameKana",
                    "givenNameKana",
                    "fullName",
                    "birthDate",
                    "gender",
                    "language",
                    "country",
                    "postcode",
                    "region",
                    "city",
                    "street");

    private Person() {}

    /** Refuses names of traits that the contract does not have. */
    public static void checkTraits(Set<String> names) {
        for (var trait : names) {
            if (!TRAITS.contains(trait)) {
                throw new IllegalArgumentException(
                        "traits." + trait + " is not one of " + TRAITS.stream().sorted().toList());
            }
        }
    }

    /**
     * The identifiers of a row, in the order of the mapping; empty cells name nobody.
     *
     * @param values the cleaned value of a column, empty for none
     * @param verified the types that the account vouches for
     */
    public static List<Identifier> identifiers(
            List<IdentifierColumn> wanted,
            Function<Column, String> values,
            Set<IdentifierType> verified) {
        var identifiers = new ArrayList<Identifier>();
        for (var one : wanted) {
            var value = one.column() == null ? "" : values.apply(one.column());
            if (!value.isEmpty()) {
                CellLimits.checkLength(one.type(), value, LONGEST_IDENTIFIER);
                var type = one.known();
                identifiers.add(
                        new Identifier(type, one.namespace(), value, verified.contains(type)));
            }
        }
        return identifiers;
    }

    /** The traits of a row, without those whose cell is empty. */
    public static SortedMap<String, String> traits(
            Map<String, Column> wanted, Function<Column, String> values) {
        var traits = new TreeMap<String, String>();
        wanted.forEach((trait, column) -> putTrait(traits, trait, values.apply(column)));
        return traits;
    }

    /** Adds a trait where it has a value. */
    public static void putTrait(Map<String, String> traits, String trait, String value) {
        if (!value.isEmpty()) {
            CellLimits.checkLength(trait, value, LONGEST_TRAIT);
            traits.put(trait, value);
        }
    }

    /** Writes identifiers into an event; none leaves it without the field. */
    public static void write(ObjectNode event, Collection<Identifier> identifiers) {
        if (identifiers.isEmpty()) {
            return;
        }
        var array = event.putArray("identifiers");
        for (var identifier : identifiers) {
            var node = array.addObject();
            node.put("type", identifier.type().wire());
            if (identifier.namespace() != null) {
                node.put("namespace", identifier.namespace());
            }
            node.put("value", identifier.value());
            if (identifier.verified()) {
                node.put("verified", true);
            }
        }
    }
}
