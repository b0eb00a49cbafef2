package dev.musubi.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.identity.Rules.Limit;
import dev.musubi.platform.Digests;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * All identity rules, as one file says them.
 *
 * @param name as the operator names the file
 * @param kiosks sources whose devices identify nobody
 * @param digest of the content, in hexadecimal: comments and the order of keys are no part of it
 */
record RuleFile(String name, Rules rules, Kiosks kiosks, String digest) {

    private static final String SHIPPED = "rules.yaml";

    /** Unlike each other in every way: a pattern that matches all of a kind blocks the kind. */
    private record Probe(String kind, List<String> values) {}

    private static final List<Probe> PROBES =
            List.of(
                    new Probe(
                            "every value",
                            List.of(
                                    "7",
                                    "L1001",
                                    "hanako@example.jp",
                                    "+819012345678",
                                    "q-x_Z./é")),
                    new Probe(
                            "every e-mail address",
                            List.of("hanako@example.jp", "x.y+z@mail.test", "7@q.de")),
                    new Probe(
                            "every phone number",
                            List.of("+819012345678", "+14155550123", "+493012345")));

    /** The rules of a hub that was told no others. */
    static RuleFile shipped(String region) {
        try (InputStream file = RuleFile.class.getResourceAsStream(SHIPPED)) {
            if (file == null) {
                throw new IllegalStateException(SHIPPED + " is not on the class path");
            }
            return parse(
                    "of the hub", new String(file.readAllBytes(), StandardCharsets.UTF_8), region);
        } catch (IOException e) {
            throw new UncheckedIOException(SHIPPED + " cannot be read", e);
        }
    }

    /**
     * @param region in which phone numbers without a country code are read
     * @throws WrongRules where there is no such file, or something in it is wrong
     */
    static RuleFile read(Path file, String region) {
        try {
            return parse(file.toString(), Files.readString(file), region);
        } catch (MalformedInputException e) {
            throw RuleFaults.fault(file.toString(), "", "text in UTF-8", "other bytes");
        } catch (NoSuchFileException e) {
            throw RuleFaults.fault(file.toString(), "", "a file at this path", "none");
        } catch (IOException e) {
            throw RuleFaults.fault(
                    file.toString(), "", "a file that can be read", e.getClass().getSimpleName());
        }
    }

    static RuleFile parse(String name, String yaml, String region) {
        JsonNode tree = RuleYaml.read(name, yaml);
        RuleFaults faults = new RuleFaults(name);
        RuleSchema.check(tree, faults);
        faults.check();
        RuleFile file =
                new RuleFile(
                        name,
                        rules(
                                tree,
                                blocked(tree.path("blocked"), new Spelling(region), faults),
                                faults),
                        kiosks(tree.path("kiosks"), faults),
                        Digests.sha256Hex(Json.write(tree).getBytes(StandardCharsets.UTF_8)));
        faults.check();
        return file;
    }

    Blocked blocked() {
        return rules.blocked();
    }

    private static Rules rules(JsonNode tree, Blocked blocked, RuleFaults faults) {
        JsonNode vetoes = tree.path("vetoes");
        int mostNodes = vetoes.path("mostIdentifiers").intValue();
        Map<IdentifierType, Limit> limits = new EnumMap<>(IdentifierType.class);
        tree.path("limits")
                .properties()
                .forEach(
                        entry -> {
                            String path = "limits." + entry.getKey();
                            int most = entry.getValue().path("most").intValue();
                            if (most > mostNodes) {
                                faults.add(
                                        path + ".most",
                                        "at most the "
                                                + mostNodes
                                                + " of vetoes.mostIdentifiers, beyond which it"
                                                + " limits nothing",
                                        String.valueOf(most));
                            }
                            limits.put(
                                    type(entry.getKey()),
                                    new Limit(most, within(entry.getValue(), path, faults)));
                        });
        return new Rules(
                tree.path("version").intValue(),
                limits,
                tree.path("shared").path("mostOwners").intValue(),
                devices(tree.path("shared").path("devices"), faults),
                mostNodes,
                vetoes.path("mostProfilesInOneEvent").intValue(),
                vetoes.path("differentBirthDates").booleanValue(),
                blocked);
    }

