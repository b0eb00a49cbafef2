package dev.musubi.connectors.crm;

import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.common.Settings;
import dev.musubi.connectors.files.FileAccount;
import dev.musubi.connectors.files.FileChannels;
import dev.musubi.connectors.files.FileInboxes;
import dev.musubi.connectors.files.Inbox;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Checks the accounts of member masters; their inboxes are opened with those of all files. */
@Configuration(proxyBeanMethods = false)
class CrmConfiguration {

    @Bean
    FileInboxes memberInboxes(
            Environment environment,
            FileChannels files,
            DocumentStore documents,
            Append log,
            DeadLetters deadLetters,
            Clock clock,
            MeterRegistry meters) {
        new Settings(MemberAccounts.PREFIX)
                .refuseUnknown(List.of(FileAccount.class, MemberAccount.class), environment);
        var accounts = MemberAccounts.check(Binder.get(environment), files);
        return inboxes(accounts, documents, log, deadLetters::keep, clock, meters);
    }

    @Bean
    Redelivery memberRedelivery(@Qualifier("memberInboxes") FileInboxes inboxes) {
        return inboxes.redelivery();
    }

    static FileInboxes inboxes(
            List<MemberAccount.Checked> accounts,
            DocumentStore documents,
            Append log,
            Consumer<Undelivered> deadLetters,
            Clock clock,
            MeterRegistry meters) {
        var contents = new LinkedHashMap<Inbox, MemberFiles>();
        if (!accounts.isEmpty()) {
            var snapshots = new MemberSnapshotStore(documents);
            var loads = new MemberLoadStore(documents);
            for (var account : accounts) {
                contents.put(
                        account.inbox(), new MemberFiles(account, snapshots, loads, log, clock));
            }
        }
        return new FileInboxes(MemberLetters.CHANNEL, contents, log, deadLetters, meters);
    }
}
