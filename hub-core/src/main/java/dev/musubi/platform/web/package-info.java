/**
 * The web edge that all features share: problem documents, limits of bodies, cursors, the
 * contract's own pages.
 *
 * <p>Invariants: no stack trace and no secret leaves; every error is a problem document. May depend
 * on: platform.
 */
@NullMarked
package dev.musubi.platform.web;

import org.jspecify.annotations.NullMarked;
