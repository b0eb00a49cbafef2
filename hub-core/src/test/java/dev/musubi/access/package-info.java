@NullMarked
package dev.musubi.access;

import org.jspecify.annotations.NullMarked;
