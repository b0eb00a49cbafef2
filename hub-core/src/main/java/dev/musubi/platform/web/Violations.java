package dev.musubi.platform.web;

import dev.musubi.platform.Problem;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * What of a request is not as the contract says: the field, the limit, and what came - its size or
 * kind, never itself. Pure.
 */
final class Violations {

    private Violations() {}

    /** One breach. */
    record Violation(String field, String limit, String came) {
        @Override
        public String toString() {
            return field + ": " + limit + ", came " + came;
        }
    }

    static Violation of(FieldError error) {
        return new Violation(
                error.getField(),
                String.valueOf(error.getDefaultMessage()),
                came(error.getRejectedValue()));
    }

    static List<Violation> of(ParameterValidationResult result) {
        if (result instanceof ParameterErrors body) {
            return body.getFieldErrors().stream().map(Violations::of).toList();
        }
        String name = String.valueOf(result.getMethodParameter().getParameterName());
        return result.getResolvableErrors().stream()
                .map(MessageSourceResolvable::getDefaultMessage)
                .map(
                        limit ->
                                new Violation(
                                        name, String.valueOf(limit), came(result.getArgument())))
                .toList();
    }

    /** The problem of a request with these breaches, at least one. */
    static Problem problem(List<Violation> violations) {
        return new Problem(
                400,
                "invalid-parameter",
                "A parameter is not as the contract says",
                violations.stream()
                        .map(Violation::toString)
                        .sorted()
                        .limit(20)
                        .collect(Collectors.joining("; ")),
                violations.size() == 1 ? violations.getFirst().field() : null);
    }

    static String came(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case CharSequence text -> text.length() + " characters";
            case Collection<?> entries -> entries.size() + " entries";
            case Map<?, ?> entries -> entries.size() + " entries";
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case BigDecimal _ -> "a number";
            default -> "something else";
        };
    }
}
