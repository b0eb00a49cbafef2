package dev.musubi.order;

import dev.musubi.platform.DocumentStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OrderConfiguration {

    @Bean
    Orders orders(DocumentStore store, Clock clock) {
        OrderStore orders = new OrderStore(store);
        orders.prepare();
        return new Orders(orders, clock);
    }
}
