package dev.musubi.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of the page's scripts is on the class path. */
final class SwaggerUi {

    static final String VERSION = version();

    private static final String PROPERTIES =
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private SwaggerUi() {}

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = SwaggerUi.class.getResourceAsStream(PROPERTIES)) {
            if (in == null) {
                throw new IllegalStateException("the swagger-ui webjar is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the swagger-ui webjar cannot be read", e);
        }
        return properties.getProperty("version");
    }
}
