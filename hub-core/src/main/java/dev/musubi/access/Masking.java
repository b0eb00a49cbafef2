package dev.musubi.access;

/**
 * What callers without {@link Scope#PROFILES_SENSITIVE} see: enough to compare with what a customer
 * says, too little to write to them. Pure.
 */
public final class Masking {

    private Masking() {}

    /** The first character and the domain: {@code h***@example.jp}. */
    public static String email(String address) {
        int at = address.lastIndexOf('@');
        return at < 1
                ? "***"
                : address.substring(0, address.offsetByCodePoints(0, 1))
                        + "***"
                        + address.substring(at);
    }

    /** The last four characters: {@code ***5678}; nothing of what is shorter than eight. */
    public static String tail(String value) {
        return value.length() < 8 ? "***" : "***" + value.substring(value.length() - 4);
    }

    /** Nothing but that there is something. */
    public static String all() {
        return "***";
    }
}
