package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The inboxes of one channel, polled once they are opened. */
public final class FileInboxes {
    private final String channel;
    private final List<FileIntake> intakes;
    private final MeterRegistry meters;
    private volatile @Nullable CamelContext context;

    /**
     * @param contents what the files of each inbox hold
     */
    public FileInboxes(
            String channel,
            Map<Inbox, ? extends FileContent> contents,
            Append log,
            Consumer<Undelivered> deadLetters,
            MeterRegistry meters) {
        var patience = new Patience(this::isStopping);
        this.channel = channel;
        this.meters = meters;
        contents.keySet().forEach(FileInboxes::sweep);
        this.intakes =
                contents.entrySet().stream()
                        .map(
                                one ->
                                        new FileIntake(
                                                one.getKey(),
                                                one.getValue(),
                                                log,
                                                deadLetters,
                                                patience,
                                                meters))
                        .toList();
    }

    /**
     * The inboxes of {@code musubi.channels.files}: receipts, stock and masters of goods.
     *
     * @param dates the first date of each content
     * @throws IllegalArgumentException where an account is wrong, with every key at fault
     */
    static FileInboxes of(
            FileChannels channels,
            Append log,
            FirstDates dates,
            Consumer<Undelivered> deadLetters,
            Clock clock,
            MeterRegistry meters) {
        var contents = new LinkedHashMap<Inbox, FileContent>();
        for (var account : CheckedAccounts.check(channels)) {
            contents.put(
                    account.inbox(),
                    switch (account) {
                        case CheckedAccount.OfReceipts receipts ->
                                new ReceiptFiles(receipts, log, clock);
                        case CheckedAccount.OfGoods goods ->
                                new GoodsFiles(goods, log, dates, clock);
                    });
        }
        return new FileInboxes(Letters.CHANNEL, contents, log, deadLetters, meters);
    }

    /** Removes what a hub that was killed left behind while sorting. */
    private static void sweep(Inbox inbox) {
        try (var left = Files.list(inbox.work())) {
            for (var one : left.toList()) {
                if (one.getFileName().toString().matches("(sort|again)-.*")) {
                    FileSystemUtils.deleteRecursively(one);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the letters of this channel in again. */
    public Redelivery redelivery() {
        return new FileRedelivery(channel, intakes);
    }

    List<FileIntake> intakes() {
        return intakes;
    }

    /** Adds the routes of these inboxes to a context that has not started. */
    public static void openAll(CamelContext context, List<FileInboxes> inboxes) {
        try {
            context.addRoutesConfigurations(new FileErrors());
        } catch (Exception e) {
            throw new IllegalStateException("the inboxes cannot be opened", e);
        }
        inboxes.forEach(one -> one.open(context));
    }

    private void open(CamelContext context) {
        this.context = context;
        try {
            for (var intake : intakes) {
                context.addRoutes(route(intake));
                if (intake.content() instanceof Preview preview && preview.folder() != null) {
                    context.addRoutes(
                            new DryRunRoute(
                                    intake.inbox(), preview, preview.folder(), polls(intake)));
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the inboxes cannot be opened", e);
        }
    }

    private RoutesBuilder route(FileIntake intake) {
        var inbox = intake.inbox();
        var taking = new Taking(intake);
        var server = inbox.configured().sftp();
        return server == null
                ? new FolderRoute(inbox, taking, polls(intake))
                : new SftpRoute(inbox, server, taking, polls(intake));
    }

    private Polls polls(FileIntake intake) {
        return new Polls(intake.inbox().label(), meters);
    }

    private boolean isStopping() {
        var running = context;
        return running != null && (running.isStopping() || running.isStopped());
    }
}
