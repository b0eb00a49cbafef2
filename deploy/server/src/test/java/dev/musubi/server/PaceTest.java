package dev.musubi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000|0|250|10|25 % done, about 30 s left",
                "1000|200|400|10|40 % done, about 30 s left",
                "100000|0|1000|6|1 % done, about 10 min left",
                "1000|0|1000|60|100 % done",
                "900|0|1000|60|100 % done",
                "1000|400|400|10|40 % done",
                "0|0|0|1|100 % done"
            })
    void whatIsLeftIsJudgedByWhatWasDoneSince(
            long all, long before, long done, long seconds, String words) {
        assertThat(Pace.words(all, before, done, Duration.ofSeconds(seconds))).isEqualTo(words);
    }
}
