package dev.musubi.event;

/**
 * The bytes that came from outside, kept as they came beside the events read from them.
 *
 * @param mediaType what the bytes are, such as {@code application/json} or {@code text/csv;
 *     charset=windows-31j}
 */
public record RawMessage(String mediaType, byte[] bytes) {}