    private static @Nullable Limit devices(JsonNode devices, RuleFaults faults) {
        return devices.isMissingNode()
                ? null
                : new Limit(
                        devices.path("mostLogins").intValue(),
                        within(devices, "shared.devices", faults));
    }

    private static @Nullable Duration within(JsonNode limit, String path, RuleFaults faults) {
        JsonNode within = limit.path("within");
        if (within.isMissingNode()) {
            return null;
        }
        Duration duration = Duration.ZERO;
        try {
            duration = Duration.parse(within.textValue());
        } catch (DateTimeException notADuration) {
            // As one that is not positive.
        }
        if (!duration.isPositive()) {
            faults.add(
                    path + ".within",
                    "a duration above zero, such as \"P365D\" or \"PT12H\"",
                    within.toString());
        }
        return duration;
    }

    private static Blocked blocked(JsonNode blocked, Spelling spelling, RuleFaults faults) {
        UnaryOperator<String> lower = text -> text.strip().toLowerCase(Locale.ROOT);
        return new Blocked(
                texts(blocked.path("values"), lower),
                patterns(blocked.path("patterns"), faults),
                texts(blocked.path("mailboxes"), lower),
                own(blocked.path("own"), spelling, faults));
    }

    private static Set<String> texts(JsonNode list, UnaryOperator<String> form) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(form.apply(text.textValue())));
        return texts;
    }

    private static List<Pattern> patterns(JsonNode list, RuleFaults faults) {
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String path = "blocked.patterns[" + i + "]";
            String text = list.path(i).textValue();
            try {
                Pattern pattern = Pattern.compile(text);
                PROBES.stream()
                        .filter(
                                probe ->
                                        probe.values().stream()
                                                .allMatch(v -> BoundedText.matches(pattern, v)))
                        .findFirst()
                        .ifPresent(
                                probe ->
                                        faults.add(
                                                path,
                                                "a pattern of what identifies nobody",
                                                text + ", which matches " + probe.kind()));
                patterns.add(pattern);
            } catch (PatternSyntaxException e) {
                faults.add(
                        path,
                        "a regular expression",
                        text + " (" + e.getDescription() + " near " + e.getIndex() + ")");
            }
        }
        return patterns;
    }

    private static Map<IdentifierType, Set<String>> own(
            JsonNode own, Spelling spelling, RuleFaults faults) {
        Map<IdentifierType, Set<String>> values = new HashMap<>();
        own.properties()
                .forEach(
                        entry -> {
                            IdentifierType type = type(entry.getKey());
                            Set<String> spelled = new HashSet<>();
                            for (int i = 0; i < entry.getValue().size(); i++) {
                                String text = entry.getValue().path(i).textValue();
                                String path = "blocked.own." + type.wire() + "[" + i + "]";
                                spelling.of(type, text.strip())
                                        .ifPresentOrElse(
                                                spelled::add,
                                                () ->
                                                        faults.add(
                                                                path,
                                                                "a value of type " + type.wire(),
                                                                text));
                            }
                            values.put(type, Set.copyOf(spelled));
                        });
        return values;
    }

    private static Kiosks kiosks(JsonNode list, RuleFaults faults) {
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String source = list.path(i).textValue();
            if (source.chars().allMatch(c -> c == '*')) {
                faults.add(
                        "kiosks[" + i + "]",
                        "a pattern of some sources",
                        source + ", which matches every source");
            }
            sources.add(source);
        }
        return new Kiosks(sources);
    }

    private static IdentifierType type(String wire) {
        return IdentifierType.ofWire(wire).orElseThrow();
    }
}
