package dev.musubi.search;

/**
 * How likely it is that somebody who meant one name typed another. Pure.
 *
 * <p>Of the slips of one finger (Damerau, 1964), a letter left out and two letters swapped can each
 * happen in as many ways as a name has letters; one letter typed for another, or one too many, in
 * as many ways more as there are letters to type. So a name that explains what was typed by one of
 * the former is the more likely one (the noisy channel of Kernighan, Church and Gale, 1990).
 */
final class Slip {

    private Slip() {}

    /** Whether a letter left out, or two letters swapped, makes what was typed of the name. */
    static boolean likely(String typed, String name) {
        return leftOut(typed, name) || swapped(typed, name);
    }

    private static boolean leftOut(String typed, String name) {
        if (typed.length() + 1 != name.length()) {
            return false;
        }
        int at = common(typed, name);
        return typed.regionMatches(at, name, at + 1, typed.length() - at);
    }

    private static boolean swapped(String typed, String name) {
        if (typed.length() != name.length()) {
            return false;
        }
        int at = common(typed, name);
        return at + 1 < name.length()
                && typed.charAt(at) == name.charAt(at + 1)
                && typed.charAt(at + 1) == name.charAt(at)
                && typed.regionMatches(at + 2, name, at + 2, typed.length() - at - 2);
    }

    /** How many letters both begin with. */
    private static int common(String one, String other) {
        int at = 0;
        int end = Math.min(one.length(), other.length());
        while (at < end && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }
}
