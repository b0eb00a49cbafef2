package dev.musubi.connectors.ecommerce;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.Appended;
import dev.musubi.event.Appended.Status;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.order.Order;
import dev.musubi.order.OrderTotals;
import dev.musubi.order.OrderTotals.Sum;
import dev.musubi.order.Orders;
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.TestHub;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a shop's messages come to in a real hub. */
class ShopifyOrdersTest {

    private static TestHub hub;

    /** A webhook, before it is signed. */
    private record Message(String topic, ObjectNode resource) {}

    @BeforeAll
    static void start() {
        hub = TestHub.start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void whateverTheOrderOfArrivalAnOrderAndItsRefundCountOnce() {
        List<Message> messages = List.of(created(), paid(), updatedWithRefund(), refund());

        int run = 0;
        for (List<Message> arrival : permutations(messages)) {
            ShopifyShop shop = shop("run" + run++, Set.of());
            for (Message message : arrival) {
                settle(shop, message);
            }
            List<Status> again = settle(shop, arrival.getFirst());

            assertThat(totals(shop)).as("arrival %s", arrival).isEqualTo(once("200.94"));
            assertThat(again).as("a replay").containsOnly(Status.DUPLICATE);
        }
        assertThat(run).isEqualTo(24);
    }

    @Test
    void aCancellationBeforeItsOrderLeavesNothingToCount() {
        ShopifyShop shop = shop("cancelled", Set.of());
        ObjectNode cancelled =
                Samples.order()
                        .put("cancelled_at", "2008-01-11T09:00:00-05:00")
                        .put("updated_at", "2008-01-11T09:00:00-05:00");

        settle(shop, new Message("orders/cancelled", cancelled));
        settle(shop, created());

        assertThat(totals(shop)).isEqualTo(Sum.NONE);
    }

    /** Shopify's sample lists three lines of 199 and a total of two. */
    @Test
    void anOrderIsFlaggedOnlyWhereItsOwnLinesDoNotAddUp() {
        ShopifyShop asSampled = shop("sampled", Set.of());
        ShopifyShop corrected = shop("corrected", Set.of());
        settle(asSampled, created());
        settle(
                corrected,
                new Message("orders/create", Samples.order().put("total_price", "608.94")));

        assertThat(content(asSampled).mismatch()).isTrue();
        assertThat(content(asSampled).revenue()).isEqualByComparingTo("409.94");
        assertThat(content(corrected).mismatch()).isFalse();
    }

    @Test
    void aPersonOfTillAndShopIsOneWhereTheShopProvesItsPhones() {
        ObjectNode atTheTill =
                anEvent("store.visited")
                        .of("loyalty_id", "L-1001")
                        .ofVerified("phone", "+15556251199")
                        .build();
        hub.apply(atTheTill);

        settle(shop("silent", Set.of()), created());
        assertThat(profile(IdentifierType.CUSTOMER_ID, "silent"))
                .isNotEqualTo(profile(IdentifierType.LOYALTY_ID, null));

        settle(shop("proving", Set.of(IdentifierType.PHONE)), created());
        assertThat(profile(IdentifierType.CUSTOMER_ID, "proving"))
                .isEqualTo(profile(IdentifierType.LOYALTY_ID, null));
    }

    private static Message created() {
        return new Message("orders/create", Samples.order());
    }

    private static Message paid() {
        return new Message(
                "orders/paid",
                Samples.order()
                        .put("financial_status", "paid")
                        .put("updated_at", "2008-01-10T11:05:00-05:00"));
    }

    private static Message updatedWithRefund() {
        ObjectNode order =
                Samples.order()
                        .put("financial_status", "partially_refunded")
                        .put("updated_at", "2016-06-20T13:35:07-04:00");
        order.putArray("refunds").add(Samples.refund());
        return new Message("orders/updated", order);
    }

    private static Message refund() {
        return new Message("refunds/create", Samples.refund());
    }

    private static List<Status> settle(ShopifyShop shop, Message message) {
        ShopifyAccount account = new ShopifyAccount(shop, List.of("secret"));
        List<Appended> appended =
                hub.append(
                        account.sender(),
                        ShopifyTranslator.translate(
                                Samples.bytes(message.resource()), message.topic(), shop));
        hub.settle(appended);
        assertThat(appended).extracting(Appended::problem).containsOnlyNulls();
        return appended.stream().map(Appended::status).toList();
    }

    /** The order's content, found by the number printed on the mail. */
    private static Order.Content content(ShopifyShop shop) {
        Orders orders = hub.get(Orders.class);
        Order found =
                orders.ofOwners(orders.owners("#1001", 100), null, 100).stream()
                        .filter(order -> order.system().equals(shop.orderSystem()))
                        .findFirst()
                        .orElseThrow();
        return Objects.requireNonNull(found.content());
    }

    private static Sum totals(ShopifyShop shop) {
        OrderTotals.Currency totals =
                hub.get(Orders.class).totals(shop.source()).byCurrency().get("USD");
        return totals == null ? Sum.NONE : totals.all();
    }

    private static Sum once(String revenue) {
        return new Sum(1, 1, 0, new BigDecimal(revenue));
    }

    private static Profile profile(IdentifierType type, @Nullable String account) {
        Identifier identifier =
                account == null
                        ? new Identifier(type, null, "L-1001", false)
                        : new Identifier(type, "shopify-" + account, "207119551", false);
        return hub.get(Profiles.class).find(identifier).orElseThrow();
    }

    private static ShopifyShop shop(String account, Set<IdentifierType> verified) {
        String source = "shopify:" + account;
        return new ShopifyShop(
                account,
                source,
                "shopify-" + account,
                source,
                "web",
                "web",
                Map.of(),
                null,
                "ja",
                verified);
    }

    private static <T> List<List<T>> permutations(List<T> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<T> rest = new ArrayList<>(items);
            T first = rest.remove(i);
            for (List<T> tail : permutations(rest)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }
}
