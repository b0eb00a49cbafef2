package dev.musubi.connectors.files;

import java.util.Objects;
import org.apache.camel.builder.EndpointConsumerBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/**
 * A folder on this machine as an inbox: a complete file is taken in, then moved to {@code .done},
 * or to {@code .failed} where nothing of it could be used.
 */
final class FolderRoute extends EndpointRouteBuilder {
    private final Inbox account;
    private final Taking taking;
    private final Polls polls;

    FolderRoute(Inbox account, Taking taking, Polls polls) {
        this.account = account;
        this.taking = taking;
        this.polls = polls;
    }

    @Override
    public void configure() {
        from(inbox())
                .routeId(Taking.id(account))
                .routeConfigurationId(FileErrors.ID)
                .process(taking::take);
    }

    private EndpointConsumerBuilder inbox() {
        var configured = account.configured();
        var inbox =
                file(Objects.requireNonNull(configured.folder()).toString())
                        .delay(configured.poll().toMillis())
                        .initialDelay(0)
                        .maxMessagesPerPoll(Taking.MOST_A_POLL)
                        .move(Taking.MOVE)
                        .exclude(Taking.UNFINISHED)
                        .readLock(taking.readLock())
                        .readLockMinLength(0L)
                        .readLockCheckInterval(taking.stable())
                        .readLockTimeout(taking.patience())
                        .readLockLoggingLevel("DEBUG");
        if (configured.include() != null) {
            inbox.include(configured.include());
        }
        if (configured.doneFile() != null) {
            inbox.doneFileName(Taking.doneFile(configured.doneFile()));
        }
        inbox.advanced().startingDirectoryMustExist(true).pollStrategy(polls);
        return inbox;
    }
}
