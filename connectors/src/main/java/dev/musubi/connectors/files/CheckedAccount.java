package dev.musubi.connectors.files;

import dev.musubi.connectors.goods.GoodsMapping;
import dev.musubi.connectors.pos.Mapping;
import dev.musubi.connectors.pos.Reading;
import java.time.Instant;

/** An account of files whose configuration holds. The kind of its mapping says what they hold. */
sealed interface CheckedAccount {
    Inbox inbox();

    /** Till files and order exports. */
    record OfReceipts(Inbox inbox, Mapping mapping) implements CheckedAccount {
        Reading reading(Instant asOf) {
            return new Reading(mapping, inbox.verified(), inbox.configured().historical(), asOf);
        }
    }

    /** Stock files, product and location masters. */
    record OfGoods(Inbox inbox, GoodsMapping mapping) implements CheckedAccount {}
}
