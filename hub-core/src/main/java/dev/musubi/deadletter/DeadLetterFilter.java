package dev.musubi.deadletter;

import org.jspecify.annotations.Nullable;

/** Which dead letters to list; an absent part matches all. */
public record DeadLetterFilter(@Nullable String channel, DeadLetter.@Nullable State state) {

    public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null);
}
