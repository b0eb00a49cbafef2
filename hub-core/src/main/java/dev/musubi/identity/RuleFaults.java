package dev.musubi.identity;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one rule file, place by place. Not thread safe. */
final class RuleFaults {

    private static final int MOST_SHOWN = 20;
    private static final int LONGEST_SHOWN = 80;

    private final String file;
    private final List<String> faults = new ArrayList<>();

    /**
     * @param file as the operator names it
     */
    RuleFaults(String file) {
        this.file = file;
    }

    /**
     * @param path of the place in the file, such as {@code limits.email.most}
     * @param came as it stands there
     */
    void add(String path, String expected, String came) {
        faults.add(
                (path.isEmpty() ? "" : path + ": ")
                        + "expected "
                        + expected
                        + ", came "
                        + shortened(came));
    }

    /**
     * @throws WrongRules where there is a fault
     */
    void check() {
        if (!faults.isEmpty()) {
            throw wrong();
        }
    }

    /** For one fault that leaves nothing else to be looked at. */
    static WrongRules fault(String file, String path, String expected, String came) {
        RuleFaults faults = new RuleFaults(file);
        faults.add(path, expected, came);
        return faults.wrong();
    }

    private WrongRules wrong() {
        List<String> shown = faults.subList(0, Math.min(MOST_SHOWN, faults.size()));
        String rest =
                faults.size() > shown.size()
                        ? "\n  and " + (faults.size() - shown.size()) + " more"
                        : "";
        return new WrongRules(
                "identity rules "
                        + file
                        + (shown.size() == 1 ? ": " : ":\n  ")
                        + String.join("\n  ", shown)
                        + rest);
    }

    private static String shortened(String came) {
        return came.codePointCount(0, came.length()) <= LONGEST_SHOWN
                ? came
                : came.substring(0, came.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
    }
}
