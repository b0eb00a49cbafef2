package dev.musubi.connectors.pos;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The public data sets, which lie outside the project; a test without them says so and skips. */
public final class RealData {
    private RealData() {}

    public static Path file(String name) {
        var data = Optional.ofNullable(System.getenv("MUSUBI_DATA")).map(Path::of);
        var root = Optional.ofNullable(System.getenv("MUSUBI_ROOT")).map(Path::of);
        var folder =
                data.or(() -> root.map(r -> r.resolve("../shared/data")))
                        .orElse(Path.of("../shared/data"));
        var file = folder.resolve(name).normalize();
        assumeThat(Files.isReadable(file))
                .as("%s is not there; set MUSUBI_DATA to the folder of the data sets", name)
                .isTrue();
        return file;
    }
}
