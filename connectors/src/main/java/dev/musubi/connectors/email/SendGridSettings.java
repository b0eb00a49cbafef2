package dev.musubi.connectors.email;

/**
 * What the operator says about a SendGrid account.
 *
 * @param account its name in the configuration and the webhook's path
 * @param source the source of its events
 * @param verified whether the addresses that it names are proven to be the person's
 */
record SendGridSettings(String account, String source, boolean verified) {}
