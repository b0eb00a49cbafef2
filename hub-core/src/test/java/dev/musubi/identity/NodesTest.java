package dev.musubi.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodesTest {

    private static final String SOURCE = "test";
    private static final Node THING = new Node("order:shop|1");

    private final Nodes nodes = new Nodes("JP");

    @ParameterizedTest
    @CsvSource({
        "EMAIL, ' Hanako@Example.JP ', email:hanako@example.jp",
        "EMAIL, ｈａｎａｋｏ＠example.jp, email:hanako@example.jp",
        "EMAIL, a.b+c@例え.jp, email:a.b+c@xn--r8jz45g.jp",
        "PHONE, 090-1234-5678, phone:+819012345678",
        "PHONE, ０９０１２３４５６７８, phone:+819012345678",
        "PHONE, +81 90 1234 5678, phone:+819012345678",
        "LOYALTY_ID, l-1001, loyalty_id:L1001",
        "LOYALTY_ID, 'Ｌ 1001', loyalty_id:L1001",
    })
    void spellingsOfOneIdentifierAreOneNode(IdentifierType type, String raw, String node) {
        assertThat(nodes.node(new Identifier(type, null, raw, true))).contains(new Node(node));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "0000", "--", "-1", "NULL", "none", "undefined", "NaN", "guest"})
    void whatSystemsWriteWhereTheyKnowNothingIdentifiesNobody(String placeholder) {
        assertThat(
                        nodes.node(
                                new Identifier(
                                        IdentifierType.CUSTOMER_ID, "shop", placeholder, true)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"test@b.jp", "noreply@b.jp", "a@", "@b.jp", "a b@c.jp", "ab"})
    void whatIsNoAddressOfAPersonIsNoNode(String address) {
        assertThat(nodes.node(new Identifier(IdentifierType.EMAIL, null, address, true))).isEmpty();
    }

    @Test
    void theStrongestIdentifierWithMergingPowerIsTheHome() {
        Sighting sighting =
                nodes.sight(
                        SOURCE,
                        List.of(
                                email("a@b.jp", true),
                                new Identifier(IdentifierType.LOYALTY_ID, null, "L1", false),
                                new Identifier(IdentifierType.CUSTOMER_ID, "shop", "7", false)),
                        THING);

        assertThat(sighting.home()).isEqualTo(new Node("customer_id:shop:7"));
        assertThat(sighting.joined())
                .containsExactly(
                        new Node("customer_id:shop:7"),
                        new Node("loyalty_id:L1"),
                        new Node("email:a@b.jp"));
    }

    @Test
    void aProvenPhoneIsAHomeBeforeAnUnprovenMail() {
        Sighting sighting =
                nodes.sight(
                        SOURCE,
                        List.of(
                                email("a@b.jp", false),
                                new Identifier(IdentifierType.PHONE, null, "090-1234-5678", true)),
                        THING);

        assertThat(sighting.home()).isEqualTo(new Node("phone:+819012345678"));
        assertThat(sighting.joined()).containsExactly(new Node("phone:+819012345678"));
    }

    @Test
    void anUnprovenMailIsAHomeOnlyWhereNothingProvenIs() {
        Sighting sighting =
                nodes.sight(
                        SOURCE,
                        List.of(
                                new Identifier(IdentifierType.DEVICE_ID, null, "d1", false),
                                email("a@b.jp", false)),
                        THING);

        assertThat(sighting.home()).isEqualTo(new Node("email?:a@b.jp"));
        assertThat(sighting.joined()).containsExactly(new Node("email?:a@b.jp"));
    }

    @Test
    void anEventWithoutAnyIdentifierIsAtHomeInItsThing() {
        assertThat(nodes.sight(SOURCE, List.of(), THING).home()).isEqualTo(THING);
        assertThat(THING.person()).isFalse();
    }

    @Test
    void aNodeTellsItsParts() {
        Node node = new Node("customer_id:shop:a:b");

        assertThat(node.namespace()).contains("shop");
        assertThat(node.value()).isEqualTo("a:b");
        assertThat(new Node("email?:a@b.jp").verifiedTwin()).isEqualTo(new Node("email:a@b.jp"));
        assertThat(new Node("email:a@b.jp").unverifiedTwin()).isEqualTo(new Node("email?:a@b.jp"));
    }

    private static Identifier email(String address, boolean verified) {
        return new Identifier(IdentifierType.EMAIL, null, address, verified);
    }
}
