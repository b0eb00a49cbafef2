/**
 * Who may work in the console: local accounts with a password and a role.
 *
 * <p>Invariants: passwords are kept as Argon2id hashes; an account is never deleted, only closed,
 * so that what it did keeps its name; one administrator stays open. Enter through {@link
 * dev.musubi.console.account.Accounts}. May depend on: platform, access.
 */
@NullMarked
package dev.musubi.console.account;

import org.jspecify.annotations.NullMarked;
