package dev.musubi.connectors.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.connectors.csv.WrongMapping;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingsTest {
    private static final String GOOD =
            """
            source: pos:ginza
            channel: store
            orderSystem: tills
            currency: JPY
            time: {columns: [time], zone: Asia/Tokyo}
            fields: {receipt: receipt, sku: sku, quantity: quantity, amount: amount}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"online-retail", "complete-journey"})
    void theShippedMappingsHold(String name) {
        assertThatCode(() -> Mappings.load(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    currency: JPY          | 'currency:'                    | currency is missing
                    zone: Asia/Tokyo       | zone: Asia/Tokio                  | time.zone: Unknown time-zone ID: Asia/Tokio
                    'fields: {'            | 'fields: {skuu: x, '              | 'skuu is not a field; there are'
                    'sku: sku, '           | ''                                | fields.sku is missing
                    ', amount: amount'     | ''                                | fields.amount or fields.unitPrice is missing
                    channel: store         | 'channel: store@chanel: shop'     | 'Unrecognized field "chanel"'
                    source: pos:ginza      | 'source: "pos:{store}"'           | 'pos:{store}: store has no column'
                    channel: store         | 'channel: store@format: {charset: Shift_JIS}' | 'format: charset is one of UTF-8, windows-31j; got Shift_JIS'
                    channel: store         | 'channel: store@format: {delimiter: ab}' | format: delimiter is one character
                    channel: store         | 'channel: store@identifiers: [{type: card, column: x}]' | 'identifiers[0]: type is not an identifier type: card'
                    channel: store         | 'channel: store@identifiers: [{type: customer_id, column: x}]' | 'namespace is missing: the system that gives a customer_id'
                    channel: store         | 'channel: store@traits: {shoeSize: x}' | traits.shoeSize is not one of
                    channel: store         | 'channel: store@lineKinds: {charge: "("}' | lineKinds.charge
                    channel: store         | channel: Laden                    | channel must fit
                    currency: JPY          | currency: Yen                     | currency must be three capital letters; got Yen
                    source: pos:ginza      | source: POS Ginza                 | POS Ginza must fit
                    channel: store         | 'channel: store@layout: records'  | records is missing
                    channel: store         | 'channel: store@credit: {field: sku, matches: C}' | 'credit: field must be one of the receipt'
                    '[time], zone'         | '[time], patterns: ["qqqqqqq"], zone' | 'time: Too many pattern letters: q'
                    """)
    void whatIsWrongIsSaidByItsKey(String part, String wrong, String message) {
        var yaml = GOOD.replace(part, wrong == null ? "" : wrong.replace('@', '\n'));
        assertThat(yaml).isNotEqualTo(GOOD);

        assertThatThrownBy(() -> Mappings.parse("tills", yaml))
                .isInstanceOf(WrongMapping.class)
                .hasMessageStartingWith("mapping tills: ")
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoYamlOrNotThereIsSaid() {
        assertThatThrownBy(() -> Mappings.parse("tills", "a: [")).hasMessageContaining("not YAML");
        assertThatThrownBy(() -> Mappings.parse("tills", "")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> Mappings.load("nowhere"))
                .hasMessageContaining("none is shipped by that name");
        assertThatThrownBy(() -> Mappings.load("/no/such/mapping.yaml"))
                .hasMessageContaining("no such file");
    }

    @Test
    void constantsOfAnAccountFillInWhatTheFilesLackAndJoinTheKey() {
        var mapping = Mappings.parse("tills", GOOD).with(Map.of("store", "ginza"));

        assertThat(mapping.key()).containsExactly(Field.STORE, Field.RECEIPT);
        assertThatThrownBy(() -> mapping.with(Map.of("shop", "x")))
                .hasMessageContaining("shop is not a field");
        assertThatThrownBy(() -> mapping.with(Map.of("receipt", "x")))
                .hasMessageContaining("constants.receipt has a column");
    }
}
