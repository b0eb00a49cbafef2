package dev.musubi.people;

import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierText;
import dev.musubi.identity.IdentityRules;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.openapi.api.IdentityRulesApi;
import dev.musubi.openapi.model.IdentityDecision;
import dev.musubi.openapi.model.IdentityRulesHistoryInner;
import dev.musubi.openapi.model.RulesProgress;
import dev.musubi.openapi.model.SharedRequest;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import dev.musubi.profile.ProfileView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class RulesController implements IdentityRulesApi {

    private final Lifts lifts;
    private final IdentityRules rules;
    private final RuleChanges changes;
    private final Nodes nodes;
    private final Callers callers;

    RulesController(
            Lifts lifts, IdentityRules rules, RuleChanges changes, Nodes nodes, Callers callers) {
        this.lifts = lifts;
        this.rules = rules;
        this.changes = changes;
        this.nodes = nodes;
        this.callers = callers;
    }

    @Override
    @Needs(Scope.IDENTITY_WRITE)
    public ResponseEntity<dev.musubi.openapi.model.IdentityRules> getIdentityRules() {
        List<IdentityRules.Activation> history = rules.history();
        RuleChanges.Progress progress = changes.progress();
        Reresolution.Report report = progress.report();
        return ResponseEntity.ok(
                new dev.musubi.openapi.model.IdentityRules(
                        history.getLast().version(),
                        history.stream()
                                .map(
                                        a ->
                                                new IdentityRulesHistoryInner(
                                                        a.version(),
                                                        a.digest(),
                                                        ProfileView.time(a.at())))
                                .toList(),
                        new RulesProgress(
                                        progress.done(),
                                        report.examined(),
                                        report.reconsidered(),
                                        report.merged(),
                                        report.split(),
                                        report.shared(),
                                        report.unshared())
                                .startedAt(
                                        Optional.<Instant>ofNullable(progress.startedAt())
                                                .map(ProfileView::time)
                                                .orElse(null))
                                .endedAt(
                                        Optional.<Instant>ofNullable(progress.endedAt())
                                                .map(ProfileView::time)
                                                .orElse(null))));
    }

    @Override
    @Needs(Scope.IDENTITY_WRITE)
    public ResponseEntity<IdentityDecision> setShared(SharedRequest request, Boolean preview) {
        Node node = contactPoint(request.getIdentifier());
        Corrections.Order order =
                new Corrections.Order(
                        "key:" + callers.current().keyId(), request.getReason(), preview);
        Corrections.Result result =
                request.getShared() ? lifts.unlift(node, order) : lifts.lift(node, order);
        return ResponseEntity.ok(
                IdentityController.shown(
                        result, preview, new ProfileView(callers.current().sensitive())));
    }

    private Node contactPoint(String text) {
        Identifier identifier = IdentifierText.read(text);
        if (!identifier.type().contactPoint()) {
            throw new Refused(
                    Problem.invalid("identifier", "only an e-mail or a phone can be shared"));
        }
        return nodes.node(identifier)
                .map(Node::verifiedTwin)
                .orElseThrow(
                        () ->
                                new Refused(
                                        Problem.invalid(
                                                "identifier", "the rules block this value")));
    }
}
