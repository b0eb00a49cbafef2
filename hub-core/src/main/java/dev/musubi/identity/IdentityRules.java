package dev.musubi.identity;

import java.time.Instant;
import java.util.List;

/** The rules that this hub decides by, and which came into force when. Thread safe. */
public final class IdentityRules {

    /** A rule file that came into force. */
    public record Activation(int version, String digest, Instant at) {}

    private final RuleFile file;
    private final IdentityRulesStore store;

    IdentityRules(RuleFile file, IdentityRulesStore store) {
        this.file = file;
        this.store = store;
    }

    /** What this hub decides by, whether or not it is in force. */
    public Rules rules() {
        return file.rules();
    }

    /** All that ever came into force on this base, oldest first; the last is in force. */
    public List<Activation> history() {
        return store.activations();
    }

    /** Whether this hub decides by those in force. */
    public boolean inForce(List<Activation> history) {
        return RulesInForce.inForce(history, file);
    }
}
