package dev.musubi.connectors.common;

import java.util.regex.Pattern;

/**
 * Brings text from outside into the form and length that the event log takes, so that nothing is
 * lost over a word that is too long or a character that is none.
 */
public final class Words {

    /** The longest short text of the contract: a name, an id, a title. */
    public static final int WORD = 256;

    /** The longest address. */
    public static final int URL = 2_048;

    /** The longest text that people write for people. */
    public static final int PROSE = 10_000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final Pattern CONTROL_BUT_LINES = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

    private Words() {}

    /** Text of one line: every control character is a space. */
    public static String line(String text, int longest) {
        return cut(whole(CONTROL.matcher(text).replaceAll(" ")).strip(), longest);
    }

    /** Text of several lines: without control characters but ends of lines and tabs. */
    public static String prose(String text, int longest) {
        return cut(whole(CONTROL_BUT_LINES.matcher(text).replaceAll("")).strip(), longest);
    }

    /** The beginning of a text, no character halved. */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean pair = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, pair ? longest - 1 : longest);
    }

    /** With U+FFFD in place of halves of characters. */
    private static String whole(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
