package dev.musubi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparkTest {

    @Test
    void theGreatestIsAtTheTopAndNothingAtTheBottom() {
        Spark spark = Spark.of(List.of(0L, 10L, 5L));

        assertThat(spark)
                .isEqualTo(
                        new Spark(
                                List.of(0L, 10L, 5L),
                                "3.0,25.0 60.0,3.0 117.0,14.0",
                                "117.0,14.0"));
        assertThat(spark.most()).isEqualTo(10);
        assertThat(spark.today()).isEqualTo(5);
    }

    @Test
    void daysWithoutEventsAreAFlatLine() {
        assertThat(Spark.of(List.of(0L, 0L)).points()).isEqualTo("3.0,25.0 117.0,25.0");
    }
}
