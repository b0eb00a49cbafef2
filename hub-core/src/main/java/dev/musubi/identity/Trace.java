package dev.musubi.identity;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a weak node (receipt, device, visitor) that somebody was named together with;
 * the others have none.
 *
 * @param claim of a receipt: the earliest that has come
 * @param slices of the others
 * @param announced whether somebody is about to cut the slices anew: until then whoever applies an
 *     event with this node writes to the trace, so that both meet
 */
public record Trace(Node node, @Nullable Claim claim, Slices slices, boolean announced) {

    public Trace claimed(Claim by) {
        return new Trace(node, by, slices, announced);
    }

    /** With slices as they are now, the newest of them where there are very many. */
    public Trace cut(Slices anew) {
        return new Trace(node, claim, anew.remembered(), false);
    }
}
