package dev.musubi.platform.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What failed outside of a controller, in a filter or in the container, as a problem document. */
@RestController
final class ErrorAnswers implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<ObjectNode> answer(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Problem problem = problem(status instanceof Integer code ? code : 404);
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Problems.MEDIA_TYPE))
                .body(Problems.body(problem));
    }

    /** The problem of a status that says all that is known. */
    static Problem problem(int status) {
        return switch (status) {
            case 404 ->
                    Problem.notFound("there is nothing at this path; /docs shows what there is");
            case 400 -> Problem.unreadable("the request is not HTTP that can be read");
            case 414, 431 ->
                    new Problem(
                            status,
                            "too-large",
                            "More than a limit allows",
                            "the address and the headers may have 16 KB together, came more",
                            null);
            default ->
                    status >= 400 && status < 500
                            ? new Problem(
                                    status,
                                    "refused",
                                    "The request was refused",
                                    "the request is not as the contract says; see /docs",
                                    null)
                            : ProblemHandler.ourFault("try again later");
        };
    }
}
