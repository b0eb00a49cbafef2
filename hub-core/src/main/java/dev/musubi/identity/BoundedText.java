package dev.musubi.identity;

import java.util.regex.Pattern;

/**
 * Text that a regular expression may look at only so often. A pattern such as {@code (a+)+b} takes
 * time that doubles with each character of a value made for it, and values come from outside.
 */
final class BoundedText implements CharSequence {

    /** A hundred looks at each character of the longest value. */
    static final int MOST_STEPS = 100_000;

    private final String text;
    private int steps;

    private BoundedText(String text) {
        this.text = text;
    }

    /**
     * Whether the pattern matches the whole text. One that does not come to an end does: who sends
     * such a value is nobody's customer.
     */
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new BoundedText(text)).matches();
        } catch (TooManySteps | StackOverflowError endless) {
            return true;
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++steps > MOST_STEPS) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class TooManySteps extends RuntimeException {
        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
