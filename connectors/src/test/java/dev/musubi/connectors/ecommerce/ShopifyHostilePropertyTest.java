package dev.musubi.connectors.ecommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Hostile;
import dev.musubi.connectors.common.Untranslatable;
import dev.musubi.platform.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a signed body holds, it gives events or a reason, and nothing else. */
class ShopifyHostilePropertyTest {

    private static final String ORDER =
            """
            {"id":450789469,"name":"#1001","order_number":1001,"currency":"JPY","total_price":"4400",
             "created_at":"2026-11-22T10:15:30+09:00","updated_at":"2026-11-22T10:15:30+09:00",
             "processed_at":null,"cancelled_at":"2026-11-23T10:15:30+09:00","cancel_reason":"other",
             "financial_status":"paid","email":"hanako@example.jp","phone":"+819012345678",
             "taxes_included":true,"total_tax":"400","total_discounts":"100","location_id":905684977,
             "discount_codes":[{"code":"TENOFF","amount":"10.00"}],"customer_locale":"ja-JP",
             "customer":{"id":207119551,"email":"hanako@example.jp","verified_email":true,
              "first_name":"花子","last_name":"佐藤","phone":null,
              "default_address":{"country_code":"JP","zip":"104-0061","province":"東京都","phone":"090"}},
             "billing_address":{"phone":"03-1234-5678","first_name":"花子"},
             "line_items":[{"id":1,"sku":"A-1","variant_id":2,"quantity":2,"price":"2200.00",
              "discount_allocations":[{"amount":"100"}],"tax_lines":[{"price":"400"}]}],
             "shipping_lines":[{"price":"100.00","tax_lines":[],"discount_allocations":[]}],
             "refunds":[{"id":9,"order_id":450789469,"created_at":"2026-11-24T10:15:30+09:00",
              "refund_line_items":[{"quantity":1,"location_id":7,"subtotal":"2100","total_tax":"0",
               "subtotal_set":{"shop_money":{"amount":"2100","currency_code":"JPY"}},
               "line_item":{"id":1,"sku":"A-1","price":"2200.00"}}],
              "transactions":[{"kind":"refund","status":"success","amount":"2100","currency":"JPY"}],
              "order_adjustments":[{"amount":"-5","tax_amount":"0"}]}]}
            """;

    @Property(tries = 2000)
    void anyFieldReplacedByAnythingGivesEventsOrAReason(
            @ForAll Random random,
            @ForAll("values") String replacement,
            @ForAll("topics") String topic) {
        eventsOrReason(Hostile.replaced(ORDER, random, replacement), topic);
    }

    @Property(tries = 300)
    void aBodyCutAnywhereGivesAReason(@ForAll Random random) {
        byte[] whole = Samples.bytes((ObjectNode) Json.read(ORDER));
        byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));

        assertThat(eventsOrReason(cut, "orders/create")).isEmpty();
    }

    @Property(tries = 100)
    void noTopicMakesACancelledOrderAnotherThanCancelled(@ForAll("topics") String topic) {
        byte[] body = Samples.bytes((ObjectNode) Json.read(ORDER));

        List<ObjectNode> events = eventsOrReason(body, topic);

        assertThat(events.stream().map(event -> event.path("type").asText()).skip(1).toList())
                .isIn(List.of(), List.of("order.cancelled", "order.returned"));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(Hostile.VALUES);
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "orders/create",
                        "orders/paid",
                        "orders/cancelled",
                        "refunds/create",
                        "customers/update"),
                Arbitraries.strings().ofMaxLength(20));
    }

    private static List<ObjectNode> eventsOrReason(byte[] body, String topic) {
        try {
            return ShopifyTranslator.translate(body, topic, Samples.SHOP);
        } catch (Untranslatable refused) {
            assertThat(refused).message().isNotBlank();
            return List.of();
        }
    }
}
