package dev.musubi.connectors.social;

import dev.musubi.connectors.common.Settings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The operator's LINE official accounts, {@code musubi.channels.line.<account>.…}. */
@ConfigurationProperties("musubi.channels")
record LineProperties(@DefaultValue Map<String, Account> line) {

    static final Settings SETTINGS = new Settings("musubi.channels.line");

    LineProperties {
        line = Map.copyOf(line);
        line.forEach(
                (name, account) -> {
                    SETTINGS.accountName(name);
                    account.validate(name);
                });
    }

    /**
     * @param secrets the channel secret; while it is being replaced, the old and the new one
     * @param source default {@code line:<account>}
     * @param namespace of its user ids, one a LINE provider, default {@code line}
     * @param nonce what the nonce of an account link is
     * @param customers the namespace of the shop's customer ids, where the nonce is one
     */
    record Account(
            @DefaultValue List<String> secrets,
            @Nullable String source,
            @DefaultValue("line") String namespace,
            @DefaultValue("opaque") LineSettings.Nonce nonce,
            @Nullable String customers) {

        LineSettings settings(String name) {
            return new LineSettings(
                    name, source == null ? "line:" + name : source, namespace, nonce, customers);
        }

        private void validate(String name) {
            SETTINGS.secrets(name, secrets);
            SETTINGS.matches(name, "source", source, Settings.SOURCE);
            SETTINGS.matches(name, "namespace", namespace, Settings.NAME);
            SETTINGS.matches(name, "customers", customers, Settings.NAME);
            SETTINGS.check(
                    nonce == LineSettings.Nonce.OPAQUE || customers != null,
                    name,
                    "customers: needed where nonce is customer-id, the namespace of these ids");
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Account[" + secrets.size() + " secrets, source=" + source + "]";
        }
    }
}
