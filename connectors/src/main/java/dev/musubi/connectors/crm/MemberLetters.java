package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.RowSort;
import dev.musubi.connectors.files.RowLetters;
import dev.musubi.deadletter.Undelivered;
import java.time.Instant;

/** Dead letters of rows. */
final class MemberLetters {
    static final String CHANNEL = "crm";

    private MemberLetters() {}

    /**
     * @param header the file's header line as it came
     */
    static Undelivered ofRow(
            MemberAccount.Checked account,
            String file,
            Instant asOf,
            byte[] header,
            RowSort.Entry row) {
        return RowLetters.of(
                account.inbox(),
                account.mapping().name(),
                account.mapping().mediaType(),
                file,
                row.line(),
                row.reason() == null ? "" : row.reason(),
                row.raw(),
                asOf,
                header);
    }
}
