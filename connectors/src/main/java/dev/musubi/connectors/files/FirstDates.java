package dev.musubi.connectors.files;

import java.time.Instant;

/** The date that each content of an account had when it came first. */
@FunctionalInterface
interface FirstDates {

    /**
     * @param account the inbox's label
     * @param hash of the file's inflated bytes
     * @param date the file's date now
     * @return the date of the first time; this one where it is the first
     */
    Instant first(String account, String hash, Instant date);
}
