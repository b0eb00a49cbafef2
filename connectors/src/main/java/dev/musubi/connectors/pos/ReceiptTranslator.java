package dev.musubi.connectors.pos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.csv.EventText;
import dev.musubi.connectors.csv.Person;
import dev.musubi.connectors.csv.UnreadableValue;
import dev.musubi.connectors.csv.Values;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Json;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes one {@code order.placed} of a receipt's good rows. Pure: the same rows in any order give
 * the same event.
 *
 * <p>The event's id is {@code key|hash of the content}; that of an incomplete receipt is {@code
 * key|-part-n-hash} with n good lines. Of two versions of one order with the same version and time
 * the later id holds, so a receipt made whole by a replay replaces its parts, and never a later
 * file's correction.
 */
final class ReceiptTranslator {
    private final Reading reading;
    private final Mapping mapping;

    ReceiptTranslator(Reading reading) {
        this.reading = reading;
        this.mapping = reading.mapping();
    }

    /**
     * @param incomplete whether some of the receipt's rows are missing here
     * @throws UnreadableValue where the rows cannot be one receipt
     */
    ObjectNode translate(String key, List<Row.Good> rows, boolean incomplete) {
        var text = agreed(rows);
        var credit = isCredit(text);
        var sign = credit && positive() ? -1 : 1;

        var event = Json.object();
        event.put("source", filled("source", mapping.source(), text));
        event.put("id", "");
        event.put("type", "order.placed");
        event.put("time", time(rows).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        event.put("channel", mapping.channel());
        if (mapping.location() != null || text.containsKey(Field.LOCATION)) {
            var location = mapping.location() == null ? "{location}" : mapping.location();
            event.put("location", filled("location", location, text));
        }
        identifiers(event, key, rows);
        traits(event, rows);
        data(event.putObject("data"), key, rows, text, credit, sign, incomplete);

        var hash = EventText.hash(event);
        var lines = rows.stream().filter(Row.Good::isLine).count();
        event.put("id", key + "|" + (incomplete ? "-part-%04d-%s".formatted(lines, hash) : hash));
        if (!text.containsKey(Field.VERSION)) {
            event.put("asOf", reading.asOf().toString());
        }
        if (reading.historical()) {
            event.put("historical", true);
        }
        return EventText.checked(event);
    }

    private void data(
            ObjectNode data,
            String key,
            List<Row.Good> rows,
            Map<Field, String> text,
            boolean credit,
            int sign,
            boolean incomplete) {
        data.put("orderId", text.getOrDefault(Field.ORDER_ID, key));
        data.put("orderSystem", filled("orderSystem", mapping.orderSystem(), text));
        var number = text.getOrDefault(Field.NUMBER, text.getOrDefault(Field.RECEIPT, ""));
        if (!number.isEmpty() && !number.equals(data.path("orderId").asText())) {
            data.putArray("numbers").add(number);
        }
        data.put("kind", credit ? "credit" : "sale");
        if (text.containsKey(Field.VERSION)) {
            data.put("version", Long.parseLong(text.get(Field.VERSION)));
        }
        data.put("currency", filled("currency", mapping.currency(), text));
        if (text.containsKey(Field.TOTAL)) {
            var total = Values.decimal("total", text.get(Field.TOTAL));
            data.put("total", signed(total, sign));
        }
        for (var plain : List.of(Field.STAFF, Field.COUPON)) {
            if (text.containsKey(plain)) {
                data.put(plain.key(), text.get(plain));
            }
        }
        if (incomplete) {
            data.put("incomplete", true);
        }
        var lines = data.putArray("lines");
        rows.stream()
                .filter(Row.Good::isLine)
                .map(row -> Line.of(number(row), line(row, sign)))
                .sorted(Line.ORDER)
                .forEach(line -> lines.add(line.node()));
        var tenders =
                rows.stream()
                        .filter(row -> row.text().containsKey(Field.TENDER))
                        .map(row -> Line.of(0, tender(row, sign)))
                        .sorted(Line.ORDER)
                        .toList();
        if (!tenders.isEmpty()) {
            var array = data.putArray("tenders");
            tenders.forEach(tender -> array.add(tender.node()));
        }
    }

    /** A line with what puts it in its place: its number where mapped, then its content. */
    private record Line(long number, String content, ObjectNode node) {
        static final Comparator<Line> ORDER =
                Comparator.comparingLong(Line::number).thenComparing(Line::content);

        static Line of(long number, ObjectNode node) {
            return new Line(number, Json.write(node), node);
        }
    }

    private static long number(Row.Good row) {
        var number = row.text().get(Field.LINE);
        return number == null ? 0 : Values.integer("line", number);
    }

    private ObjectNode line(Row.Good row, int sign) {
        var line = Json.object();
        var sku = row.text().getOrDefault(Field.SKU, "");
        line.put("sku", sku);
        put(line, row, Field.QUANTITY, sign);
        put(line, row, Field.UNIT_PRICE, 1);
        put(line, row, Field.AMOUNT, sign);
        put(line, row, Field.DISCOUNT, sign);
        put(line, row, Field.TAX, sign);
        if (row.text().containsKey(Field.DESCRIPTION)) {
            line.put("description", row.text().get(Field.DESCRIPTION));
        }
        for (var kind : Mapping.LineKind.values()) {
            var pattern = mapping.lineKinds().get(kind);
            if (pattern != null && pattern.matcher(sku).find()) {
                line.put("kind", kind.wire());
                break;
            }
        }
        return line;
    }

    private static ObjectNode tender(Row.Good row, int sign) {
        var tender = Json.object();
        tender.put("type", row.text().getOrDefault(Field.TENDER, ""));
        var amount = row.numbers().get(Field.TENDER_AMOUNT);
        if (amount != null) {
            tender.put("amount", signed(amount, sign));
        }
        return tender;
    }

    private static void put(ObjectNode line, Row.Good row, Field field, int sign) {
        var value = row.numbers().get(field);
        if (value == null) {
            return;
        }
        line.put(field.key(), signed(value, sign));
    }

    private static String signed(BigDecimal value, int sign) {
        return Values.plain(sign < 0 ? value.negate() : value);
    }

    /** What belongs to the receipt as a whole; its rows must not disagree on it. */
    private Map<Field, String> agreed(List<Row.Good> rows) {
        var agreed = new EnumMap<Field, String>(Field.class);
        agreed.putAll(mapping.constants());
        for (var row : rows) {
            row.text()
                    .forEach(
                            (field, value) -> {
                                if (field.of() == Field.Of.RECEIPT) {
                                    agreed.merge(field, value, (a, b) -> one(field, a, b));
                                }
                            });
        }
        return agreed;
    }

    private static String one(Field field, String a, String b) {
        if (a.equals(b)) {
            return a;
        }
        return switch (field) {
            case VERSION -> Long.toString(Math.max(Long.parseLong(a), Long.parseLong(b)));
            case TRANSACTION, STAFF, COUPON -> a.compareTo(b) < 0 ? a : b;
            default ->
                    throw new UnreadableValue(
                            field.key()
                                    + ": the receipt's rows disagree, all of them are set aside");
        };
    }

    private boolean isCredit(Map<Field, String> text) {
        var credit = mapping.credit();
        return credit != null
                && credit.matches().matcher(text.getOrDefault(credit.field(), "")).find();
    }

    private boolean positive() {
        return mapping.credit() != null
                && mapping.credit().amounts() == Mapping.Credit.Amounts.POSITIVE;
    }

    private static OffsetDateTime time(List<Row.Good> rows) {
        OffsetDateTime earliest = null;
        for (var row : rows) {
            var time = row.time();
            if (time != null && (earliest == null || time.isBefore(earliest))) {
                earliest = time;
            }
        }
        if (earliest == null) {
            throw new UnreadableValue("time: no usable row of the receipt carries one");
        }
        return earliest;
    }

    private void identifiers(ObjectNode event, String key, List<Row.Good> rows) {
        var all = new LinkedHashSet<Identifier>();
        for (var wanted : mapping.identifiers()) {
            var type = IdentifierType.ofWire(wanted.type()).orElseThrow();
            var values = new TreeSet<String>();
            if (wanted.column() == null) {
                values.add(key);
            }
            for (var row : rows) {
                for (var identifier : row.identifiers()) {
                    if (identifier.type() == type
                            && java.util.Objects.equals(
                                    identifier.namespace(), wanted.namespace())) {
                        values.add(identifier.value());
                    }
                }
            }
            // A receipt may be paid with two cards; it never belongs to two customers.
            if (values.size() > 1 && type != IdentifierType.PAYMENT_TOKEN) {
                throw new UnreadableValue(
                        wanted.type() + ": the receipt's rows disagree, all of them are set aside");
            }
            for (var value : values) {
                all.add(
                        new Identifier(
                                type,
                                wanted.namespace(),
                                value,
                                reading.verified().contains(type)));
            }
        }
        Person.write(event, all);
    }

    private void traits(ObjectNode event, List<Row.Good> rows) {
        var traits = new java.util.TreeMap<String, String>();
        for (var row : rows) {
            row.traits()
                    .forEach(
                            (trait, value) -> traits.merge(trait, value, ReceiptTranslator::lower));
        }
        if (!traits.isEmpty()) {
            var node = event.putObject("traits");
            traits.forEach(node::put);
        }
    }

    private static String lower(String a, String b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static String filled(String what, String template, Map<Field, String> text) {
        var value = Template.fill(template, field -> text.getOrDefault(field, ""));
        if (value.isEmpty()) {
            throw new UnreadableValue(what + " is empty");
        }
        if ((what.equals("source") || what.equals("orderSystem"))
                && !value.matches("[a-z0-9._:-]{1,64}")) {
            throw new UnreadableValue(
                    what
                            + ": a value of "
                            + value.length()
                            + " characters does not fit"
                            + " [a-z0-9._:-]{1,64}; clean it up in the mapping");
        }
        return value;
    }
}
