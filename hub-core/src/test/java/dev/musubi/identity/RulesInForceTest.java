package dev.musubi.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.musubi.identity.IdentityRules.Activation;
import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.TestStores;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RulesInForceTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private DocumentStore documents;
    private IdentityRulesStore store;
    private RulesInForce inForce;

    @BeforeEach
    void connect() {
        documents =
                DocumentStore.connect(
                        TestStores.mongodbUri(),
                        "t" + UUID.randomUUID().toString().replace("-", ""));
        store = new IdentityRulesStore(documents);
        inForce = new RulesInForce(store, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        documents.close();
    }

    @Test
    void theFirstStartKeepsWhatIsInForceAndTheNextFindsItThere() {
        inForce.activate(file(1, "a"), false);
        inForce.activate(file(1, "a"), false);

        assertThat(store.activations()).containsExactly(new Activation(1, "a", NOW));
    }

    @Test
    void aHigherVersionTakesThePlace() {
        inForce.activate(file(1, "a"), false);
        inForce.activate(file(3, "c"), false);

        assertThat(store.activations())
                .containsExactly(new Activation(1, "a", NOW), new Activation(3, "c", NOW));
    }

    @Test
    void otherContentUnderTheSameVersionIsRefused() {
        inForce.activate(file(1, "a"), false);

        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> inForce.activate(file(1, "b"), true))
                .withMessage(
                        "identity rules f.yaml: version: expected more than 1, for version 1 came"
                                + " into force with another content at 2026-11-01T10:00:00Z: raise"
                                + " the version, came 1");
        assertThat(store.activations()).hasSize(1);
    }

    @Test
    void aLowerVersionComesBackOnlyWhereItIsAskedFor() {
        inForce.activate(file(1, "a"), false);
        inForce.activate(file(2, "b"), false);

        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> inForce.activate(file(1, "a"), false))
                .withMessage(
                        "identity rules f.yaml: version: expected at least 2, in force since"
                                + " 2026-11-01T10:00:00Z (to go back, set"
                                + " musubi.identity.rules-rollback=true), came 1");
        inForce.activate(file(1, "a"), true);
        assertThatCode(() -> inForce.activate(file(1, "a"), false)).doesNotThrowAnyException();
        assertThat(store.activations()).extracting(Activation::version).containsExactly(1, 2, 1);
    }

    @Test
    void aVersionStaysOneContentAfterARollback() {
        inForce.activate(file(1, "a"), false);
        inForce.activate(file(2, "b"), false);
        inForce.activate(file(1, "a"), true);

        assertThatExceptionOfType(WrongRules.class)
                .isThrownBy(() -> inForce.activate(file(2, "c"), false))
                .withMessageContaining("expected more than 2");
        inForce.activate(file(2, "b"), false);
        assertThat(store.activations()).hasSize(4);
    }

    @Test
    void ofTwoHubsThatActivateAtOnceOneDecidesAgain() {
        assertThat(store.add(0, new Activation(1, "a", NOW))).isTrue();
        assertThat(store.add(0, new Activation(1, "b", NOW))).isFalse();
        assertThat(store.activations()).containsExactly(new Activation(1, "a", NOW));
    }

    private static RuleFile file(int version, String digest) {
        Rules usual = Rules.DEFAULT;
        RuleFile shipped = RuleFile.shipped("JP");
        return new RuleFile(
                "f.yaml",
                new Rules(
                        version,
                        usual.limits(),
                        usual.mostOwners(),
                        usual.devices(),
                        usual.mostNodes(),
                        usual.mostProfiles(),
                        usual.birthDatesPart(),
                        shipped.blocked()),
                new Kiosks(List.of()),
                digest);
    }
}
