/** The built hub as its users meet it: a process with its stores, spoken to over HTTP alone. */
@NullMarked
package dev.musubi.e2e;

import org.jspecify.annotations.NullMarked;
