package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.UnreadableFile;
import java.math.BigDecimal;

/**
 * Whether a full file may say that so many members are gone. Pure.
 *
 * @param maxGone the largest share believed, 0 to 1
 * @param from how many members must be known before the share is asked for
 */
record Leavers(BigDecimal maxGone, int from) {
    private static final String CONFIRMED = ".confirmed";

    /**
     * Refuses a file that has lost more members than is believed, or all of them.
     *
     * @param name of the file; one that is confirmed is believed anything
     */
    void check(Census census, String name) {
        var gone = census.count(Census.GONE);
        var share = maxGone.multiply(BigDecimal.valueOf(census.present()));
        var tooMany = census.present() >= from && BigDecimal.valueOf(gone).compareTo(share) > 0;
        var all = gone > 0 && census.members() == 0;
        if ((tooMany || all) && !isConfirmed(name)) {
            throw new UnreadableFile(
                    gone
                            + " of "
                            + census.present()
                            + " members would be gone, more than max-gone allows ("
                            + maxGone.movePointRight(2).stripTrailingZeros().toPlainString()
                            + "%); nothing was taken. If it is right, put the file back with"
                            + " .confirmed in its name, such as members.confirmed.csv");
        }
    }

    /** Whether a name says that its file was looked at: {@code members.confirmed.csv}. */
    static boolean isConfirmed(String name) {
        return name.endsWith(CONFIRMED) || name.contains(CONFIRMED + ".");
    }
}
