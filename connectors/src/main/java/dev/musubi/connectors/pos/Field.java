package dev.musubi.connectors.pos;

import com.fasterxml.jackson.annotation.JsonProperty;

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
        var words = name().split("_", -1);
        var key = new StringBuilder(words[0].toLowerCase(java.util.Locale.ROOT));
        for (var i = 1; i < words.length; i++) {
            key.append(words[i].charAt(0))
                    .append(words[i].substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return key.toString();
    }
}
