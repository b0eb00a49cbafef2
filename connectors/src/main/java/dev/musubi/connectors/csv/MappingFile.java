package dev.musubi.connectors.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads mappings of one kind from YAML, and says by key what is wrong with one.
 *
 * @param <M> the mapping, a record with a component {@code name}
 */
public final class MappingFile<M> {
    private final Class<M> type;
    private final JsonMapper mapper;

    /**
     * @param modules what Jackson needs to know beyond records, patterns and times
     */
    public MappingFile(Class<M> type, Module... modules) {
        this.type = type;
        this.mapper =
                JsonMapper.builder()
                        .addModule(new JavaTimeModule())
                        .addModules(modules)
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .build();
    }

    /**
     * The mapping that an account names.
     *
     * @param named the name of a shipped mapping, such as {@code online-retail}, or the path of a
     *     YAML file (it has a slash or ends with {@code .yaml} or {@code .yml})
     */
    public M load(String named) {
        return parse(named, text(named));
    }

    /**
     * What kind of file a mapping is for, where its {@code kind} says so.
     *
     * @param named as for {@link #load}
     */
    public static Optional<String> kind(String named) {
        return Optional.ofNullable(tree(named, text(named)).get("kind")).map(String::valueOf);
    }

    private static String text(String named) {
        try {
            if (named.contains("/") || named.endsWith(".yaml") || named.endsWith(".yml")) {
                var path = Path.of(named);
                if (!Files.isReadable(path)) {
                    throw new WrongMapping("mapping " + named + ": no such file, or not readable");
                }
                return Files.readString(path);
            }
            var resource = "/mappings/" + named + ".yaml";
            try (InputStream shipped = MappingFile.class.getResourceAsStream(resource)) {
                if (shipped == null) {
                    throw new WrongMapping(
                            "mapping "
                                    + named
                                    + ": none is shipped by that name; for a file of your own give"
                                    + " its path");
                }
                return new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new WrongMapping("mapping " + named + ": cannot be read, " + e.getMessage());
        }
    }

    /** Reads a mapping from its YAML text. */
    public M parse(String name, String yaml) {
        var named = new LinkedHashMap<Object, Object>(tree(name, yaml));
        named.remove("description");
        named.put("name", name);
        try {
            return mapper.readValue(mapper.writeValueAsString(named), type);
        } catch (JsonMappingException e) {
            throw new WrongMapping("mapping " + name + ": " + where(e) + reason(e));
        } catch (JsonProcessingException e) {
            throw new WrongMapping("mapping " + name + ": " + e.getOriginalMessage());
        }
    }

    private static Map<?, ?> tree(String name, String yaml) {
        try {
            if (yaml().load(yaml) instanceof Map<?, ?> tree) {
                return tree;
            }
            throw new WrongMapping("mapping " + name + ": is empty");
        } catch (YAMLException e) {
            throw new WrongMapping("mapping " + name + ": is not YAML: " + e.getMessage());
        }
    }

    /** YAML whose scalars are all text: a column may be called no, and a store be 007. */
    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var dumper = new DumperOptions();
        return new Yaml(
                new SafeConstructor(options),
                new Representer(dumper),
                dumper,
                options,
                new Resolver() {
                    @Override
                    protected void addImplicitResolvers() {
                        addImplicitResolver(Tag.MERGE, MERGE, "<");
                    }
                });
    }

    private static String where(JsonMappingException e) {
        var path =
                e.getPath().stream()
                        .map(
                                step ->
                                        step.getFieldName() == null
                                                ? "[" + step.getIndex() + "]"
                                                : "." + step.getFieldName())
                        .collect(Collectors.joining());
        return path.isEmpty() ? "" : path.substring(path.startsWith(".") ? 1 : 0) + ": ";
    }

    private static String reason(JsonMappingException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(cause.getMessage());
    }
}
