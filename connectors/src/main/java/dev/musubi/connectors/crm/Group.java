package dev.musubi.connectors.crm;

import org.jspecify.annotations.Nullable;

/**
 * A member of a file.
 *
 * @param member what the newest good row says; absent where all rows of the member are bad
 * @param line where that row stands
 * @param raw that row as it came
 * @param repeated how many good rows of the member do not count
 */
@SuppressWarnings("ArrayRecordComponent") // passed along, never compared
record Group(String key, @Nullable Member member, long line, byte[] raw, long repeated) {}
