package dev.musubi.connectors.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.builder.EndpointConsumerBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/**
 * A folder of an SFTP server as an inbox, as {@link FolderRoute}. The hub proves itself by a key,
 * and the server by the one key that is configured; an unknown or changed one is never accepted.
 */
final class SftpRoute extends EndpointRouteBuilder {
    private static final int CONNECT_TIMEOUT = (int) Duration.ofSeconds(10).toMillis();
    private static final int READ_TIMEOUT = (int) Duration.ofSeconds(30).toMillis();
    private static final int SSH_PORT = 22;

    private final Inbox account;
    private final FileAccount.Sftp server;
    private final Taking taking;
    private final Polls polls;

    SftpRoute(Inbox account, FileAccount.Sftp server, Taking taking, Polls polls) {
        this.account = account;
        this.server = server;
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
                sftp(server.host() + ":" + server.port() + "/" + server.folder())
                        .username(server.user())
                        .privateKeyFile(Objects.requireNonNull(server.privateKey()).toString())
                        .preferredAuthentications("publickey")
                        .strictHostKeyChecking("yes")
                        .useUserKnownHostsFile(false)
                        .knownHostsFile(knownHosts().toString())
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
        if (server.passphrase() != null) {
            inbox.privateKeyPassphrase(server.passphrase());
        }
        if (configured.include() != null) {
            inbox.include(configured.include());
        }
        if (configured.doneFile() != null) {
            inbox.doneFileName(Taking.doneFile(configured.doneFile()));
        }
        // A mistyped folder is not made anew; .done and .failed are made all the same.
        inbox.advanced()
                .autoCreate(false)
                .localWorkDirectory(account.work().resolve("download").toString())
                .connectTimeout(CONNECT_TIMEOUT)
                .soTimeout(READ_TIMEOUT)
                .maximumReconnectAttempts(1)
                .throwExceptionOnConnectFailed(true)
                .pollStrategy(polls);
        return inbox;
    }

    /** The operator's file, or one with the single configured key. */
    private Path knownHosts() {
        if (server.knownHosts() != null) {
            return server.knownHosts();
        }
        var host =
                server.port() == SSH_PORT
                        ? server.host()
                        : "[%s]:%d".formatted(server.host(), server.port());
        var line = host + " " + Objects.requireNonNull(server.hostKey()).strip() + "\n";
        try {
            return Files.writeString(account.work().resolve("known-hosts"), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
