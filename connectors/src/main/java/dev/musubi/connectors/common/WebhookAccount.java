package dev.musubi.connectors.common;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.Sender;
import java.util.List;

/** One configured account of a channel: how its messages are proven, and what they mean. */
public interface WebhookAccount {

    /** On whose behalf the events are appended. */
    Sender sender();

    /** Whether the message was signed with a secret of this account. Takes constant time. */
    boolean signed(Webhook webhook);

    /**
     * The events of the contract that the message tells of. Pure: the same message gives the same
     * events, ids included.
     *
     * @throws Untranslatable where the message is not what the channel says it sends
     */
    List<ObjectNode> translate(Webhook webhook);
}
