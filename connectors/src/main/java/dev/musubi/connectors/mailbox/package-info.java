/**
 * Mailboxes that customers write to, read over IMAP: each mail opens a support case or replies in
 * one.
 *
 * <p>Invariants: a mail is marked as taken only after it is durable, as an event or as a dead
 * letter, and nothing else in the mailbox is changed; so a crash costs a second reading, which is a
 * duplicate. Whatever a mail is made of, reading it takes bounded memory and time.
 *
 * <p>Enter through the configuration {@code musubi.channels.mailbox}. May depend on:
 * connectors.common and the facades of hub-core: platform, identity, event, deadletter.
 */
@NullMarked
package dev.musubi.connectors.mailbox;

import org.jspecify.annotations.NullMarked;
