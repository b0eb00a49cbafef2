package dev.musubi.search;

import dev.musubi.order.Orders;
import dev.musubi.platform.IndexAddress;
import dev.musubi.profile.Profiles;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** For a chore that looks at the index and keeps none; a hub does not scan for it. */
@EnableConfigurationProperties(SearchProperties.class)
public class IndexCheckBeans {

    @Bean(destroyMethod = "close")
    SearchIndex checkedIndex(SearchProperties properties, ObjectProvider<IndexAddress> started) {
        return SearchIndex.connect(SearchConfiguration.at(properties, started), Layout.PROFILES);
    }

    @Bean
    IndexCheck indexCheck(
            SearchIndex index,
            Profiles profiles,
            Orders orders,
            @Value("${musubi.identity.region:JP}") String region,
            Clock clock) {
        return check(index, profiles, orders, region, clock);
    }

    static IndexCheck check(
            SearchIndex index, Profiles profiles, Orders orders, String region, Clock clock) {
        return new IndexCheck(
                index,
                profiles,
                SearchConfiguration.source(profiles, orders, new NumberKeys(region), clock).read());
    }
}
