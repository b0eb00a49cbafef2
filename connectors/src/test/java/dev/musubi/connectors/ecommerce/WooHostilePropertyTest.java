package dev.musubi.connectors.ecommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.connectors.common.Hostile;
import dev.musubi.connectors.common.Untranslatable;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a signed body holds, it gives events or a reason, and nothing else. */
class WooHostilePropertyTest {

    private static final String ORDER =
            """
            {"id":727,"order_key":"wc","number":"727","status":"cancelled","currency":"JPY","total":"4400",
             "date_created_gmt":"2026-11-22T01:15:30","date_modified_gmt":"2026-11-22T01:15:31","date_paid_gmt":null,
             "customer_id":7,"billing":{"first_name":"花子","last_name":"佐藤","email":"a@b.jp","phone":"090","country":"JP"},
             "line_items":[{"id":1,"sku":"","product_id":3,"variation_id":0,"quantity":3,"subtotal":"10","total":"9","total_tax":"1"}],
             "shipping_lines":[{"total":"5","total_tax":"0"}],"fee_lines":[{"total":"-1","total_tax":"0"}],
             "coupon_lines":[{"code":"c"}],"refunds":[{"id":9,"total":"-1"}]}
            """;

    private static final String PRODUCT =
            """
            {"id":799,"name":"x","catalog_visibility":"visible","stock_status":"instock","manage_stock":true,"stock_quantity":7,
             "date_modified_gmt":"2026-11-22T01:15:31","sku":"A","price":"1.5","parent_id":0,"status":"publish",
             "categories":[{"name":"c"}],"attributes":[{"name":"Size","options":["S"]},{"name":"Color","option":"red"}],
             "images":[{"src":"i"}],"global_unique_id":"49"}
            """;

    private static final String CUSTOMER =
            """
            {"id":25,"email":"a@b.jp","role":"customer","first_name":"x","last_name":"y","date_modified_gmt":"2026-11-22T01:15:31",
             "billing":{"phone":"03-1234-5678","country":"JP","address_1":"1"}}
            """;

    @Property(tries = 2000)
    void anyFieldReplacedByAnythingGivesEventsOrAReason(
            @ForAll Random random,
            @ForAll("bodies") String message,
            @ForAll("values") String replacement,
            @ForAll("topics") String topic) {
        byte[] body = Hostile.replaced(message, random, replacement);
        try {
            assertThat(
                            WooTranslator.translate(
                                    body,
                                    topic,
                                    WooSamples.DELIVERY,
                                    WooSamples.BELIEVING,
                                    WooSamples.NOW))
                    .isNotEmpty();
        } catch (Untranslatable refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.of(ORDER, PRODUCT, CUSTOMER, "{\"id\":7}");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(Hostile.VALUES);
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of("", "order.created", "order.deleted", "product.updated", "x");
    }
}
