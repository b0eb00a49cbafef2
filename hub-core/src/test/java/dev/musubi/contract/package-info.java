/** Tests of the contract against the code, and of the web edge through it. */
@NullMarked
package dev.musubi.contract;

import org.jspecify.annotations.NullMarked;
