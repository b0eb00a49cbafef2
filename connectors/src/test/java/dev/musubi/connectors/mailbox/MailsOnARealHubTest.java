package dev.musubi.connectors.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.TestHub;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mails into the real log: what it would refuse is seen here. */
class MailsOnARealHubTest {

    @Test
    void mailsOfAllKindsAreEventsOfTheOneWhoWroteThem() {
        List<byte[]> mails =
                List.of(
                        Mails.plain("m1@b", "Subject: 01\r\n", "届きません"),
                        Mails.plain("m2@b", "In-Reply-To: <m1@b>\r\n", "まだです"),
                        Mails.plain("", "", "without an id"),
                        Mails.plain("m4@b", "", ""),
                        Mails.plain("m5@b", "Subject: \u0000\u0007\r\n", "a\u0000\u202e\ud800b"),
                        Mails.plain("m6@b", "", "😀".repeat(100_000)),
                        Mails.plain("m7@b", "Auto-Submitted: auto-replied\r\n", "不在"));

        try (TestHub hub = TestHub.start()) {
            List<Appended> appended =
                    mails.stream()
                            .map(mail -> submission(Mails.translate(mail), mail))
                            .flatMap(one -> hub.get(EventLog.class).append(List.of(one)).stream())
                            .toList();
            hub.settle(appended);

            assertThat(appended)
                    .allSatisfy(
                            one ->
                                    assertThat(one.status())
                                            .as(String.valueOf(one.problem()))
                                            .isEqualTo(Appended.Status.ACCEPTED));
            assertThat(
                            hub.get(Profiles.class)
                                    .find(
                                            new Identifier(
                                                    IdentifierType.EMAIL,
                                                    null,
                                                    "hanako@example.jp",
                                                    false)))
                    .isPresent();
        }
    }

    private static Submission submission(ObjectNode event, byte[] mail) {
        return new Submission(event, TestHub.TRUSTED, new RawMessage("message/rfc822", mail));
    }
}
