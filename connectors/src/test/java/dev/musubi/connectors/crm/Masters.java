package dev.musubi.connectors.crm;

import dev.musubi.identity.IdentifierType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A mapping of a Japanese member master, and its rows. */
final class Masters {
    static final String MAPPING =
            """
            format: {charset: windows-31j}
            source: crm:main
            zone: Asia/Tokyo
            member: {type: loyalty_id, column: 会員番号}
            identifiers:
              - {type: phone, column: 電話}
              - {type: email, column: メール}
            split: {name: 氏名, kana: カナ}
            traits:
              gender: {column: 性別, values: {"1": male, "2": female}}
              birthDate: 生年月日
              postcode: 郵便番号
            consents:
              - {column: メルマガ, purpose: marketing, channel: email, granted: ["1"], denied: ["0"]}
              - {column: SMS, purpose: marketing, channel: sms, granted: ["可"], denied: ["不可"]}
            status: {column: 状態, left: [退会]}
            """;

    static final String HEADER = "会員番号,氏名,カナ,性別,生年月日,郵便番号,電話,メール,メルマガ,SMS,状態\n";

    static final List<String> COLUMNS = List.of(HEADER.strip().split(",", -1));

    private Masters() {}

    /** A row of a member who is known by number, name and phone and allows mails. */
    static String row(String number, String phone, String mails) {
        return number + ",佐藤　花子,サトウ ハナコ,2,1990/04/01,150-0001," + phone + ",," + mails + ",,\n";
    }

    static String rows(int from, int to, String mails) {
        var rows = new StringBuilder();
        for (var i = from; i < to; i++) {
            rows.append(row("M" + i, "090-1234-%04d".formatted(i), mails));
        }
        return rows.toString();
    }

    static MemberMapping mapping(String more) {
        return MemberMapping.parse("members", MAPPING + more);
    }

    /** What the reader makes of one row. */
    static MemberRow read(MemberMapping mapping, String row, IdentifierType... verified) {
        var columns = new ArrayList<>(COLUMNS);
        columns.add("更新");
        var cells = new ArrayList<>(List.of(row.strip().split(",", -1)));
        while (cells.size() < columns.size()) {
            cells.add("");
        }
        return new MemberReader(mapping, columns, Set.of(verified)).read(cells);
    }

    static Member member(String row) {
        return ((MemberRow.Good) read(mapping(""), row)).member();
    }
}
