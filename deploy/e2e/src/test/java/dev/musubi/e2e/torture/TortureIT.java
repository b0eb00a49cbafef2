package dev.musubi.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.e2e.HubProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever dies, stands still or breaks: all that was acknowledged is there once, all agrees with
 * the model, and nothing that was refused has left a trace. The README says how to make it longer.
 */
@Tag("long")
class TortureIT {

    private static final int KILLS = Integer.getInteger("musubi.kills", 6);
    private static final int FREEZES = Integer.getInteger("musubi.freezes", 3);
    private static final int BREAKS = Integer.getInteger("musubi.breaks", 30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path folder;

    private final long seed = Long.getLong("musubi.seed", System.nanoTime());

    @Test
    void everythingIsAsTheModelSaysWhoeverDiesAndWhateverBreaks() throws Exception {
        String[] settings = Torture.settings(folder.resolve("tills")).toArray(String[]::new);
        try (HubProcess hub = HubProcess.start(folder.resolve("data"), settings);
                Torture torture = new Torture(hub, folder.resolve("tills"), seed)) {
            Trouble trouble = new Trouble(hub, KILLS, FREEZES, seed);

            torture.run(trouble::make, BREAKS, true);

            assertThat(torture.differences(PATIENCE)).as("seed %d", seed).isEmpty();
            assertThat(torture.repeats()).as("requests without an answer").isPositive();
            assertThat(torture.mistakes()).as("merges that were taken back").isPositive();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                HubProcess.Chore check = hub.chore("check");
                                assertThat(check.exit())
                                        .as("seed %d: %s", seed, check.text())
                                        .isZero();
                            });
            Torture.say("seed %d: %d kills, %d freezes, check agrees", seed, KILLS, FREEZES);
        }
    }
}
