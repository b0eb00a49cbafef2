package dev.musubi.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the command line asks for, as {@code --name=value}; every part reads its own. */
record Options(Map<String, String> given) {

    /** What runs where nothing is named: the parts that take seconds. */
    static final String SHORT = "events,reads,visible,identity,visits,stock,names,limits";

    Options {
        given = Map.copyOf(given);
    }

    static Options of(String[] arguments) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (!parts[0].startsWith("--") || parts.length < 2) {
                throw new IllegalArgumentException(
                        "not --name=value: an argument of length " + argument.length());
            }
            given.put(parts[0].substring(2), parts[1]);
        }
        return new Options(given);
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    double number(String name, double otherwise) {
        String text = given.get(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " wants a number", e);
        }
    }

    int count(String name, int otherwise) {
        return (int) number(name, otherwise);
    }

    List<String> list(String name, String otherwise) {
        return List.of(text(name, otherwise).split(","));
    }

    int[] counts(String name, String otherwise) {
        return list(name, otherwise).stream().mapToInt(Integer::parseInt).toArray();
    }

    boolean asked(String part) {
        return list("only", SHORT).contains(part);
    }

    boolean asked(String... parts) {
        return Arrays.stream(parts).anyMatch(this::asked);
    }
}
