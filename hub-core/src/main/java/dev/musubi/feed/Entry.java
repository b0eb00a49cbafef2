package dev.musubi.feed;

/**
 * A change in its place.
 *
 * @param seq from 1; one more than that of the entry before
 */
public record Entry(long seq, Change change) {}
