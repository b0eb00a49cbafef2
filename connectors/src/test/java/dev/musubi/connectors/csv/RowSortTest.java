package dev.musubi.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSortTest {
    private static final int ENTRY = 160 + 2 * 4 + 10;

    @TempDir Path work;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 5_000, 20_000})
    void rowsComeByKeyAndLineHoweverManyRunsTheyTake(int runs) throws IOException {
        var entries = entries(20_000);
        var budget = (long) Math.ceilDiv(entries.size(), runs) * ENTRY;

        try (var sort = new RowSort(work, budget)) {
            for (var entry : entries) {
                sort.add(entry);
            }
            var sorted = new ArrayList<String>();
            sort.sorted().forEachRemaining(e -> sorted.add(shown(e)));

            assertThat(sorted)
                    .containsExactlyElementsOf(
                            entries.stream()
                                    .sorted(RowSort.Entry.ORDER)
                                    .map(RowSortTest::shown)
                                    .toList());
            assertThat(sort.peak()).isLessThanOrEqualTo(budget);
        }
        try (var left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void reasonsAndBytesSurviveTheDisk() throws IOException {
        var bytes = new byte[] {0, (byte) 0xFF, '\n', 0x1A};

        try (var sort = new RowSort(work, 1)) {
            sort.add(new RowSort.Entry("b", 2, "quantity: is empty", bytes));
            sort.add(new RowSort.Entry("a", 1, null, new byte[0]));
            var sorted = sort.sorted();

            assertThat(sorted.next().reason()).isNull();
            var second = sorted.next();
            assertThat(second.reason()).isEqualTo("quantity: is empty");
            assertThat(second.raw()).isEqualTo(bytes);
            assertThat(sorted.hasNext()).isFalse();
        }
    }

    private static List<RowSort.Entry> entries(int count) {
        var random = new Random(7);
        var entries = new ArrayList<RowSort.Entry>();
        for (var line = 0; line < count; line++) {
            var key = "%04d".formatted(random.nextInt(3_000));
            entries.add(new RowSort.Entry(key, line, null, new byte[10]));
        }
        return entries;
    }

    private static String shown(RowSort.Entry entry) {
        return entry.key() + ":" + entry.line();
    }
}
