package dev.musubi.connectors.common;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A channel as its accounts by name, which is all that most channels are. */
public record WebhookAccounts(
        String name, Set<String> headers, Map<String, ? extends WebhookAccount> accounts)
        implements WebhookChannel {

    public WebhookAccounts {
        headers = Set.copyOf(headers);
        accounts = Map.copyOf(accounts);
    }

    @Override
    public Optional<WebhookAccount> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }
}
