package dev.musubi.connectors.social;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.connectors.common.Hostile;
import dev.musubi.connectors.common.Translation;
import dev.musubi.connectors.common.Untranslatable;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a signed body holds, it gives events or a reason, and nothing else. */
class LineHostilePropertyTest {

    private static final String WEBHOOK =
            """
            {"destination":"U9","events":[
             {"type":"unfollow","webhookEventId":"01G2","timestamp":1795316130123,"source":{"type":"user","userId":"U1"}},
             {"type":"message","webhookEventId":"01G3","timestamp":1795316130124,"source":{"type":"group","userId":"U1"},
              "message":{"id":"1","type":"text","text":"x"}},
             {"type":"accountLink","timestamp":1795316130125,"source":{"type":"user","userId":"U1"},
              "link":{"result":"ok","nonce":"n"}}]}
            """;

    @Property(tries = 1000)
    void anyFieldReplacedByAnythingGivesEventsOrAReason(
            @ForAll Random random, @ForAll("values") String replacement) {
        byte[] body = Hostile.replaced(WEBHOOK, random, replacement);
        try {
            Translation translation = LineTranslator.translate(body, LineSamples.LINKING);
            assertThat(translation.events())
                    .allSatisfy(event -> assertThat(event.path("id").asText()).isNotBlank())
                    .allSatisfy(event -> assertThat(event.path("time").asText()).isNotBlank());
            assertThat(translation.unreadable()).allSatisfy(why -> assertThat(why).isNotBlank());
        } catch (Untranslatable refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(Hostile.VALUES);
    }
}
