package dev.musubi.connectors.goods;

import static dev.musubi.connectors.goods.GoodsFixture.data;
import static dev.musubi.connectors.goods.GoodsFixture.ids;
import static dev.musubi.connectors.goods.GoodsFixture.read;
import static dev.musubi.connectors.goods.GoodsFixture.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterRowsTest {
    static final String PRODUCTS =
            """
            kind: products
            source: erp:products
            zone: Asia/Tokyo
            fields: {sku: sku, product: style, price: price, barcode: jan, status: status, image: image}
            constants: {currency: JPY, unit: piece}
            languages: {ja: 品名, en: name}
            categories: [大分類, 中分類]
            attributes: {size: サイズ}
            """;
    static final String PRODUCTS_HEADER = "sku,style,price,jan,status,image,品名,name,大分類,中分類,サイズ\n";

    static final String LOCATIONS =
            """
            kind: locations
            source: erp:locations
            zone: Asia/Tokyo
            fields: {location: code, name: 店名, kana: カナ, latitude: lat, longitude: lon, postcode: 〒}
            constants: {kind: store, brand: musubi, timezone: Asia/Tokyo}
            """;
    static final String LOCATIONS_HEADER = "code,店名,カナ,lat,lon,〒\n";

    @TempDir Path work;

    @Test
    void aRowDescribesAProduct() throws IOException {
        var records =
                read(
                        work,
                        PRODUCTS,
                        PRODUCTS_HEADER
                                + "A-1,A,2200.00,4901234567894,active,https://shop.example/a,"
                                + "セーター,Sweater,衣類,ニット,M\n"
                                + "A-2,,,,,,,,,,\n");

        assertThat(data(records))
                .containsExactly(
                        "{\"sku\":\"A-1\",\"product\":\"A\",\"barcode\":\"4901234567894\","
                                + "\"image\":\"https://shop.example/a\",\"status\":\"active\","
                                + "\"unit\":\"piece\",\"name\":{\"en\":\"Sweater\",\"ja\":\"セーター\"},"
                                + "\"categories\":[\"衣類\",\"ニット\"],"
                                + "\"price\":{\"currency\":\"JPY\",\"amount\":\"2200\"},"
                                + "\"attributes\":{\"size\":\"M\"}}",
                        "{\"sku\":\"A-2\",\"unit\":\"piece\"}");
        assertThat(ids(records).getFirst()).startsWith("A-1|2026-11-10T18:00:00Z|");
    }

    @Test
    void ofTwoRowsAboutOneProductTheLaterHolds() throws IOException {
        var records =
                read(
                        work,
                        PRODUCTS,
                        PRODUCTS_HEADER
                                + "A,,1,,,,,,,,\nB,,5,,,,,,,,\nA,,2,,,,,,,,\nA,,x,,,,,,,,\n");

        assertThat(records).extracting(GoodsRecord::line).containsExactly(3L, 4L, 5L);
        assertThat(reasons(records))
                .containsExactly("5 price: a text of 1 characters is not a number");
    }

    @Test
    void aPriceNeedsItsCurrency() throws IOException {
        var yaml =
                PRODUCTS.replace("constants: {currency: JPY, ", "constants: {")
                        .replace("image: image}", "image: image, currency: cur}");

        var records =
                read(
                        work,
                        yaml,
                        PRODUCTS_HEADER.replace("\n", ",cur\n")
                                + "A,,1,,,,,,,,,\nB,,,,,,,,,,,\nC,,1,,,,,,,,,EUR\n");

        assertThat(reasons(records)).containsExactly("2 currency is empty");
    }

    @Test
    void aRowDescribesALocationInAsManyDigitsAsItHas() throws IOException {
        var records =
                read(
                        work,
                        LOCATIONS,
                        LOCATIONS_HEADER
                                + "ginza,銀座店,ギンザテン,35.67172222,139.7650,104-0061\n"
                                + "web,通販,,,,\n"
                                + "half,,,35.1,,\n");

        assertThat(data(records.subList(0, 2)))
                .containsExactly(
                        "{\"location\":\"ginza\",\"kind\":\"store\",\"name\":\"銀座店\","
                                + "\"kana\":\"ギンザテン\",\"latitude\":\"35.67172222\","
                                + "\"longitude\":\"139.7650\",\"postcode\":\"104-0061\","
                                + "\"brand\":\"musubi\",\"timezone\":\"Asia/Tokyo\"}",
                        "{\"location\":\"web\",\"kind\":\"store\",\"name\":\"通販\","
                                + "\"brand\":\"musubi\",\"timezone\":\"Asia/Tokyo\"}");
        assertThat(reasons(records))
                .containsExactly("4 latitude or longitude is empty, and the other is not");
    }
}
