/**
 * Files that channel systems drop: taken from a folder or over SFTP, read by a mapping, appended to
 * the event log, and only then moved out of the inbox.
 *
 * <p>Invariants: a file leaves the inbox when all it holds is durable, as events or as dead
 * letters; taking it again changes nothing; a file that breaks off gives nothing; an overloaded or
 * absent store makes it wait where it is. What files hold is a {@link
 * dev.musubi.connectors.files.FileContent}; receipts and goods live here, told apart by the kind of
 * their mapping. Enter through {@link dev.musubi.connectors.files.FileChannels}, which is
 * configuration alone, and with another content through {@link
 * dev.musubi.connectors.files.FileInboxes}. May depend on: {@link dev.musubi.connectors.pos},
 * goods, csv, common, and the facades of hub-core: platform, identity, event, deadletter.
 */
@NullMarked
package dev.musubi.connectors.files;

import org.jspecify.annotations.NullMarked;
