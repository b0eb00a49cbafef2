package dev.musubi.platform.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Problem;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Turns every failure of a call into a problem document; what is our own fault is logged by an id.
 */
@RestControllerAdvice
final class ProblemHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    @ExceptionHandler
    ResponseEntity<ObjectNode> hub(HubException failure) {
        HttpHeaders headers = new HttpHeaders();
        Problems.retryAfter(failure)
                .ifPresent(after -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(after)));
        return answer(Problems.of(failure), headers);
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> unreadable(HttpMessageNotReadableException failure) {
        String field = null;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof HubException known) {
                return hub(known);
            }
            if (field == null && cause instanceof JsonMappingException mapping) {
                field = path(mapping);
            }
        }
        return answer(
                new Problem(
                        400,
                        "unreadable",
                        "The request could not be read",
                        field == null
                                ? "the body is not the JSON that the contract describes"
                                : field + ": not as the contract describes it",
                        field),
                new HttpHeaders());
    }

    /** The caller has hung up: nobody is there to be answered. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException failure) {
        LOG.debug("the caller has gone");
    }

    private static @Nullable String path(JsonMappingException failure) {
        String path =
                failure.getPath().stream()
                        .map(
                                r ->
                                        r.getFieldName() == null
                                                ? "[" + r.getIndex() + "]"
                                                : r.getFieldName())
                        .collect(Collectors.joining("."));
        return path.isEmpty() ? null : path.replace(".[", "[");
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> invalid(MethodArgumentNotValidException failure) {
        return violated(
                failure.getFieldErrors().stream()
                        .map(
                                e ->
                                        new Violation(
                                                e.getField(),
                                                String.valueOf(e.getDefaultMessage())))
                        .toList());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> invalid(HandlerMethodValidationException failure) {
        return violated(
                failure.getParameterValidationResults().stream()
                        .flatMap(this::violations)
                        .toList());
    }

    /** Of a body the path of the field, of a parameter its name. */
    private Stream<Violation> violations(ParameterValidationResult result) {
        String parameter = String.valueOf(result.getMethodParameter().getParameterName());
        return result.getResolvableErrors().stream()
                .map(
                        e ->
                                new Violation(
                                        e instanceof FieldError field
                                                ? field.getField()
                                                : parameter,
                                        String.valueOf(e.getDefaultMessage())));
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> mistyped(MethodArgumentTypeMismatchException failure) {
        return violated(
                List.of(
                        new Violation(
                                failure.getName(), "not of the type that the contract says")));
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> missing(MissingServletRequestParameterException failure) {
        return violated(
                List.of(new Violation(failure.getParameterName(), "expected, but nothing came")));
    }

    /** Where something is not as the contract says, and what it should be; never what came. */
    private record Violation(String field, String expected) {
        String text() {
            return field + ": " + expected;
        }
    }

    private static ResponseEntity<ObjectNode> violated(List<Violation> violations) {
        return answer(
                new Problem(
                        400,
                        "invalid-parameter",
                        "A parameter is not as the contract says",
                        violations.stream()
                                .map(Violation::text)
                                .sorted()
                                .collect(Collectors.joining("; ")),
                        violations.size() == 1 ? violations.getFirst().field() : null),
                new HttpHeaders());
    }

    /** What Spring itself refuses (method, media type, path), and our own faults. */
    @ExceptionHandler
    ResponseEntity<ObjectNode> other(Exception failure) {
        if (DocumentStore.isAway(failure)) {
            LOG.warn("MongoDB: {}", failure.getClass().getSimpleName());
            return hub(new StoreAway("MongoDB does not answer", Duration.ofSeconds(2), failure));
        }
        if (failure instanceof ErrorResponse refused) {
            HttpStatusCode status = refused.getStatusCode();
            return answer(
                    new Problem(
                            status.value(),
                            status.value() == 404 ? "not-found" : "refused",
                            "The request was refused",
                            status.value() == 404
                                    ? "there is nothing at this path; see /docs"
                                    : String.valueOf(refused.getBody().getDetail()),
                            null),
                    refused.getHeaders());
        }
        String id = Ids.next();
        LOG.error("fault {}: {}", id, place(failure));
        return answer(
                new Problem(
                        500,
                        "our-fault",
                        "Something is wrong here",
                        "this is a fault of the hub; its log has it under " + id,
                        null),
                new HttpHeaders());
    }

    /** Where it happened; messages may hold a person's data and stay out of the log. */
    private static String place(Exception failure) {
        StringBuilder place = new StringBuilder(failure.getClass().getName());
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (place.length() > 1_500) {
                break;
            }
            place.append(" < ").append(frame);
        }
        return place.toString();
    }

    private static ResponseEntity<ObjectNode> answer(Problem problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.parseMediaType(Problems.MEDIA_TYPE))
                .body(Problems.body(problem));
    }
}
