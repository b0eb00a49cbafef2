package dev.musubi.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.openapi.model.Order;
import dev.musubi.platform.Json;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody's orders come to, by channel and month, in the currency that most of them are in.
 * Cancelled ones count nothing; a return counts in the month of its order. Pure.
 *
 * @param channels the greatest sum first
 * @param months the last twelve, oldest first, each with the sum of every channel
 */
record Totals(String currency, List<Sum> channels, List<Month> months) {

    private static final int MONTHS = 12;

    Totals {
        channels = List.copyOf(channels);
        months = List.copyOf(months);
    }

    record Sum(String channel, long orders, BigDecimal revenue) {
        public String amount() {
            return revenue.toPlainString();
        }
    }

    record Month(YearMonth month, Map<String, BigDecimal> revenue) {
        public String amount(String channel) {
            return revenue.getOrDefault(channel, BigDecimal.ZERO).toPlainString();
        }
    }

    public boolean nothing() {
        return channels.isEmpty();
    }

    static Totals of(List<Order> orders, Reader reader) {
        String currency = currency(orders);
        Map<String, Sum> channels = new HashMap<>();
        SortedMap<YearMonth, Map<String, BigDecimal>> months = new TreeMap<>();
        YearMonth last = YearMonth.from(reader.now().atZone(reader.zone()));
        for (int i = MONTHS - 1; i >= 0; i--) {
            months.put(last.minusMonths(i), new HashMap<>());
        }
        for (Order order : orders) {
            String amount = order.getRevenue().get(currency);
            if (amount == null) {
                continue;
            }
            BigDecimal revenue = new BigDecimal(amount);
            channels.merge(
                    order.getChannel(),
                    new Sum(order.getChannel(), 1, revenue),
                    (a, b) ->
                            new Sum(
                                    a.channel(),
                                    a.orders() + b.orders(),
                                    a.revenue().add(b.revenue())));
            OffsetDateTime time = order.getTime();
            Map<String, BigDecimal> month =
                    time == null
                            ? null
                            : months.get(YearMonth.from(time.atZoneSameInstant(reader.zone())));
            if (month != null) {
                month.merge(order.getChannel(), revenue, BigDecimal::add);
            }
        }
        List<Month> shown = new ArrayList<>();
        months.forEach((month, sums) -> shown.add(new Month(month, Map.copyOf(sums))));
        return new Totals(
                currency,
                channels.values().stream()
                        .sorted(
                                Comparator.comparing(Sum::revenue)
                                        .reversed()
                                        .thenComparing(Sum::channel))
                        .toList(),
                shown);
    }

    private static String currency(List<Order> orders) {
        Map<String, Integer> counts = new HashMap<>();
        orders.forEach(o -> counts.merge(o.getCurrency(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("JPY");
    }

    /**
     * The bars of the chart: months along, one colour a channel.
     *
     * @param words what each channel is called
     */
    String chart(Reader reader, Map<String, String> words) {
        ObjectNode chart = Json.object().put("currency", currency);
        chart.put("locale", reader.locale().toLanguageTag());
        ArrayNode labels = chart.putArray("labels");
        months.forEach(m -> labels.add(reader.month(m.month())));
        ArrayNode series = chart.putArray("series");
        for (Sum channel : channels) {
            ObjectNode one = series.addObject();
            one.put("name", words.getOrDefault(channel.channel(), channel.channel()));
            ArrayNode data = one.putArray("data");
            months.forEach(
                    m -> data.add(m.revenue().getOrDefault(channel.channel(), BigDecimal.ZERO)));
        }
        return Json.write(chart);
    }
}
