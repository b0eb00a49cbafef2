package dev.musubi.platform.web;

import dev.musubi.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat refuses before any filter sees it (a request line, a header, an address that cannot
 * be read), as a problem document in the place of Tomcat's page.
 */
public final class ProblemValve extends ErrorReportValve {

    /** Made by Tomcat, from the class name. */
    public ProblemValve() {}

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        boolean answered = response.getStatus() < 400 || response.getContentWritten() > 0;
        if (answered || !response.setErrorReported()) {
            return;
        }
        byte[] body =
                Json.write(Problems.body(ErrorAnswers.problem(response.getStatus())))
                        .getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType(Problems.MEDIA_TYPE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            // Nobody is there to read it.
        }
    }
}
