package dev.musubi.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value with the parts in it that answer a query. Pure. */
record Marked(List<Part> parts) {

    private static final Pattern MARK = Pattern.compile("<em>(.*?)</em>", Pattern.DOTALL);

    Marked {
        parts = List.copyOf(parts);
    }

    /** Text, and whether it answers. */
    record Part(String text, boolean answers) {}

    /** Nothing in it answers. */
    static Marked plain(String text) {
        return new Marked(List.of(new Part(text, false)));
    }

    /** Reads the contract's highlight, in which the value is escaped and the marks are tags. */
    static Marked of(String highlight) {
        List<Part> parts = new ArrayList<>();
        Matcher marks = MARK.matcher(highlight);
        int done = 0;
        while (marks.find()) {
            add(parts, highlight.substring(done, marks.start()), false);
            add(parts, marks.group(1), true);
            done = marks.end();
        }
        add(parts, highlight.substring(done), false);
        return new Marked(parts);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        parts.forEach(p -> text.append(p.text()));
        return text.toString();
    }

    private static void add(List<Part> parts, String escaped, boolean answers) {
        if (!escaped.isEmpty()) {
            parts.add(new Part(plainOf(escaped), answers));
        }
    }

    private static String plainOf(String escaped) {
        return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
