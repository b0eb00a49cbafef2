package dev.musubi.platform;

import com.mongodb.client.ClientSession;

/**
 * A transaction under way, passed from the consumer that opened it through the facades to the
 * stores that write in it. Only stores look inside. Not thread safe.
 */
public record Transaction(ClientSession session) {}
