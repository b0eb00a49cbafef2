package dev.musubi.connectors.goods;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One row of a file of goods, as it came, and what it gives. */
public sealed interface GoodsRecord {
    /** Where it stands, from 1. */
    long line();

    byte[] raw();

    /** A row that is an event. */
    record Told(long line, byte[] raw, ObjectNode event) implements GoodsRecord {}

    /** A row that is set aside; the reason names the field and what came. */
    record Bad(long line, byte[] raw, String reason) implements GoodsRecord {}
}
