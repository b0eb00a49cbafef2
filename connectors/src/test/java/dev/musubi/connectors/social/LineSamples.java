package dev.musubi.connectors.social;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.TestData;
import dev.musubi.platform.Json;
import java.nio.charset.StandardCharsets;

/** LINE's own samples (webhooks/line of the data folder), and one written out here. */
final class LineSamples {

    static final LineSettings SETTINGS =
            new LineSettings("main", "line:main", "line", LineSettings.Nonce.OPAQUE, null);

    static final LineSettings LINKING =
            new LineSettings(
                    "main", "line:main", "line", LineSettings.Nonce.CUSTOMER_ID, "shopify-main");

    static final String USER = "U206d25c2ea6bd87c17655609a1c37cb8";

    private LineSamples() {}

    static ObjectNode sample(String name) {
        return TestData.json("webhooks/line/" + name + ".json");
    }

    /** A webhook with one event, as LINE sends them since 2022. */
    static ObjectNode webhook(String type, String id) {
        return (ObjectNode)
                Json.read(
                        """
                        {"destination":"Uab012345678901234567890123456789","events":[
                         {"type":"%s","webhookEventId":"%s","timestamp":1795316130123,"mode":"active",
                          "deliveryContext":{"isRedelivery":false},"replyToken":"nHuyWiB7yP5Zw52FIkcQobQuGDXCTA",
                          "source":{"type":"user","userId":"%s"}}]}
                        """
                                .formatted(type, id, USER));
    }

    static ObjectNode event(ObjectNode webhook) {
        return (ObjectNode) webhook.at("/events/0");
    }

    static byte[] bytes(ObjectNode webhook) {
        return Json.write(webhook).getBytes(StandardCharsets.UTF_8);
    }
}
