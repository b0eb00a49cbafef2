package dev.musubi.console;

import dev.musubi.deadletter.DeadLetters;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import dev.musubi.testing.TestHub;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A till whose files could not be read until its mapping was mended. */
@Configuration(proxyBeanMethods = false)
class Till {

    private static final String CHANNEL = "till";

    private final AtomicBoolean mended = new AtomicBoolean();

    @Bean
    Redelivery tillRedelivery(EventLog log) {
        return new Redelivery() {
            @Override
            public String channel() {
                return CHANNEL;
            }

            @Override
            public List<Appended> redeliver(Undelivered letter) {
                if (!mended.get()) {
                    throw new Refused(Problem.unreadable("there is no column receipt"));
                }
                String event = new String(letter.original(), StandardCharsets.UTF_8);
                return log.append(List.of(new Submission(Json.read(event), TestHub.TRUSTED, null)));
            }
        };
    }

    void mend() {
        mended.set(true);
    }

    /** Keeps a letter that holds this event. */
    static void broken(DeadLetters letters, String place, String event) {
        letters.keep(
                new Undelivered(
                        CHANNEL,
                        "ginza",
                        place,
                        "there is no column receipt",
                        "application/json",
                        event.getBytes(StandardCharsets.UTF_8),
                        Map.of()));
    }
}
