package dev.musubi.connectors.crm;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.files.FileChannels;
import dev.musubi.connectors.files.FileInboxes;
import dev.musubi.deadletter.DeadLetter;
import dev.musubi.deadletter.DeadLetterFilter;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.StoredEvents;
import dev.musubi.event.Submission;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Json;
import dev.musubi.profile.MayWrite;
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.Timeline;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Inboxes of member masters by the real routes, into the real log, people and dead letters. */
final class MembersHub implements AutoCloseable {
    static final Charset CRM = Charset.forName("windows-31j");

    private final Path folder;
    private final Path inbox;
    private final TestHub hub = TestHub.start();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Appended> appended = Collections.synchronizedList(new ArrayList<>());
    private final List<Redelivery> redeliveries = new ArrayList<>();
    private final DeadLetters letters =
            DeadLetters.over(
                    hub.get(DocumentStore.class),
                    Clock.systemUTC(),
                    meters,
                    () -> List.of(redeliveries.getLast()),
                    List::of);
    private CamelContext context = new DefaultCamelContext();

    MembersHub(Path folder) throws IOException {
        this.folder = folder;
        this.inbox = Files.createDirectory(folder.resolve("inbox"));
        properties.put("musubi.channels.work-folder", folder.resolve("work").toString());
        set("folder", inbox.toString());
        set("poll", "50ms");
        set("stable-for", "100ms");
        set("verified[0]", "phone");
    }

    void set(String key, String value) {
        properties.put("musubi.channels.crm.main." + key, value);
    }

    /** Opens the inboxes with a mapping, as a start of the hub does. */
    void start(String mapping) {
        start(mapping, this::append);
    }

    void start(String mapping, Append log) {
        try {
            set("mapping", Files.writeString(folder.resolve("members.yaml"), mapping).toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        var binder = new Binder(new MapConfigurationPropertySource(properties));
        var inboxes =
                CrmConfiguration.inboxes(
                        MemberAccounts.check(
                                binder, binder.bindOrCreate("musubi.channels", FileChannels.class)),
                        hub.get(DocumentStore.class),
                        log,
                        letters::keep,
                        Clock.systemUTC(),
                        meters);
        redeliveries.add(inboxes.redelivery());
        context.stop();
        context = new DefaultCamelContext();
        FileInboxes.openAll(context, List.of(inboxes));
        context.start();
    }

    /** Without an end to what is being loaded. */
    void kill() {
        context.stop();
    }

    List<Appended> append(List<Submission> submissions) {
        var results = hub.get(EventLog.class).append(submissions);
        appended.addAll(results);
        return results;
    }

    /** Puts a file into the inbox and waits until it is taken in or set aside. */
    void take(String name, Instant modified, String rows) throws IOException {
        drop("", name, modified, (Masters.HEADER + rows).getBytes(CRM));
        await().until(() -> Files.notExists(inbox.resolve(name)));
        settle();
    }

    void drop(String below, String name, Instant modified, byte[] content) throws IOException {
        var writing = Files.write(folder.resolve("writing"), content);
        Files.setLastModifiedTime(writing, FileTime.from(modified));
        Files.createDirectories(inbox.resolve(below));
        Files.move(writing, inbox.resolve(below).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    void settle() {
        synchronized (appended) {
            hub.settle(
                    appended.stream()
                            .filter(one -> one.status() != Appended.Status.REJECTED)
                            .toList());
        }
    }

    Path inbox() {
        return inbox;
    }

    DocumentStore documents() {
        return hub.get(DocumentStore.class);
    }

    long count(Appended.Status status) {
        synchronized (appended) {
            return appended.stream().filter(one -> one.status() == status).count();
        }
    }

    double changes(String kind) {
        return meters.counter("musubi.files.records", "account", "crm/main", "change", kind)
                .count();
    }

    Profile profile(String number) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, number, false))
                .orElseThrow();
    }

    /** The types of what happened to a member, newest first. */
    List<String> timeline(String number) {
        return hub.get(Timeline.class).of(profile(number), null, 50).stream()
                .map(event -> StoredEvents.read(event).type())
                .toList();
    }

    /** Whether marketing mails may be sent to an address of a member, and why. */
    String mayMail(String number, String address) {
        return hub.get(MayWrite.class)
                .ask(profile(number), "marketing", "email", address)
                .getFirst()
                .reason()
                .wire();
    }

    void apply(JsonNode event) {
        hub.apply(event);
    }

    List<DeadLetter> letters() {
        return letters.list(
                        new DeadLetterFilter(MemberLetters.CHANNEL, DeadLetter.State.OPEN),
                        null,
                        50)
                .letters();
    }

    DeadLetter replay(DeadLetter letter) {
        var replayed = letters.replay(letter.id());
        settle();
        return replayed;
    }

    static JsonNode json(Path file) throws IOException {
        return Json.read(Files.readString(file));
    }

    @Override
    public void close() {
        context.stop();
        hub.close();
    }
}
