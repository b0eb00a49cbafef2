package dev.musubi.connectors.email;

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
class SendGridHostilePropertyTest {

    private static final SendGridSettings SETTINGS =
            new SendGridSettings("main", "sendgrid:main", true);

    private static final String WEBHOOK =
            """
            [{"email":"a@b.jp","timestamp":1795316130,"event":"bounce","type":"blocked","reason":"full","category":["c"],
              "sg_event_id":"e1","sg_message_id":"m.1","asm_group_id":7,"url":"u"},
             {"email":"a@b.jp","timestamp":1795316131,"event":"dropped","reason":"Invalid","singlesend_name":"s"},
             {"email":"a@b.jp","timestamp":1795316132,"event":"open","sg_machine_open":true,"sg_event_id":"e3"}]
            """;

    @Property(tries = 1000)
    void anyFieldReplacedByAnythingGivesEventsOrAReason(
            @ForAll Random random, @ForAll("values") String replacement) {
        byte[] body = Hostile.replaced(WEBHOOK, random, replacement);
        try {
            Translation translation = SendGridTranslator.translate(body, SETTINGS);
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
