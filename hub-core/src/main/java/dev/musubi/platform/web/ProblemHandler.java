package dev.musubi.platform.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import dev.musubi.platform.HubException;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Problem;
import jakarta.validation.ConstraintViolationException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
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
    ResponseEntity<ObjectNode> store(MongoException failure) {
        LOG.warn("MongoDB: {}", failure.getClass().getSimpleName());
        boolean away =
                failure instanceof MongoSocketException
                        || failure instanceof MongoTimeoutException
                        || failure.getCode() > 0;
        return away
                ? hub(new StoreAway("MongoDB does not answer", Duration.ofSeconds(2), failure))
                : other(failure);
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> unreadable(HttpMessageNotReadableException failure) {
        if (failure.getCause() instanceof HubException known) {
            return hub(known);
        }
        String field =
                failure.getCause() instanceof JsonMappingException mapping ? path(mapping) : null;
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
                        .map(e -> e.getField() + ": " + e.getDefaultMessage())
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> invalid(HandlerMethodValidationException failure) {
        return violated(
                failure.getParameterValidationResults().stream()
                        .flatMap(
                                r ->
                                        r.getResolvableErrors().stream()
                                                .map(
                                                        e ->
                                                                r.getMethodParameter()
                                                                                .getParameterName()
                                                                        + ": "
                                                                        + e.getDefaultMessage()))
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> invalid(ConstraintViolationException failure) {
        return violated(
                failure.getConstraintViolations().stream()
                        .map(
                                v ->
                                        v.getPropertyPath().toString().replaceFirst("^[^.]*\\.", "")
                                                + ": "
                                                + v.getMessage())
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> mistyped(MethodArgumentTypeMismatchException failure) {
        return violated(failure.getName() + ": not of the type that the contract says");
    }

    private static ResponseEntity<ObjectNode> violated(String detail) {
        return answer(
                new Problem(
                        400,
                        "invalid-parameter",
                        "A parameter is not as the contract says",
                        detail,
                        null),
                new HttpHeaders());
    }

    /** What Spring itself refuses (method, media type, path), and our own faults. */
    @ExceptionHandler
    ResponseEntity<ObjectNode> other(Exception failure) {
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
