package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.e2e.torture.Model.Position;
import dev.musubi.e2e.torture.Told.Counted;
import dev.musubi.e2e.torture.Told.Spot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Compares what lies where, and what all orders of a source come to. */
final class GoodsAudit {

    private final Door hub;
    private final Differences found;

    GoodsAudit(Door hub, Differences found) {
        this.hub = hub;
        this.found = found;
    }

    void compare(Map<Spot, Position> positions) {
        for (String location : World.LOCATIONS) {
            for (String sku : World.SKUS) {
                Spot spot = new Spot(location, sku);
                compare(spot, positions.getOrDefault(spot, new Position(null, 0)));
            }
        }
    }

    private void compare(Spot spot, Position position) {
        String where = spot.sku() + " in " + spot.location();
        JsonNode told = hub.read("/api/v1/availability/" + spot.sku() + "/" + spot.location());
        found.same(
                where + " since",
                BigDecimal.valueOf(position.since()),
                PeopleAudit.decimal(told.path("since")));
        Told count = position.count();
        if (count == null) {
            found.same(where + " counted", false, told.has("counted"));
            return;
        }
        int quantity = ((Counted) count.word()).quantity();
        found.same(
                where + " counted by", count.sign(), told.path("counted").path("event").asText());
        found.same(
                where + " on hand",
                BigDecimal.valueOf(quantity + position.since()),
                PeopleAudit.decimal(told.path("onHand")));
    }

    /** Every event about goods is applied, once: its key can be taken but once. */
    void compareEvents(List<String> keys) {
        for (String key : keys) {
            JsonNode event = hub.read("/api/v1/events/" + key.replace('|', '/'));
            found.same(key + " state", "applied", event.path("state").asText());
        }
    }

    void compareTotals(Iterable<OrderModel> orders) {
        for (String source : World.SOURCES_OF_ORDERS) {
            long sales = 0;
            long credits = 0;
            long named = 0;
            BigDecimal revenue = BigDecimal.ZERO;
            for (OrderModel order : orders) {
                if (order.counts() && order.source().equals(source)) {
                    sales += order.credit() ? 0 : 1;
                    credits += order.credit() ? 1 : 0;
                    named += order.owner() == null ? 0 : 1;
                    revenue = revenue.add(order.revenue());
                }
            }
            JsonNode sums =
                    hub.read("/api/v1/orders/totals?source=" + source)
                            .path("currencies")
                            .path(World.CURRENCY);
            JsonNode all = sums.path("all");
            found.same(source + " sales", sales, all.path("sales").asLong());
            found.same(source + " credits", credits, all.path("credits").asLong());
            found.same(
                    source + " orders of somebody",
                    named,
                    sums.path("withPerson").path("orders").asLong());
            found.same(source + " revenue", revenue, PeopleAudit.decimal(all.path("revenue")));
        }
    }
}
