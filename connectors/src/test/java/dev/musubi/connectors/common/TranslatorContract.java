package dev.musubi.connectors.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every translator of a channel's messages keeps to; the subclass brings its samples. */
public abstract class TranslatorContract {

    /** Marks the personal data of the broken sample, which no reason may quote. */
    protected static final String PERSONAL = "hanako.secret@example.jp";

    protected abstract List<ObjectNode> translate(byte[] message);

    protected abstract byte[] good();

    /**
     * A message of the right kind with one field of the wrong type, and {@link #PERSONAL} in it.
     */
    protected abstract byte[] broken();

    /** The good sample with fields nobody knows, on every level. */
    protected abstract byte[] withUnknownFields();

    /** The good sample from a sender whose clock says so. */
    protected abstract byte[] sentAt(OffsetDateTime time);

    @Test
    void aGoodSampleGivesWholeEvents() {
        List<ObjectNode> events = translate(good());

        assertThat(events).isNotEmpty();
        assertThat(events).extracting(event -> event.path("id").asText()).doesNotHaveDuplicates();
        assertThat(events)
                .allSatisfy(
                        event -> {
                            assertThat(event.path("source").asText()).matches("[a-z0-9._:-]{1,64}");
                            assertThat(event.path("id").asText()).matches("\\S{1,200}");
                            assertThat(event.path("type").asText()).matches("[a-z0-9._-]{1,64}");
                            assertThat(event.path("channel").asText()).isNotBlank();
                            assertThat(OffsetDateTime.parse(event.path("time").asText()))
                                    .isNotNull();
                            assertThat(event.path("data").isObject()).isTrue();
                        });
    }

    @Test
    void aBrokenSampleIsRefusedWithAReasonThatQuotesNobody() {
        assertThatThrownBy(() -> translate(broken()))
                .isInstanceOf(Untranslatable.class)
                .message()
                .isNotBlank()
                .doesNotContain(PERSONAL);
    }

    @Test
    void theSameMessageGivesTheSameEvents() {
        assertThat(translate(good())).isEqualTo(translate(good()));
    }

    @Test
    void fieldsNobodyKnowsChangeNothingThatIsSaid() {
        assertThat(said(translate(withUnknownFields()))).isEqualTo(said(translate(good())));
    }

    @Test
    void aSenderWhoseClockIsAheadIsTakenAtItsWord() {
        OffsetDateTime ahead = OffsetDateTime.parse("2041-05-06T07:08:09+09:00");

        String time = translate(sentAt(ahead)).getFirst().path("time").asText();

        assertThat(OffsetDateTime.parse(time).toInstant()).isEqualTo(ahead.toInstant());
    }

    private static List<ObjectNode> said(List<ObjectNode> events) {
        return events.stream().map(ObjectNode::deepCopy).peek(event -> event.remove("id")).toList();
    }
}
