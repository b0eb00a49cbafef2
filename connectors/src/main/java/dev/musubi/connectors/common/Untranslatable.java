package dev.musubi.connectors.common;

/**
 * A message that is authentic and yet not what its channel says it sends. Trying again does not
 * help; it becomes a dead letter with this reason.
 */
public final class Untranslatable extends RuntimeException {

    /**
     * @param reason which field, what was expected, what kind of thing came; never a person's data
     */
    public Untranslatable(String reason) {
        super(reason);
    }
}
