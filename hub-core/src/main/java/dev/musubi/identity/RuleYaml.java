package dev.musubi.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a rule file as a tree whose keys are sorted, so that equal content is equal text. */
final class RuleYaml {

    private static final int LARGEST = 2_000_000;
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");

    private RuleYaml() {}

    /**
     * @throws WrongRules where the text is no YAML of one mapping
     */
    static JsonNode read(String file, String text) {
        try {
            if (yaml().load(text) instanceof Map<?, ?> tree) {
                return Json.mapper().valueToTree(sorted(tree));
            }
        } catch (MarkedYAMLException e) {
            throw RuleFaults.fault(
                    file,
                    e.getProblemMark() == null ? "" : "line " + (e.getProblemMark().getLine() + 1),
                    "YAML",
                    "something else (" + e.getProblem() + ")");
        } catch (YAMLException e) {
            throw RuleFaults.fault(file, "", "YAML", "something else (" + e.getMessage() + ")");
        } catch (IllegalArgumentException wrongTag) {
            throw RuleFaults.fault(file, "", "values without tags such as !!int", "one with a tag");
        }
        throw RuleFaults.fault(file, "", "keys such as version and limits", "nothing of the kind");
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, entry) -> sorted.put(String.valueOf(key), sorted(entry)));
                yield sorted;
            }
            case List<?> list -> list.stream().map(RuleYaml::sorted).toList();
            case null, default -> value;
        };
    }

    /**
     * Scalars are text but for whole numbers, true, false and null, as in JSON: what older YAML
     * makes of {@code no}, {@code 08:30} and {@code 2026-01-01} surprises.
     */
    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setCodePointLimit(LARGEST);
        DumperOptions dumper = new DumperOptions();
        return new Yaml(
                new SafeConstructor(options),
                new Representer(dumper),
                dumper,
                options,
                new Resolver() {
                    @Override
                    protected void addImplicitResolvers() {
                        addImplicitResolver(Tag.BOOL, TRUTH, "tTfF");
                        addImplicitResolver(Tag.INT, WHOLE, "-0123456789");
                        addImplicitResolver(Tag.NULL, NOTHING, "~nN\0");
                        addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
                    }
                });
    }
}
