package dev.musubi.event;

import dev.musubi.identity.Node;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is at home in one node in a span of event time, to the millisecond.
 *
 * @param since included
 * @param until included; absent: without end
 */
public record Span(Node home, Instant since, @Nullable Instant until) {}
