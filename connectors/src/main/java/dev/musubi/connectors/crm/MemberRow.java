package dev.musubi.connectors.crm;

import org.jspecify.annotations.Nullable;

/** What one row is, read by the mapping. */
sealed interface MemberRow {

    /** A row that can be used. */
    record Good(Member member) implements MemberRow {}

    /**
     * A row that cannot.
     *
     * @param key the member's, where at least the number could be read
     */
    record Bad(@Nullable String key, String reason) implements MemberRow {}
}
