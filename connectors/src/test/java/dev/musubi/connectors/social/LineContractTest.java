package dev.musubi.connectors.social;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Translation;
import dev.musubi.connectors.common.TranslatorContract;
import dev.musubi.connectors.common.Untranslatable;
import java.time.OffsetDateTime;
import java.util.List;

class LineContractTest extends TranslatorContract {

    @Override
    protected List<ObjectNode> translate(byte[] message) {
        Translation translation = LineTranslator.translate(message, LineSamples.SETTINGS);
        if (!translation.unreadable().isEmpty()) {
            throw new Untranslatable(translation.reason());
        }
        return translation.events();
    }

    @Override
    protected byte[] good() {
        return LineSamples.bytes(message());
    }

    @Override
    protected byte[] broken() {
        ObjectNode message = message();
        LineSamples.event(message).put("timestamp", PERSONAL);
        return LineSamples.bytes(message);
    }

    @Override
    protected byte[] withUnknownFields() {
        ObjectNode message = message().put("newField", 1);
        LineSamples.event(message).putObject("newField").put("a", "b");
        LineSamples.event(message).withObject("/message").put("newField", true);
        LineSamples.event(message).withObject("/source").put("newField", true);
        return LineSamples.bytes(message);
    }

    @Override
    protected byte[] sentAt(OffsetDateTime time) {
        ObjectNode message = message();
        LineSamples.event(message).put("timestamp", time.toInstant().toEpochMilli());
        return LineSamples.bytes(message);
    }

    private static ObjectNode message() {
        ObjectNode message = LineSamples.webhook("message", "01G2KZKG2DS765NMRH3GZFD8AP");
        LineSamples.event(message)
                .putObject("message")
                .put("id", "1")
                .put("type", "text")
                .put("text", "入荷しましたか？");
        return message;
    }
}
