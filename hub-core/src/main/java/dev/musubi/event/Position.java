package dev.musubi.event;

import java.time.Instant;

/** A place in a listing that runs by time, newest first: what comes after it is older. */
public record Position(Instant time, String key) {}
