package dev.musubi.connectors.goods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.csv.UnreadableValue;
import dev.musubi.connectors.csv.WrongMapping;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoodsReaderTest {
    private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");
    private static final String HEAD = "source: stock:main\nzone: Asia/Tokyo\n";

    @Test
    void aCountIsWhatItsRowSaysAndTheSameRowIsTheSameEvent() {
        var mapping =
                "kind: stock\nfields: {sku: 品番, onHand: 在庫}\nconstants: {location: ginza}\n"
                        + "at: {columns: [日時], patterns: [yyyy/MM/dd HH:mm]}\n";

        var event = event(mapping, List.of("品番", "在庫", "日時"), "A-1", "12", "2026/11/20 18:30");

        assertThat(event.path("type").asText()).isEqualTo("stock.counted");
        assertThat(event.path("time").asText()).isEqualTo("2026-11-20T09:30:00Z");
        assertThat(event.path("data"))
                .hasToString(
                        "{\"location\":\"ginza\",\"onHand\":\"12\",\"sku\":\"A-1\",\"sequence\":7}");
        assertThat(event)
                .isEqualTo(
                        event(
                                mapping,
                                List.of("品番", "在庫", "日時"),
                                "A-1",
                                "12",
                                "2026/11/20 18:30"));
        assertThat(event.path("id").asText()).matches("A-1\\|[0-9a-f]{32}");
    }

    @Test
    void anAdjustmentIsNamedByItsSource() {
        var event =
                event(
                        "kind: stock\nfields: {sku: s, location: l, delta: d, id: n}\n",
                        List.of("s", "l", "d", "n"),
                        "A-1",
                        "ginza",
                        "-2",
                        "m-9");

        assertThat(event.path("type").asText()).isEqualTo("stock.adjusted");
        assertThat(event.path("id").asText()).isEqualTo("m-9");
        assertThat(event.path("time").asText()).isEqualTo(DAY.toString());
        assertThat(event.at("/data/reason").asText()).isEqualTo("file");
    }

    @Test
    void aProductHasItsNamesPriceCategoriesAndAttributes() {
        var event =
                event(
                        "kind: products\nseparator: /\nconstants: {currency: JPY}\n"
                                + "fields: {sku: s, name.ja: 名, name.en: n, price: p, categories: c,"
                                + " attributes.size: z, barcode: b}\n",
                        List.of("s", "名", "n", "p", "c", "z", "b"),
                        "A-1",
                        "セーター",
                        "Sweater",
                        "2200.0",
                        "knit / women",
                        "M",
                        "");

        assertThat(event.path("data"))
                .hasToString(
                        "{\"attributes\":{\"size\":\"M\"},\"categories\":[\"knit\",\"women\"],"
                                + "\"name\":{\"en\":\"Sweater\",\"ja\":\"セーター\"},"
                                + "\"price\":{\"currency\":\"JPY\",\"amount\":\"2200\"},\"sku\":\"A-1\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, sku: is empty",
        "A-1, '', onHand: is empty",
        "A-1, many, onHand: a text of 4 characters is not a number",
        "A-1, 0.1234567, decimals"
    })
    void whatCannotBeReadIsNamed(String sku, String onHand, String reason) {
        assertThatThrownBy(
                        () ->
                                event(
                                        "kind: stock\nfields: {sku: s, onHand: q}\n"
                                                + "constants: {location: ginza}\n",
                                        List.of("s", "q"),
                                        sku,
                                        onHand))
                .isInstanceOf(UnreadableValue.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fields: {sku: s, location: l, onHand: q} | kind is missing",
                "{kind: shelves, fields: {sku: s}} | kind is one of",
                "{kind: stock, fields: {sku: s, onHand: q}} | needs",
                "{kind: stock, fields: {sku: s, location: l}} | either onHand or delta",
                "{kind: stock, fields: {sku: s, location: l, delta: d}} | delta needs id",
                "{kind: products, fields: {sku: s, price: p}} | price needs currency",
                "{kind: products, fields: {sku: s, colour: c}} | have no colour",
                "{kind: locations, fields: {location: l}, format: {header: false}} | names"
            })
    void aMappingThatCannotWorkSaysWhy(String mapping, String reason) {
        var yaml = mapping.startsWith("{") ? mapping.substring(1, mapping.length() - 1) : mapping;
        var lines = yaml.replaceAll("(?<=[a-z]), (?=(fields|format))", "\n").replace("}, format", "}\nformat");

        assertThatThrownBy(() -> GoodsMapping.parse("test", HEAD + lines + "\n"))
                .isInstanceOf(WrongMapping.class)
                .hasMessageContaining(reason);
    }

    private static ObjectNode event(String mapping, List<String> columns, String... cells) {
        return new GoodsReader(GoodsMapping.parse("test", HEAD + mapping), columns, false)
                .event(List.of(cells), 7, DAY);
    }
}
