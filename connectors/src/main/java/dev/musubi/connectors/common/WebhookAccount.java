package dev.musubi.connectors.common;

import dev.musubi.event.Sender;

/** One configured account of a channel: how its messages are proven, and what they mean. */
public interface WebhookAccount {

    /** On whose behalf the events are appended. */
    Sender sender();

    /** Whether the message was signed with a secret of this account. Takes constant time. */
    boolean signed(Webhook webhook);

    /**
     * Whether it is the channel's way of asking if anybody is there, which says nothing and is
     * signed by nobody. It is answered as taken, and nothing is kept.
     */
    default boolean greeting(Webhook webhook) {
        return false;
    }

    /**
     * The events of the contract that the message tells of. Pure: the same message gives the same
     * events, ids included.
     *
     * @throws Untranslatable where nothing of the message is what the channel says it sends
     */
    Translation translate(Webhook webhook);
}
