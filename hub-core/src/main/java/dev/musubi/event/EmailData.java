package dev.musubi.event;

/**
 * What an event of the family {@code email.*} says about the address.
 *
 * @param hardBounce for {@code email.bounced}: whether the address does not work; a bounce that
 *     does not say so is one
 */
public record EmailData(String type, boolean hardBounce) {}
