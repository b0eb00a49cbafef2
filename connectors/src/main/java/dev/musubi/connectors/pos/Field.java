package dev.musubi.connectors.pos;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a column of a till file or an order export may mean. */
public enum Field {
    @JsonProperty("store")
    STORE(Of.RECEIPT),
    @JsonProperty("register")
    REGISTER(Of.RECEIPT),
    @JsonProperty("businessDate")
    BUSINESS_DATE(Of.RECEIPT),
    @JsonProperty("receipt")
    RECEIPT(Of.RECEIPT),
    /** The order's own id where it is not the receipt key. */
    @JsonProperty("orderId")
    ORDER_ID(Of.RECEIPT),
    /** The printed number, where customers quote another one than the receipt's. */
    @JsonProperty("number")
    NUMBER(Of.RECEIPT),
    @JsonProperty("orderSystem")
    ORDER_SYSTEM(Of.RECEIPT),
    /** Sale, return, void …: for the pattern that tells credits. */
    @JsonProperty("transaction")
    TRANSACTION(Of.RECEIPT),
    @JsonProperty("location")
    LOCATION(Of.RECEIPT),
    @JsonProperty("currency")
    CURRENCY(Of.RECEIPT),
    @JsonProperty("staff")
    STAFF(Of.RECEIPT),
    @JsonProperty("coupon")
    COUPON(Of.RECEIPT),
    @JsonProperty("total")
    TOTAL(Of.RECEIPT),
    /** An integer, or a time by its pattern, that grows with each correction. */
    @JsonProperty("version")
    VERSION(Of.RECEIPT),
    /** The line's number on the receipt: keeps the printed order. */
    @JsonProperty("line")
    LINE(Of.LINE),
    @JsonProperty("sku")
    SKU(Of.LINE),
    @JsonProperty("description")
    DESCRIPTION(Of.LINE),
    @JsonProperty("quantity")
    QUANTITY(Of.LINE),
    @JsonProperty("unitPrice")
    UNIT_PRICE(Of.LINE),
    @JsonProperty("amount")
    AMOUNT(Of.LINE),
    @JsonProperty("discount")
    DISCOUNT(Of.LINE),
    @JsonProperty("tax")
    TAX(Of.LINE),
    @JsonProperty("tender")
    TENDER(Of.TENDER),
    @JsonProperty("tenderAmount")
    TENDER_AMOUNT(Of.TENDER);

    /** The part of a receipt that a field belongs to. */
    enum Of {
        RECEIPT,
        LINE,
        TENDER
    }

    private final Of of;
    private final String key = camelCase(name());

    Field(Of of) {
        this.of = of;
    }

    Of of() {
        return of;
    }

    boolean isDecimal() {
        return switch (this) {
            case TOTAL, QUANTITY, UNIT_PRICE, AMOUNT, DISCOUNT, TAX, TENDER_AMOUNT -> true;
            default -> false;
        };
    }

    /** The longest value taken, in characters. */
    int longest() {
        return switch (this) {
            case DESCRIPTION -> 1_024;
            case SKU, COUPON -> 256;
            default -> 64;
        };
    }

    /** The name in mappings, and in the event where the contract has the field. */
    String key() {
        return key;
    }

    private static String camelCase(String name) {
        var words = name.toLowerCase(Locale.ROOT).split("_", -1);
        return words.length == 1
                ? words[0]
                : words[0]
                        + words[1].substring(0, 1).toUpperCase(Locale.ROOT)
                        + words[1].substring(1);
    }
}
