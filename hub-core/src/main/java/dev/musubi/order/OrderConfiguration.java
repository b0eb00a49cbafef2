package dev.musubi.order;

import dev.musubi.platform.DocumentStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OrderConfiguration {

    @Bean
    OrderStore orderStore(DocumentStore store) {
        OrderStore orders = new OrderStore(store);
        orders.prepare();
        return orders;
    }

    @Bean
    Orders orders(OrderStore store, Clock clock) {
        return new Orders(store, clock);
    }

    @Bean
    OrderFeed orderFeed(OrderStore store) {
        return new OrderFeed(store);
    }
}
