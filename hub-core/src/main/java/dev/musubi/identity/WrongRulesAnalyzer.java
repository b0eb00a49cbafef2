package dev.musubi.identity;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells the operator what is wrong with the rules, in place of a stack trace. */
final class WrongRulesAnalyzer extends AbstractFailureAnalyzer<WrongRules> {
    @Override
    protected FailureAnalysis analyze(Throwable root, WrongRules wrong) {
        return new FailureAnalysis(
                wrong.getMessage(),
                "Mend it, and try it before the hub is started: deploy/musubi rules check FILE",
                wrong);
    }
}
