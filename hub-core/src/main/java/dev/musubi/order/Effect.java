package dev.musubi.order;

import dev.musubi.event.OrderLine;
import dev.musubi.order.Order.Returned;
import dev.musubi.order.Order.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an order has done at one moment to things other than people: to stock, to figures.
 *
 * @param source who said what was ordered; absent while only a return is known of it
 * @param channel absent while only a return is known of it
 * @param toldAt effective time of the event that its lines come from; absent while there is none
 * @param lines what was ordered; empty once it is cancelled
 * @param returns what came back; none once it is cancelled
 */
public record Effect(
        @Nullable String source,
        @Nullable String channel,
        @Nullable String location,
        boolean credit,
        @Nullable Instant toldAt,
        @Nullable Instant cancelledAt,
        List<OrderLine> lines,
        List<Returned> returns) {

    public Effect {
        lines = List.copyOf(lines);
        returns = List.copyOf(returns);
    }

    static Effect of(Order order) {
        Order.Content content = order.content();
        Stamp cancelled = order.steps().get(Step.CANCELLED);
        boolean counts = cancelled == null;
        return new Effect(
                content == null ? null : content.source(),
                content == null ? null : content.channel(),
                content == null ? null : content.location(),
                content != null && content.credit(),
                content == null ? null : content.stamp().at(),
                cancelled == null ? null : cancelled.at(),
                counts && content != null ? content.lines() : List.of(),
                counts ? List.copyOf(order.returns().values()) : List.of());
    }
}
