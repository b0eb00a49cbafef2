package dev.musubi.connectors.common;

import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException;
import dev.musubi.platform.HubException.NotReady;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A hub of nothing but webhook channels, whose log and dead letters are lists. */
@SpringBootConfiguration
@EnableAutoConfiguration(
        exclude = {
            MongoAutoConfiguration.class,
            SecurityAutoConfiguration.class,
            SecurityFilterAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        })
@ComponentScan(
        basePackages = {
            "dev.musubi.connectors.common",
            "dev.musubi.connectors.ecommerce",
            "dev.musubi.connectors.email",
            "dev.musubi.connectors.mailbox",
            "dev.musubi.connectors.social"
        },
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = ".*\\.ConnectorsConfiguration"))
public class WebhookHub {

    private final List<Submission> submissions = new CopyOnWriteArrayList<>();
    private final List<Appended.Status> statuses = new CopyOnWriteArrayList<>();
    private final List<Undelivered> letters = new CopyOnWriteArrayList<>();
    private final List<String> camelHeaders = new CopyOnWriteArrayList<>();
    private final Set<String> known = new HashSet<>();
    private volatile @Nullable RuntimeException failure;
    private volatile @Nullable RuntimeException letterFailure;
    private volatile @Nullable Problem rejection;

    public void clear() {
        submissions.clear();
        statuses.clear();
        letters.clear();
        camelHeaders.clear();
        known.clear();
        failure = null;
        letterFailure = null;
        rejection = null;
    }

    /** Every append fails like this from now on, until it is null. */
    public void fail(@Nullable RuntimeException failure) {
        this.failure = failure;
    }

    /** Every dead letter fails like this from now on. */
    public void failLetters(RuntimeException failure) {
        this.letterFailure = failure;
    }

    /** Every event is rejected for this reason from now on. */
    public void reject(Problem problem) {
        this.rejection = problem;
    }

    public List<Submission> submissions() {
        return submissions;
    }

    public List<Appended.Status> statuses() {
        return statuses;
    }

    public List<Undelivered> letters() {
        return letters;
    }

    /** Headers that reached a route from outside. */
    public List<String> camelHeaders() {
        return camelHeaders;
    }

    private synchronized List<Appended> append(List<Submission> events) {
        if (failure != null) {
            throw failure;
        }
        List<Appended> results = new ArrayList<>();
        for (Submission event : events) {
            String source = event.envelope().path("source").asText();
            String id = event.envelope().path("id").asText();
            Appended.Status status =
                    rejection != null
                            ? Appended.Status.REJECTED
                            : known.add(source + "|" + id)
                                    ? Appended.Status.ACCEPTED
                                    : Appended.Status.DUPLICATE;
            submissions.add(event);
            statuses.add(status);
            results.add(new Appended(source, id, status, rejection));
        }
        return results;
    }

    private void keep(Undelivered letter) {
        if (letterFailure != null) {
            throw letterFailure;
        }
        letters.add(letter);
    }

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ChannelErrors channelErrors() {
        return new ChannelErrors(this::keep);
    }

    @Bean
    Append log() {
        return this::append;
    }

    @Bean
    Webhooks webhooks(MeterRegistry meters) {
        return new Webhooks(this::append, meters);
    }

    /** Sees every message of every route before its first step. */
    @Bean
    RouteBuilder watch() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                getContext()
                        .getCamelContextExtension()
                        .addInterceptStrategy(
                                (context, definition, target, next) ->
                                        exchange -> {
                                            watch(exchange);
                                            target.process(exchange);
                                        });
            }
        };
    }

    private void watch(Exchange exchange) {
        camelHeaders.addAll(exchange.getMessage().getHeaders().keySet());
    }

    /** Answers as the hub does. */
    @RestControllerAdvice
    static class Answers {

        @ExceptionHandler
        ResponseEntity<ProblemDetail> answer(HubException failure) {
            return switch (failure) {
                case Refused refused -> problem(refused.problem(), null);
                case StoreAway away ->
                        problem(new Problem(503, "away", "", "", null), away.retryAfter());
                case NotReady starting ->
                        problem(new Problem(503, "starting", "", "", null), starting.retryAfter());
                case Overloaded full ->
                        problem(new Problem(429, "full", "", "", null), full.retryAfter());
            };
        }

        private static ResponseEntity<ProblemDetail> problem(
                Problem problem, @Nullable Duration retryAfter) {
            ProblemDetail detail = ProblemDetail.forStatus(problem.status());
            detail.setType(URI.create(problem.type()));
            detail.setDetail(problem.detail());
            ResponseEntity.BodyBuilder answer =
                    ResponseEntity.status(problem.status())
                            .contentType(MediaType.APPLICATION_PROBLEM_JSON);
            if (retryAfter != null) {
                answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
            }
            return answer.body(detail);
        }
    }
}
