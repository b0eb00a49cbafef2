package dev.musubi.deadletter;

/**
 * The open letters of one account of a channel.
 *
 * @param open how many wait for a replay
 */
public record OpenLetters(String channel, String account, long open) {}
