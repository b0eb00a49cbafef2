package dev.musubi.identity;

/**
 * That somebody came to a device by a link that was sent to them.
 *
 * @param token in the link
 * @param mark the visit that brought it, with the node of the person whom it was sent to
 */
public record Hint(Node token, Mark mark) {

    /** The rule by which a slice is somebody's where nobody logged in. */
    public static final String RULE = "click";
}
