package dev.musubi.connectors.crm;

import dev.musubi.connectors.files.Inbox;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an account of a member master has beside its inbox, under {@code
 * musubi.channels.crm.<name>}.
 *
 * @param mode whether a file holds what changed, or all members
 * @param maxGone the largest share of members that a full file may have lost, such as {@code 10%}
 * @param maxGoneFrom how many members must be known before the share is asked for
 * @param dryRun the folder of dry runs; absent: {@code dry-run} in the inbox's folder
 */
record MemberAccount(
        @DefaultValue("delta") Mode mode,
        @DefaultValue("10%") String maxGone,
        @DefaultValue("10") int maxGoneFrom,
        @Nullable Path dryRun) {

    /** What a file holds. */
    enum Mode {
        DELTA,
        FULL
    }

    static MemberAccount usual() {
        return new MemberAccount(Mode.DELTA, "10%", 10, null);
    }

    /** An account whose configuration holds. */
    record Checked(
            Inbox inbox,
            MemberMapping mapping,
            Mode mode,
            Leavers leavers,
            @Nullable Path dryRun) {}
}
