package dev.musubi.connectors.csv;

import java.util.List;
import java.util.Set;

/**
 * How the rows of a kind of file lie in bytes.
 *
 * @param charset UTF-8, with or without a byte order mark, or windows-31j, in any case
 * @param delimiter one character
 * @param quote one character, or empty for none
 * @param header whether the first line names the columns
 */
public record Format(String charset, String delimiter, String quote, Boolean header) {
    private static final List<String> CHARSETS = List.of("UTF-8", "windows-31j");

    public Format {
        charset = charset == null ? "UTF-8" : known(charset);
        delimiter = delimiter == null ? "," : delimiter;
        quote = quote == null ? "\"" : quote;
        header = header == null || header;
        check(delimiter.length() == 1, "delimiter is one character; got " + delimiter);
        check(quote.length() <= 1, "quote is one character, or empty for none; got " + quote);
        check(!delimiter.equals(quote), "delimiter and quote are the same");
    }

    /** UTF-8 with commas, quotes and a header line. */
    public static Format usual() {
        return new Format("UTF-8", ",", "\"", true);
    }

    /** The names of columns as a mapping or a header line has them: each once. */
    public static void checkOnce(List<String> names) {
        check(Set.copyOf(names).size() == names.size(), "names has a column twice");
    }

    /** Names of charsets are the same in any case (RFC 2978, 2.3). */
    private static String known(String charset) {
        return CHARSETS.stream()
                .filter(charset::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "charset is one of "
                                                + String.join(", ", CHARSETS)
                                                + "; got "
                                                + charset));
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
