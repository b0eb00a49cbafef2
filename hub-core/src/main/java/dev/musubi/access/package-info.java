/**
 * Who may call: API keys, their scopes and limits, and what is masked for whom.
 *
 * <p>Invariants: secrets are kept as hashes; a call without a declared scope is refused; nothing
 * answers without a key but health, and webhooks and the console, which check by themselves. Enter
 * through {@link dev.musubi.access.ApiKeys}; controllers declare what they need with {@link
 * dev.musubi.access.Needs} and take the {@link dev.musubi.access.Caller}. May depend on: platform.
 */
@NullMarked
package dev.musubi.access;

import org.jspecify.annotations.NullMarked;
