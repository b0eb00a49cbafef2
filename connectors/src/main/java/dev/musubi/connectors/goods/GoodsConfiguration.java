package dev.musubi.connectors.goods;

import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.common.Settings;
import dev.musubi.connectors.files.FileAccount;
import dev.musubi.connectors.files.FileChannels;
import dev.musubi.connectors.files.FileInboxes;
import dev.musubi.connectors.files.Inbox;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Checks the accounts of files about goods; their inboxes are opened with those of all files. */
@Configuration(proxyBeanMethods = false)
class GoodsConfiguration {

    @Bean
    FileInboxes goodsInboxes(
            Environment environment,
            FileChannels files,
            Append log,
            DeadLetters deadLetters,
            Clock clock,
            MeterRegistry meters) {
        new Settings(GoodsAccounts.PREFIX).refuseUnknown(FileAccount.class, environment);
        return inboxes(
                GoodsAccounts.check(Binder.get(environment), files),
                log,
                deadLetters::keep,
                clock,
                meters);
    }

    @Bean
    Redelivery goodsRedelivery(@Qualifier("goodsInboxes") FileInboxes inboxes) {
        return inboxes.redelivery();
    }

    static FileInboxes inboxes(
            Map<Inbox, GoodsMapping> accounts,
            Append log,
            Consumer<Undelivered> deadLetters,
            Clock clock,
            MeterRegistry meters) {
        var contents = new LinkedHashMap<Inbox, GoodsFiles>();
        accounts.forEach(
                (inbox, mapping) ->
                        contents.put(inbox, new GoodsFiles(inbox, mapping, log, clock)));
        return new FileInboxes(GoodsAccounts.CHANNEL, contents, log, deadLetters, meters);
    }
}
