package dev.musubi.connectors.goods;

import static dev.musubi.connectors.goods.GoodsFixture.ADJUSTMENTS;
import static dev.musubi.connectors.goods.GoodsFixture.COUNTS;
import static dev.musubi.connectors.goods.GoodsFixture.mapping;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoodsMappingTest {

    @Test
    void whatIsWrongIsSaidByItsKey() {
        assertWrong(COUNTS.replace("onHand", "onhand"), "onhand is not a field; there are");
        assertWrong(COUNTS + "frozen: true\n", "frozen");
        assertWrong(COUNTS.replace("zone: Asia/Tokyo\n", ""), "zone is missing");
        assertWrong(COUNTS.replace("source: stock:main", "source: Stock"), "source is missing");
        assertWrong(COUNTS + "basis: sold\n", "basis is one of onHand, available, of counts");
        assertWrong(
                COUNTS.replace("  location: 店舗", "  location: 店舗\n  delta: 差"),
                "give either fields.onHand (counts) or fields.delta (adjustments)");
        assertWrong(
                COUNTS.replace("  location: 店舗", "  location: 店舗\n  price: 価格"),
                "fields.price is none of kind: stock");
        assertWrong(
                COUNTS.replace("  location: 店舗\n", ""),
                "fields.location is missing, and constants.location too");
        assertWrong(
                ADJUSTMENTS.replace("reason: reason", "sequence: n"),
                "fields.sequence belongs to counts");
        assertWrong(
                MasterRowsTest.PRODUCTS.replace("currency: JPY, ", ""),
                "fields.currency is missing, and constants.currency too");
        assertWrong(
                MasterRowsTest.PRODUCTS.replace("{ja: 品名", "{日本語: 品名"),
                "is no language such as ja");
        assertWrong(
                MasterRowsTest.LOCATIONS.replace("longitude: lon, ", ""),
                "give both fields.latitude and fields.longitude, or neither");
        assertWrong(
                MasterRowsTest.LOCATIONS
                        .replace("location: code", "brand: b")
                        .replace("brand: musubi", "location: x"),
                "constants.location differs by row and needs a column");
    }

    private static void assertWrong(String yaml, String what) {
        assertThatThrownBy(() -> mapping(yaml))
                .as(what)
                .hasMessageStartingWith("mapping goods.yaml: ")
                .hasMessageContaining(what);
    }
}
