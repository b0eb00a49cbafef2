package dev.musubi.console;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.BindException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** Failures of console pages, as a page that says what happened and what to do. */
@ControllerAdvice("dev.musubi.console")
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnWebApplication
class ConsoleErrors {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleErrors.class);

    private final ConsoleModel model;

    ConsoleErrors(ConsoleModel model) {
        this.model = model;
    }

    @ExceptionHandler
    ModelAndView refused(
            Refused refused, HttpServletRequest request, HttpServletResponse response) {
        int status = refused.problem().status();
        return page(
                status,
                status == 404 ? "missing" : "refused",
                refused.problem().detail(),
                request,
                response);
    }

    @ExceptionHandler({StoreAway.class, Overloaded.class})
    ModelAndView away(HttpServletRequest request, HttpServletResponse response) {
        return page(503, "away", "", request, response);
    }

    @ExceptionHandler({
        MissingServletRequestParameterException.class,
        MethodArgumentTypeMismatchException.class,
        BindException.class
    })
    ModelAndView incomplete(HttpServletRequest request, HttpServletResponse response) {
        return page(400, "refused", "", request, response);
    }

    @ExceptionHandler
    ModelAndView ours(Exception failure, HttpServletRequest request, HttpServletResponse response) {
        String id = Ids.next();
        LOG.error("a page of the console failed, {}", id, failure);
        return page(500, "ours", id, request, response);
    }

    private ModelAndView page(
            int status,
            String kind,
            String detail,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setStatus(status);
        boolean part = WayBack.part(request);
        SignedIn me = SignedInCheck.current();
        ModelAndView page = new ModelAndView(part ? "console/error :: message" : "console/error");
        page.addAllObjects(
                Map.of(
                        "kind", kind,
                        "detail", detail,
                        "here", request.getRequestURI(),
                        "alerts", List.of(),
                        "r", model.reader(request),
                        "libraries", model.libraries(),
                        "status", status));
        if (me != null) {
            page.addObject("me", me);
        }
        return page;
    }
}
