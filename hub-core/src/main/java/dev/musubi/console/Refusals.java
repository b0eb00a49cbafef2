package dev.musubi.console;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;

/** What pages cannot take. */
final class Refusals {

    private Refusals() {}

    /** A field of a form that no page of ours fills like this. */
    static Refused form(String field) {
        return new Refused(
                new Problem(
                        400,
                        "invalid-parameter",
                        "A parameter is not as the page sends it",
                        field,
                        field));
    }
}
