package dev.musubi.quality;

import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.catalog.Stubs;
import dev.musubi.openapi.api.SourcesApi;
import dev.musubi.openapi.model.LatenessBucket;
import dev.musubi.openapi.model.Sources;
import dev.musubi.openapi.model.UndeliveredMessages;
import dev.musubi.openapi.model.UnknownThings;
import dev.musubi.quality.Lateness.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class QualityController implements SourcesApi {

    private final SourceQuality quality;

    QualityController(SourceQuality quality) {
        this.quality = quality;
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<Sources> getSources(Integer days) {
        QualityReport report = quality.report(days);
        return ResponseEntity.ok(
                new Sources()
                        .from(report.from())
                        .countedSince(at(report.countedSince()))
                        .sources(report.sources().stream().map(QualityController::source).toList())
                        .undelivered(
                                report.undelivered().stream()
                                        .map(
                                                l ->
                                                        new UndeliveredMessages(
                                                                l.channel(), l.account(), l.open()))
                                        .toList()));
    }

    private static dev.musubi.openapi.model.SourceQuality source(SourceReport report) {
        Counts counts = report.counts();
        var shown =
                new dev.musubi.openapi.model.SourceQuality()
                        .source(report.source())
                        .events(counts.events())
                        .withPerson(counts.withPerson())
                        .aboutThings(counts.aboutThings())
                        .lateness(lateness(counts.lateness()))
                        .unknownSkus(unknown(report.unknownSkus()))
                        .unknownLocations(unknown(report.unknownLocations()))
                        .deadLetters(report.dead())
                        .lastReceived(at(report.lastReceived()));
        counts.personShare().ifPresent(shown::personShare);
        return shown;
    }

    private static dev.musubi.openapi.model.Lateness lateness(Lateness lateness) {
        List<LatenessBucket> buckets = new ArrayList<>();
        for (Bucket bucket : Bucket.values()) {
            Long upTo = seconds(bucket);
            if (upTo != null) {
                buckets.add(new LatenessBucket(upTo, lateness.in(bucket)));
            }
        }
        return new dev.musubi.openapi.model.Lateness()
                .events(lateness.known())
                .p50Seconds(seconds(lateness.percentile(50)))
                .p95Seconds(seconds(lateness.percentile(95)))
                .beyond(lateness.in(Bucket.BEYOND))
                .ahead(lateness.in(Bucket.AHEAD))
                .buckets(buckets);
    }

    private static UnknownThings unknown(Stubs stubs) {
        return new UnknownThings(stubs.count(), stubs.examples());
    }

    private static @Nullable Long seconds(@Nullable Bucket bucket) {
        Duration upTo = bucket == null ? null : bucket.upTo();
        return upTo == null ? null : upTo.toSeconds();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
