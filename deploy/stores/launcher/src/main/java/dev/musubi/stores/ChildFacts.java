package dev.musubi.stores;

/**
 * One store process, as it is now.
 *
 * @param pid of the latest process, also when it does not run at the moment
 * @param restarts how often it was started again after it had ended by itself
 * @param running whether the process is alive and has taken work since its latest start
 */
public record ChildFacts(String name, long pid, int restarts, boolean running) {}
