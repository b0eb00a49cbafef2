package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The inboxes of all accounts, checked when this is made, polled once they are opened. */
final class FileInboxes {
    private final List<FileIntake> intakes;
    private final Append log;
    private final MeterRegistry meters;
    private volatile @Nullable CamelContext context;

    /**
     * @throws IllegalArgumentException where an account is wrong, with every key at fault
     */
    FileInboxes(
            FileChannels channels,
            Append log,
            Consumer<Undelivered> deadLetters,
            Clock clock,
            MeterRegistry meters) {
        var patience = new Patience(this::isStopping);
        this.log = log;
        this.meters = meters;
        var accounts = CheckedAccounts.check(channels);
        accounts.forEach(FileInboxes::sweep);
        this.intakes =
                accounts.stream()
                        .map(
                                account ->
                                        new FileIntake(
                                                account, log, deadLetters, patience, clock, meters))
                        .toList();
    }

    /** Removes what a hub that was killed left behind while sorting. */
    private static void sweep(CheckedAccount account) {
        try (var left = Files.list(account.work())) {
            for (var one : left.toList()) {
                if (one.getFileName().toString().matches("(sort|again)-.*")) {
                    FileSystemUtils.deleteRecursively(one);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Redelivery redelivery() {
        return new FileRedelivery(intakes, log);
    }

    List<FileIntake> intakes() {
        return intakes;
    }

    /** Adds the routes to a context that has not started. */
    void open(CamelContext context) {
        this.context = context;
        try {
            context.addRoutesConfigurations(new FileErrors());
            for (var intake : intakes) {
                context.addRoutes(route(intake));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the inboxes cannot be opened", e);
        }
    }

    private RoutesBuilder route(FileIntake intake) {
        var account = intake.account();
        var taking = new Taking(intake);
        var polls = new Polls(account.name(), meters);
        var server = account.configured().sftp();
        return server == null
                ? new FolderRoute(account, taking, polls)
                : new SftpRoute(account, server, taking, polls);
    }

    private boolean isStopping() {
        var running = context;
        return running != null && (running.isStopping() || running.isStopped());
    }
}
