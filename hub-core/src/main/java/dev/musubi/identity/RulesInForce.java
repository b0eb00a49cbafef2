package dev.musubi.identity;

import dev.musubi.identity.IdentityRules.Activation;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Which rules a base is decided by. A version is one content for ever. */
final class RulesInForce {

    private final IdentityRulesStore store;
    private final Clock clock;

    RulesInForce(IdentityRulesStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Brings these rules into force, or finds them there.
     *
     * @param rollback whether a lower version may follow a higher one
     * @throws WrongRules where they must not follow those in force
     */
    void activate(RuleFile file, boolean rollback) {
        boolean done = false;
        while (!done) {
            List<Activation> before = store.activations();
            Optional<WrongRules> refusal = refusal(before, file, rollback);
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            done =
                    inForce(before, file)
                            || store.add(
                                    before.size(),
                                    new Activation(
                                            file.rules().version(),
                                            file.digest(),
                                            clock.instant()));
        }
    }

    static boolean inForce(List<Activation> before, RuleFile file) {
        return !before.isEmpty() && before.getLast().digest().equals(file.digest());
    }

    /**
     * Why these rules must not follow the others, where they must not.
     *
     * @param before oldest first
     */
    static Optional<WrongRules> refusal(List<Activation> before, RuleFile file, boolean rollback) {
        int version = file.rules().version();
        Optional<Activation> other =
                before.stream()
                        .filter(a -> a.version() == version && !a.digest().equals(file.digest()))
                        .findFirst();
        if (other.isPresent()) {
            int highest = before.stream().mapToInt(Activation::version).max().orElse(version);
            return Optional.of(
                    refused(
                            file,
                            "more than "
                                    + highest
                                    + ", for version "
                                    + version
                                    + " came into force with another content at "
                                    + other.get().at()
                                    + ": raise the version"));
        }
        if (!rollback && !before.isEmpty() && version < before.getLast().version()) {
            return Optional.of(
                    refused(
                            file,
                            "at least "
                                    + before.getLast().version()
                                    + ", in force since "
                                    + before.getLast().at()
                                    + " (to go back, set musubi.identity.rules-rollback=true)"));
        }
        return Optional.empty();
    }

    private static WrongRules refused(RuleFile file, String expected) {
        return RuleFaults.fault(
                file.name(), "version", expected, String.valueOf(file.rules().version()));
    }
}
