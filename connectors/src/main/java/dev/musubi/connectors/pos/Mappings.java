package dev.musubi.connectors.pos;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.musubi.connectors.csv.MappingFile;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads mappings from YAML, and says by key what is wrong with one. */
public final class Mappings {
    private static final MappingFile<Mapping> FILE =
            new MappingFile<>(
                    Mapping.class,
                    new SimpleModule().addKeyDeserializer(Field.class, new FieldKey()));
    private static final Map<String, Field> FIELDS =
            Arrays.stream(Field.values()).collect(Collectors.toMap(Field::key, f -> f));

    private Mappings() {}

    /** The mapping that an account names, shipped or by its path. */
    public static Mapping load(String named) {
        return FILE.load(named);
    }

    /** Reads a mapping from its YAML text. */
    public static Mapping parse(String name, String yaml) {
        return FILE.parse(name, yaml);
    }

    static Field field(String key) {
        var field = FIELDS.get(key);
        if (field == null) {
            throw new IllegalArgumentException(
                    key
                            + " is not a field; there are "
                            + FIELDS.keySet().stream().sorted().toList());
        }
        return field;
    }

    /** Reads the names of fields where they are keys. */
    private static final class FieldKey extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return field(key);
        }
    }
}
