@org.jspecify.annotations.NullMarked
package dev.musubi.event.intake;
