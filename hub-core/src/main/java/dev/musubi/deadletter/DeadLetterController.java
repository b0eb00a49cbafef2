package dev.musubi.deadletter;

import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.deadletter.DeadLetter.State;
import dev.musubi.event.Appended;
import dev.musubi.openapi.api.DeadLettersApi;
import dev.musubi.openapi.model.DeadLetter.StateEnum;
import dev.musubi.openapi.model.DeadLetterPage;
import dev.musubi.openapi.model.EventResult;
import dev.musubi.openapi.model.EventResult.StatusEnum;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The dead letters over REST. */
@RestController
@RequestMapping("/api/v1")
class DeadLetterController implements DeadLettersApi {

    private final DeadLetters letters;

    DeadLetterController(DeadLetters letters) {
        this.letters = letters;
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<DeadLetterPage> getDeadLetters(
            @Nullable String channel,
            @Nullable String state,
            Integer limit,
            @Nullable String cursor) {
        DeadLetterFilter filter =
                new DeadLetterFilter(channel, state == null ? null : state(state));
        dev.musubi.deadletter.DeadLetterPage page = letters.list(filter, cursor, limit);
        DeadLetterPage answer = new DeadLetterPage();
        answer.setItems(page.letters().stream().map(DeadLetterController::model).toList());
        answer.setNext(page.next());
        return ResponseEntity.ok(answer);
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<dev.musubi.openapi.model.DeadLetter> getDeadLetter(String letterId) {
        return ResponseEntity.ok(whole(letters.find(letterId).orElseThrow(DeadLetters::unknown)));
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<dev.musubi.openapi.model.DeadLetter> replayDeadLetter(String letterId) {
        return ResponseEntity.ok(whole(letters.replay(letterId)));
    }

    private static State state(String wire) {
        return Arrays.stream(State.values())
                .filter(state -> state.wire().equals(wire))
                .findFirst()
                .orElseThrow(
                        () -> new Refused(Problem.invalid("state", "expected open or replayed")));
    }

    private static dev.musubi.openapi.model.DeadLetter whole(DeadLetter letter) {
        return model(letter).original(letter.message().original());
    }

    private static dev.musubi.openapi.model.DeadLetter model(DeadLetter letter) {
        Undelivered message = letter.message();
        return new dev.musubi.openapi.model.DeadLetter()
                .id(letter.id())
                .channel(message.channel())
                .account(message.account())
                .place(message.place())
                .reason(message.reason())
                .state(StateEnum.fromValue(letter.state().wire()))
                .keptAt(letter.keptAt().atOffset(ZoneOffset.UTC))
                .attempts(letter.attempts())
                .mediaType(message.mediaType())
                .results(letter.results().stream().map(DeadLetterController::model).toList());
    }

    private static EventResult model(Appended result) {
        EventResult model =
                new EventResult()
                        .source(result.source())
                        .id(result.id())
                        .status(
                                StatusEnum.fromValue(
                                        result.status().name().toLowerCase(Locale.ROOT)));
        Problem problem = result.problem();
        return problem == null ? model : model.problem(model(problem));
    }

    private static dev.musubi.openapi.model.Problem model(Problem problem) {
        return new dev.musubi.openapi.model.Problem()
                .type(problem.type())
                .title(problem.title())
                .status(problem.status())
                .detail(problem.detail())
                .code(problem.code())
                .field(problem.field());
    }
}
