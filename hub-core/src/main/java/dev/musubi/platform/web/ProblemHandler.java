package dev.musubi.platform.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.HubException;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Outages;
import dev.musubi.platform.Problem;
import dev.musubi.platform.web.Violations.Violation;
import jakarta.validation.ConstraintViolationException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.util.DisconnectedClientHelper;

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
        Optional<HubException> known = cause(failure, HubException.class);
        if (known.isPresent()) {
            return hub(known.get());
        }
        if (cause(failure, SocketTimeoutException.class).isPresent()) {
            return answer(BodyFilter.tooSlow("nothing more of the body came for too long"));
        }
        String field =
                cause(failure, JsonMappingException.class).map(ProblemHandler::path).orElse(null);
        String what = field == null ? "the body" : field;
        return answer(
                new Problem(
                        400,
                        "unreadable",
                        "The request could not be read",
                        what + ": expected the JSON that the contract describes" + place(failure),
                        field));
    }

    private static String place(HttpMessageNotReadableException failure) {
        JsonLocation location =
                cause(failure, JsonProcessingException.class)
                        .map(JsonProcessingException::getLocation)
                        .orElse(null);
        return location == null || location.getLineNr() < 1
                ? ", came something else or nothing"
                : ", came something else at line "
                        + location.getLineNr()
                        + ", column "
                        + location.getColumnNr();
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
        return violated(failure.getFieldErrors().stream().map(Violations::of).toList());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> invalid(HandlerMethodValidationException failure) {
        return violated(
                failure.getParameterValidationResults().stream()
                        .flatMap(r -> Violations.of(r).stream())
                        .toList());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> invalid(ConstraintViolationException failure) {
        return violated(
                failure.getConstraintViolations().stream()
                        .map(
                                v ->
                                        new Violation(
                                                v.getPropertyPath()
                                                        .toString()
                                                        .replaceFirst("^[^.]*\\.", ""),
                                                v.getMessage(),
                                                Violations.came(v.getInvalidValue())))
                        .toList());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> mistyped(MethodArgumentTypeMismatchException failure) {
        Class<?> type = failure.getRequiredType();
        String expected = type == null ? "another type" : type.getSimpleName();
        return violated(
                List.of(
                        new Violation(
                                failure.getName(),
                                "expected " + expected.toLowerCase(Locale.ROOT),
                                Violations.came(failure.getValue()))));
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> missing(MissingServletRequestParameterException failure) {
        return violated(
                List.of(new Violation(failure.getParameterName(), "is required", "nothing")));
    }

    private static ResponseEntity<ObjectNode> violated(List<Violation> violations) {
        return answer(Violations.problem(violations));
    }

    /** Who has gone hears no answer. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException failure) {
        LOG.debug("the caller has gone: {}", failure.getClass().getSimpleName());
    }

    /** What Spring itself refuses (method, media type, path), outages, and our own faults. */
    @ExceptionHandler
    ResponseEntity<ObjectNode> other(Exception failure) {
        if (failure instanceof ErrorResponse refused) {
            return answer(refused(refused), refused.getHeaders());
        }
        if (failure instanceof RuntimeException unchecked) {
            Optional<HubException.StoreAway> away = Outages.of(unchecked);
            if (away.isPresent()) {
                LOG.warn("MongoDB is away: {}", failure.getClass().getSimpleName());
                return hub(away.get());
            }
        }
        if (failure instanceof IOException
                && DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return answer(halved());
        }
        String id = Ids.next();
        LOG.error("fault {}: {}", id, trace(failure));
        return answer(ourFault("its log has it under " + id));
    }

    /** Who hung up within a body hears it only where they wait for an answer all the same. */
    private static Problem halved() {
        return new Problem(
                400,
                "unreadable",
                "The request could not be read",
                "the body ended before it was whole; nothing of it was taken",
                null);
    }

    private static Problem refused(ErrorResponse refused) {
        int status = refused.getStatusCode().value();
        return switch (status) {
            case 404 ->
                    Problem.notFound("there is nothing at this path; /docs shows what there is");
            case 405 ->
                    new Problem(
                            405,
                            "method-not-allowed",
                            "The path has no such method",
                            "the methods that it has are in the header Allow",
                            null);
            case 406 ->
                    new Problem(
                            406,
                            "not-acceptable",
                            "No such media type can be given",
                            "answers are application/json: accept it in the header Accept",
                            null);
            case 415 ->
                    new Problem(
                            415,
                            "unknown-media-type",
                            "The body's media type is not known",
                            "Content-Type: expected application/json",
                            null);
            default ->
                    status < 500
                            ? new Problem(
                                    status,
                                    "refused",
                                    "The request was refused",
                                    "the request is not as the contract says; see /docs",
                                    null)
                            : ourFault("try again later");
        };
    }

    static Problem ourFault(String more) {
        return new Problem(
                500,
                "our-fault",
                "Something is wrong here",
                "this is a fault of the hub; " + more,
                null);
    }

    /** Where it happened; messages may hold a person's data and stay out of the log. */
    private static String trace(Throwable failure) {
        StringBuilder trace = new StringBuilder();
        for (Throwable t = failure; t != null && trace.length() < 3_000; t = t.getCause()) {
            trace.append(trace.isEmpty() ? "" : " by ").append(t.getClass().getName());
            int end = trace.length() + 1_000;
            for (StackTraceElement frame : t.getStackTrace()) {
                if (trace.length() > end) {
                    break;
                }
                trace.append(" < ").append(frame);
            }
        }
        return trace.toString();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }

    private static ResponseEntity<ObjectNode> answer(Problem problem) {
        return answer(problem, new HttpHeaders());
    }

    private static ResponseEntity<ObjectNode> answer(Problem problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.parseMediaType(Problems.MEDIA_TYPE))
                .body(Problems.body(problem));
    }
}
