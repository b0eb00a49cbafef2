package dev.musubi.order;

import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.openapi.api.OrdersApi;
import dev.musubi.openapi.model.CurrencyTotals;
import dev.musubi.openapi.model.OrderSum;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class OrdersController implements OrdersApi {

    private final Orders orders;

    OrdersController(Orders orders) {
        this.orders = orders;
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<dev.musubi.openapi.model.OrderTotals> getOrderTotals(
            @Nullable String source) {
        TreeMap<String, CurrencyTotals> currencies = new TreeMap<>();
        orders.totals(source)
                .byCurrency()
                .forEach(
                        (currency, c) ->
                                currencies.put(
                                        currency,
                                        new CurrencyTotals(
                                                sum(c.all()),
                                                sum(c.withPerson()),
                                                sum(c.withoutPerson()))));
        return ResponseEntity.ok(new dev.musubi.openapi.model.OrderTotals(currencies));
    }

    private static OrderSum sum(OrderTotals.Sum sum) {
        return new OrderSum(sum.orders(), sum.sales(), sum.credits(), Amounts.text(sum.revenue()));
    }
}
