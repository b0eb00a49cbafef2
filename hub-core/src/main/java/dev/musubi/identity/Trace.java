package dev.musubi.identity;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a weak node (receipt, device, visitor) that somebody was named together with;
 * the others have none.
 *
 * @param claim of a receipt: the earliest that has come
 */
public record Trace(Node node, @Nullable Claim claim) {

    public static Trace of(Node node) {
        return new Trace(node, null);
    }

    public Trace claimed(Claim by) {
        return new Trace(node, by);
    }
}
