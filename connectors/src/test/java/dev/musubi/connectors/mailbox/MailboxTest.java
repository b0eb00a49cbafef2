package dev.musubi.connectors.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.musubi.connectors.common.WebhookHub;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.event.Appended;
import dev.musubi.platform.HubException.StoreAway;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A real IMAP server, read by the real route into an event log that is a list. */
@SpringBootTest(
        classes = WebhookHub.class,
        properties = {
            "musubi.channels.mailbox.help.host=127.0.0.1",
            "musubi.channels.mailbox.help.security=none",
            "musubi.channels.mailbox.help.user=help",
            "musubi.channels.mailbox.help.password=secret",
            "musubi.channels.mailbox.help.poll=100ms",
            "musubi.channels.mailbox.old.host=127.0.0.1",
            "musubi.channels.mailbox.old.security=none",
            "musubi.channels.mailbox.old.user=old",
            "musubi.channels.mailbox.old.password=secret",
            "musubi.channels.mailbox.old.mark=seen",
            "musubi.channels.mailbox.old.poll=100ms",
            "musubi.channels.mailbox.locked.host=127.0.0.1",
            "musubi.channels.mailbox.locked.security=none",
            "musubi.channels.mailbox.locked.user=help",
            "musubi.channels.mailbox.locked.password=wrong",
            "musubi.channels.mailbox.locked.poll=100ms"
        })
@DirtiesContext
class MailboxTest {

    private static final String TAKEN = "MusubiTaken";
    private static final String EML = "message/rfc822";

    @RegisterExtension
    static final GreenMailExtension SERVER =
            new GreenMailExtension(ServerSetupTest.IMAP.dynamicPort())
                    .withPerMethodLifecycle(false);

    @Autowired private WebhookHub hub;
    @Autowired private Redelivery mailIntake;
    @Autowired private MeterRegistry meters;

