package dev.musubi.console.audit;

import java.time.Instant;

/**
 * One look at a person.
 *
 * @param account who looked
 * @param profile at whom
 * @param page what of them was shown, such as {@code person}
 */
public record Look(String account, String profile, String page, Instant at) {}
