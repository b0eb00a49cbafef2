package dev.musubi.connectors.email;

import dev.musubi.connectors.common.Settings;
import dev.musubi.identity.IdentifierType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The operator's SendGrid accounts, {@code musubi.channels.sendgrid.<account>.…}. */
@ConfigurationProperties("musubi.channels")
record SendGridProperties(@DefaultValue Map<String, Account> sendgrid) {

    static final Settings SETTINGS = new Settings("musubi.channels.sendgrid");

    SendGridProperties {
        sendgrid = Map.copyOf(sendgrid);
        sendgrid.forEach(
                (name, account) -> {
                    SETTINGS.accountName(name);
                    account.validate(name);
                });
    }

    /**
     * @param publicKeys the verification key of the Signed Event Webhook; while it is being
     *     replaced, the old and the new one
     * @param source default {@code sendgrid:<account>}
     * @param maxAge how old a signature may be
     * @param verified {@code email}, where the shop writes only to proven addresses
     */
    record Account(
            @DefaultValue List<String> publicKeys,
            @Nullable String source,
            @DefaultValue("300s") Duration maxAge,
            @DefaultValue Set<IdentifierType> verified) {

        SendGridSettings settings(String name) {
            return new SendGridSettings(
                    name,
                    source == null ? "sendgrid:" + name : source,
                    verified.contains(IdentifierType.EMAIL));
        }

        private void validate(String name) {
            SETTINGS.check(!publicKeys.isEmpty(), name, "public-keys: at least one is needed");
            for (String key : publicKeys) {
                try {
                    EcdsaSha256.ofKey(key);
                } catch (IllegalArgumentException wrong) {
                    SETTINGS.check(false, name, "public-keys: " + wrong.getMessage());
                }
            }
            SETTINGS.matches(name, "source", source, Settings.SOURCE);
            SETTINGS.check(maxAge.isPositive(), name, "max-age: expected a time above 0");
            SETTINGS.check(
                    Set.of(IdentifierType.EMAIL).containsAll(verified),
                    name,
                    "verified: only email can be proven");
        }
    }
}
