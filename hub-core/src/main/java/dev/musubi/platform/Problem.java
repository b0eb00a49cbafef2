package dev.musubi.platform;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for the one who can act on it: the content of an RFC 9457 problem document.
 *
 * <p>{@code detail} names the field, the limit and what came (sizes, types, positions), never a
 * person's data and never a secret.
 *
 * @param status the HTTP status, 400 to 599
 * @param code short kebab-case name of the kind of problem, stable for programs
 * @param title the kind of problem in words, the same for every case
 * @param detail this case, and what to do about it
 * @param field path of the field at fault, such as {@code data.lines[3].quantity}
 */
public record Problem(
        int status, String code, String title, String detail, @Nullable String field) {

    /** The problem's type as RFC 9457 wants it: a URI that names it and needs no fetching. */
    public String type() {
        return "urn:musubi:problem:" + code;
    }

    public static Problem invalid(String field, String detail) {
        return new Problem(
                422, "invalid-field", "A field is not as the contract says", detail, field);
    }

    public static Problem unreadable(String detail) {
        return new Problem(400, "unreadable", "The request could not be read", detail, null);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "not-found", "There is no such thing", detail, null);
    }
}
