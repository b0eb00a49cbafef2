package dev.musubi.connectors.files;

import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * What happens to a file that fails: it stays in the inbox and is taken again at the next poll.
 *
 * <p>What will not get better by waiting never fails a route of files: {@link FileIntake} makes it
 * a dead letter and moves the file aside.
 */
final class FileErrors extends RouteConfigurationBuilder {
    static final String ID = "files";

    @Override
    public void configuration() {
        routeConfiguration(ID)
                .onException(Exception.class)
                .maximumRedeliveries(0)
                .handled(false)
                .logExhausted(false);
    }
}
