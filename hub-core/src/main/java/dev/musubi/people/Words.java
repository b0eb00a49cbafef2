package dev.musubi.people;

import dev.musubi.identity.Claim;
import dev.musubi.identity.Hint;
import dev.musubi.identity.Link;
import dev.musubi.identity.Resolution;
import dev.musubi.identity.Slices;
import dev.musubi.openapi.model.ProfileIdentifier;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Links in words. Pure. */
final class Words {

    private final boolean japanese;
    private final DateTimeFormatter day;

    Words(Locale locale, ZoneId zone) {
        this.japanese = locale.getLanguage().equals("ja");
        this.day =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(japanese ? Locale.JAPAN : Locale.UK)
                        .withZone(zone);
    }

    /** Why both are one person. */
    String why(ProfileIdentifier one, ProfileIdentifier other, Link link) {
        String on = day.format(link.time());
        return switch (link.rule()) {
            case Resolution.SAME_EVENT ->
                    japanese
                            ? "%s、出来事 %s に %s と %s が一緒に記録されました"
                                    .formatted(on, link.cause(), name(one), name(other))
                            : "On %s the event %s named %s and %s together"
                                    .formatted(on, link.cause(), name(one), name(other));
            case Resolution.VERIFIED_TWIN ->
                    japanese
                            ? "%s は、未確認と確認済みの同じ連絡先です".formatted(name(one))
                            : "%s is one contact point, unproven and proven".formatted(name(one));
            case Claim.RULE ->
                    japanese
                            ? "%s、出来事 %s で %s と %s が一緒に示されました。レシートは最初に示した人のものです"
                                    .formatted(on, link.cause(), name(one), name(other))
                            : "On %s the event %s named %s and %s together, and a receipt is whose it was named first"
                                    .formatted(on, link.cause(), name(one), name(other));
            case Slices.RULE ->
                    japanese
                            ? "%s、出来事 %s で %s と %s が一緒に記録され、その前後にログアウトも利用者の交代もありませんでした"
                                    .formatted(on, link.cause(), name(one), name(other))
                            : "On %s the event %s named %s and %s together, with no logout or change of user between"
                                    .formatted(on, link.cause(), name(one), name(other));
            case Hint.RULE ->
                    japanese
                            ? "%s、%s 宛のメールのリンクから %s での訪問が始まりました（出来事 %s）"
                                    .formatted(on, name(one), name(other), link.cause())
                            : "On %s a link in a mail to %s began a visit by %s (event %s)"
                                    .formatted(on, name(one), name(other), link.cause());
            case Link.OPERATOR ->
                    japanese
                            ? "%s、%s が %s と %s を同一人物と判断しました（%s）"
                                    .formatted(
                                            on, link.actor(), name(one), name(other), reason(link))
                            : "On %s %s decided that %s and %s are one person: %s"
                                    .formatted(
                                            on, link.actor(), name(one), name(other), reason(link));
            default ->
                    japanese
                            ? "%s、規則 %s により %s と %s が結び付きました"
                                    .formatted(on, link.rule(), name(one), name(other))
                            : "On %s the rule %s joined %s and %s"
                                    .formatted(on, link.rule(), name(one), name(other));
        };
    }

    private static String reason(Link link) {
        return link.reason() == null ? "" : link.reason();
    }

    private String name(ProfileIdentifier identifier) {
        String type =
                switch (identifier.getType()) {
                    case "customer_id" -> japanese ? "顧客番号" : "customer number";
                    case "loyalty_id" -> japanese ? "会員カード" : "card";
                    case "social_id" -> japanese ? "アカウント" : "account";
                    case "email" -> japanese ? "メールアドレス" : "e-mail";
                    case "phone" -> japanese ? "電話番号" : "phone";
                    case "device_id" -> japanese ? "端末" : "device";
                    case "anonymous_id" -> japanese ? "訪問者番号" : "visitor";
                    case "receipt" -> japanese ? "レシート" : "receipt";
                    default -> identifier.getType();
                };
        String namespace =
                identifier.getNamespace() == null ? "" : " (" + identifier.getNamespace() + ")";
        return type + namespace + " " + identifier.getValue();
    }
}
