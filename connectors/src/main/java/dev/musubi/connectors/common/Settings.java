package dev.musubi.connectors.common;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Checks the accounts of one channel when the hub starts: a wrong setting stops the start and is
 * named, a secret never is.
 *
 * @param prefix of the channel's accounts, such as {@code musubi.channels.line}
 */
public record Settings(String prefix) {

    public static final Pattern SOURCE = Pattern.compile("[a-z0-9._:-]{1,64}");
    public static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");
    public static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    public static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");

    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int SHORTEST_SECRET = 16;

    /**
     * Refuses a setting that does not exist: a misspelt one would be taken for absent.
     *
     * @param account the record whose components are the settings
     */
    public void refuseUnknown(Class<? extends Record> account, Environment environment) {
        refuseUnknown(List.of(account), environment);
    }

    /**
     * Refuses a setting that does not exist.
     *
     * @param accounts the records whose components are the settings of one account
     */
    public void refuseUnknown(List<Class<? extends Record>> accounts, Environment environment) {
        Map<String, Object> configured =
                Binder.get(environment)
                        .bind(prefix, Bindable.mapOf(String.class, Object.class))
                        .orElseGet(Map::of);
        Set<String> known =
                accounts.stream()
                        .flatMap(account -> Arrays.stream(account.getRecordComponents()))
                        .map(component -> component.getName().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        configured.forEach(
                (name, settings) -> {
                    check(settings instanceof Map, name, "expected settings of an account");
                    for (Object setting : ((Map<?, ?>) settings).keySet()) {
                        check(known.contains(plain(setting)), name, setting + ": no such setting");
                    }
                });
    }

    private static String plain(Object setting) {
        return setting.toString().replaceAll("[-_]|\\[.*", "").toLowerCase(Locale.ROOT);
    }

    public void accountName(String account) {
        check(
                ACCOUNT.matcher(account).matches(),
                account,
                "the account's name must match " + ACCOUNT);
    }

    /** At least one secret, each long enough not to be guessed. */
    public void secrets(String account, List<String> secrets) {
        check(!secrets.isEmpty(), account, "secrets: at least one is needed");
        check(
                secrets.stream().allMatch(secret -> secret.length() >= SHORTEST_SECRET),
                account,
                "secrets: each has at least " + SHORTEST_SECRET + " characters");
    }

    /** Whether a value, where there is one, has the form. */
    public void matches(String account, String field, @Nullable String value, Pattern pattern) {
        check(
                value == null || pattern.matcher(value).matches(),
                account,
                field + ": expected " + pattern + ", but " + value + " came");
    }

    public void check(boolean holds, String account, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(prefix + "." + account + ": " + otherwise);
        }
    }
}
