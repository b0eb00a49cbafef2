package dev.musubi.profile;

import dev.musubi.event.OrderLine;
import dev.musubi.openapi.model.Order.KindEnum;
import dev.musubi.openapi.model.Order.StatusEnum;
import dev.musubi.openapi.model.OrderReturn;
import dev.musubi.order.Amounts;
import dev.musubi.order.Order;
import dev.musubi.order.Order.Content;
import dev.musubi.order.Order.Returned;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders as the contract shows them. Pure. */
final class OrderView {

    private OrderView() {}

    /** An order that somebody owns: its content is known. */
    static dev.musubi.openapi.model.Order order(Order order) {
        Content content = order.content();
        if (content == null) {
            throw new IllegalStateException("an owned order without content: " + order.id());
        }
        return new dev.musubi.openapi.model.Order(
                        order.system(),
                        order.orderId(),
                        List.copyOf(content.numbers()),
                        content.credit() ? KindEnum.CREDIT : KindEnum.SALE,
                        StatusEnum.fromValue(order.status()),
                        content.channel(),
                        content.currency(),
                        Amounts.text(content.revenue()),
                        Amounts.text(order.tally().revenue()),
                        lines(content.lines()),
                        order.returns().values().stream().map(OrderView::returned).toList())
                .paymentStatus(content.paymentStatus())
                .time(ProfileView.optional(order.orderedAt()))
                .location(content.location())
                .totalMismatch(content.mismatch() ? true : null)
                .incomplete(content.incomplete() ? true : null);
    }

    private static OrderReturn returned(Returned returned) {
        return new OrderReturn(
                        returned.returnId(),
                        returned.currency(),
                        Amounts.text(returned.amount()),
                        returned.channel(),
                        ProfileView.time(returned.stamp().at()),
                        lines(returned.lines()))
                .location(returned.location());
    }

    private static List<dev.musubi.openapi.model.OrderLine> lines(List<OrderLine> lines) {
        return lines.stream()
                .map(
                        line ->
                                new dev.musubi.openapi.model.OrderLine(
                                                line.sku(),
                                                Amounts.text(line.quantity()),
                                                dev.musubi.openapi.model.OrderLine.KindEnum
                                                        .fromValue(line.kind().wire()))
                                        .unitPrice(optional(line.unitPrice()))
                                        .amount(optional(line.amount()))
                                        .discount(optional(line.discount()))
                                        .tax(optional(line.tax())))
                .toList();
    }

    private static @Nullable String optional(@Nullable BigDecimal amount) {
        return amount == null ? null : Amounts.text(amount);
    }
}