    private Store store;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) {
        for (String account : new String[] {"help", "old", "locked"}) {
            properties.add(
                    "musubi.channels.mailbox." + account + ".port",
                    () -> SERVER.getImap().getPort());
        }
    }

    @BeforeEach
    void fresh() throws Exception {
        SERVER.setUser("help", "help", "secret");
        SERVER.setUser("old", "old", "secret");
        hub.clear();
    }

    @AfterEach
    void close() throws Exception {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void aMailIsAppendedAsItCameAndMarkedAndStaysUnread() throws Exception {
        byte[] mail = Mails.plain("one@b", "Subject: 01\r\n", "届きません");

        put("help", mail);

        await().until(() -> marked("help", "one@b", new Flags(TAKEN)));
        assertThat(hub.submissions())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.envelope().path("id").asText()).isEqualTo("one@b");
                            assertThat(one.sender().name()).isEqualTo("account:mailbox/help");
                            assertThat(one.raw().mediaType()).isEqualTo(EML);
                            assertThat(new String(one.raw().bytes(), UTF_8)).contains("届きません");
                        });
        assertThat(marked("help", "one@b", new Flags(Flags.Flag.SEEN))).isFalse();
    }

    @Test
    void aServerWithoutKeywordsIsReadByWhatIsSeen() throws Exception {
        put("old", Mails.plain("two@b", "", "x"));

        await().until(() -> marked("old", "two@b", new Flags(Flags.Flag.SEEN)));
        assertThat(hub.submissions())
                .extracting(one -> one.envelope().path("source").asText())
                .containsExactly("mailbox:old");
    }

    @Test
    void whileTheStoreIsAwayAMailIsNotMarkedAndIsTakenOnceAfter() throws Exception {
        hub.fail(new StoreAway("away", Duration.ofSeconds(1), null));
        double before = failures("help");
        put("help", Mails.plain("three@b", "", "x"));
        await().until(() -> failures("help") > before);
        assertThat(marked("help", "three@b", new Flags(TAKEN))).isFalse();

        hub.fail(null);

        await().until(() -> marked("help", "three@b", new Flags(TAKEN)));
        assertThat(hub.statuses()).containsExactly(Appended.Status.ACCEPTED);
        assertThat(hub.letters()).isEmpty();
    }

    /** The hub died after the append and before the mark: to the server, the mark never was. */
    @Test
    void aMailThatIsReadTwiceIsADuplicate() throws Exception {
        put("help", Mails.plain("four@b", "", "x"));
        await().until(() -> marked("help", "four@b", new Flags(TAKEN)));

        unmark("help", "four@b");

        await().until(() -> hub.statuses().size() == 2);
        assertThat(hub.statuses())
                .containsExactly(Appended.Status.ACCEPTED, Appended.Status.DUPLICATE);
    }

    @Test
    void aMailOfThirtyMegabytesIsALetterThatNamesTheLimitAndGivesItsWordsWhenReplayed()
            throws Exception {
        String body =
                "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n写真を送ります\r\n--x\r\n"
                        + "Content-Type: image/jpeg\r\nContent-Disposition: attachment\r\n\r\n"
                        + ("0123456789".repeat(7) + "\r\n").repeat(30 * 1024 * 1024 / 72)
                        + "--x--\r\n";
        put(
                "help",
                Mails.mail(
                        "five@b", "Content-Type: multipart/mixed; boundary=x\r\n", body, "utf-8"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> marked("help", "five@b", new Flags(TAKEN)));
        assertThat(hub.submissions()).isEmpty();
        assertThat(hub.letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.reason())
                                    .startsWith("a mail has at most 8388608 bytes (max-size)");
                            assertThat(letter.original()).hasSize(Mailbox.WINDOW);
                        });

        mailIntake.redeliver(hub.letters().getFirst());

        assertThat(hub.submissions().getFirst().envelope().at("/data/text").asText())
                .isEqualTo("写真を送ります");
    }

    @Test
    void aMailThatCannotBeReadIsSetAsideAndTheNextIsTaken() throws Exception {
        put(
                "help",
                Mails.mail(
                        "six@b",
                        "Content-Type: multipart/mixed; boundary=x\r\n",
                        "--x\r\n\r\n".repeat(MailTranslator.MOST_BOUNDARIES + 1),
                        "utf-8"));
        put("help", Mails.plain("seven@b", "", "x"));

        await().until(() -> marked("help", "seven@b", new Flags(TAKEN)));
        assertThat(marked("help", "six@b", new Flags(TAKEN))).isTrue();
        assertThat(hub.letters()).hasSize(1);
        assertThat(hub.submissions()).hasSize(1);
    }

    @Test
    void whatOthersMarkedAsDeletedIsNeitherReadNorRemoved() throws Exception {
        MimeMessage deleted = message(Mails.plain("eight@b", "", "x"));
        deleted.setFlag(Flags.Flag.DELETED, true);
        Folder inbox = open("help");
        inbox.appendMessages(new Message[] {deleted});
        inbox.close(false);
        put("help", Mails.plain("nine@b", "", "x"));

        await().until(() -> marked("help", "nine@b", new Flags(TAKEN)));
        assertThat(marked("help", "eight@b", new Flags(Flags.Flag.DELETED))).isTrue();
        assertThat(hub.submissions()).hasSize(1);
    }

    @Test
    void aWrongPasswordIsCountedAndHoldsUpNoOtherMailbox() throws Exception {
        await().until(() -> failures("locked") > 0);
        put("help", Mails.plain("ten@b", "", "x"));

        await().until(() -> marked("help", "ten@b", new Flags(TAKEN)));
    }

    private double failures(String account) {
        return meters.counter("musubi.mailbox.polls.failed", "account", account).count();
    }

    private void put(String user, byte[] mail) throws Exception {
        Folder inbox = open(user);
        inbox.appendMessages(new Message[] {message(mail)});
        inbox.close(false);
    }

    private boolean marked(String user, String id, Flags flags) throws Exception {
        Folder inbox = open(user);
        try {
            for (Message message : inbox.getMessages()) {
                if (("<" + id + ">").equals(((MimeMessage) message).getMessageID())) {
                    return message.getFlags().contains(flags);
                }
            }
            return false;
        } finally {
            inbox.close(false);
        }
    }

    private void unmark(String user, String id) throws Exception {
        Folder inbox = open(user);
        for (Message message : inbox.getMessages()) {
            if (("<" + id + ">").equals(((MimeMessage) message).getMessageID())) {
                message.setFlags(new Flags(TAKEN), false);
            }
        }
        inbox.close(false);
    }

    private Folder open(String user) throws Exception {
        if (store != null) {
            store.close();
        }
        store = Session.getInstance(new Properties()).getStore("imap");
        store.connect("127.0.0.1", SERVER.getImap().getPort(), user, "secret");
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_WRITE);
        return inbox;
    }

    private static MimeMessage message(byte[] mail) throws Exception {
        return new MimeMessage(null, new ByteArrayInputStream(mail));
    }
}
