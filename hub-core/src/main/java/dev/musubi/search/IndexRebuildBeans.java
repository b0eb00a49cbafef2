package dev.musubi.search;

import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.IndexAddress;
import dev.musubi.profile.Profiles;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;

/**
 * For a chore that has the indexes filled anew, beside the beans that keep them: where no hub does,
 * the chore itself is the one that fills them. A hub does not scan for it.
 */
public final class IndexRebuildBeans {

    @Bean(destroyMethod = "close")
    IndexRebuild indexRebuild(
            DocumentStore store,
            SearchIndex profiles,
            SearchProperties properties,
            ObjectProvider<IndexAddress> started) {
        return new IndexRebuild(
                store,
                profiles,
                SearchIndex.connect(SearchConfiguration.at(properties, started), Layout.PRODUCTS));
    }

    @Bean
    IndexCheck indexCheck(
            SearchIndex index,
            Profiles profiles,
            Orders orders,
            @Value("${musubi.identity.region:JP}") String region,
            Clock clock) {
        return IndexCheckBeans.check(index, profiles, orders, region, clock);
    }
}
