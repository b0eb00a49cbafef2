/**
 * The member master of a CRM, as files: each row is compared with what the CRM said last of the
 * member, and what differs becomes events.
 *
 * <p>Invariants: what a row repeats is no event; a full file says who left, and one that has lost
 * more members than is believable is refused before anything is appended; nothing is deleted and no
 * consent withdrawn because a row is missing; memory does not grow with the file. Enter through the
 * accounts at {@code musubi.channels.crm}, which is configuration alone. May depend on: csv, files,
 * common, and the facades of hub-core: platform, identity, event, deadletter.
 */
@NullMarked
package dev.musubi.connectors.crm;

import org.jspecify.annotations.NullMarked;
