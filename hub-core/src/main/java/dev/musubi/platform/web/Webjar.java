package dev.musubi.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Scripts for pages that come as a jar: where they are, and in which version. */
public record Webjar(String group, String artifact, String version) {

    /** The one that is on the class path, once. */
    public static Webjar of(String group, String artifact) {
        Properties properties = new Properties();
        String name = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = Webjar.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the webjar " + artifact + " is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the webjar " + artifact + " cannot be read", e);
        }
        return new Webjar(group, artifact, properties.getProperty("version"));
    }

    /** Where its files are, with a slash at the end. */
    public String location() {
        return "classpath:/META-INF/resources/webjars/" + artifact + "/" + version + "/";
    }
}
