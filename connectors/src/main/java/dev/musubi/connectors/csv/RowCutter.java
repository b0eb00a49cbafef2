package dev.musubi.connectors.csv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** From the bytes of one row to its cells, strictly: no byte is guessed. Not thread safe. */
public final class RowCutter {
    private final CharsetDecoder decoder;
    private final Cells cells;

    public RowCutter(Format format) {
        this.decoder =
                Charset.forName(format.charset())
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.cells = new Cells(format);
    }

    /** Cuts bytes that are all of a row. */
    public RawRow cut(long line, byte[] raw) {
        var text = decode(raw);
        if (text == null) {
            return new RawRow.Broken(line, raw, invalid(raw));
        }
        return switch (cells.cut(text)) {
            case Cells.Cut.Whole(var whole) -> new RawRow.Cells(line, raw, whole);
            case Cells.Cut.Malformed(var reason) -> new RawRow.Broken(line, raw, reason);
            case Cells.Cut.Open(var cell) ->
                    new RawRow.Broken(
                            line, raw, "the quote that opens column " + cell + " is not closed");
        };
    }

    Cells cells() {
        return cells;
    }

    /** The text of bytes; null where the charset does not know them. */
    @Nullable String decode(byte[] bytes) {
        try {
            return decoder.decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    String invalid(byte[] bytes) {
        var rest = ByteBuffer.wrap(bytes);
        decoder.reset();
        decoder.decode(rest, CharBuffer.allocate(bytes.length + 1), true);
        return "byte " + (rest.position() + 1) + " is not " + decoder.charset().name();
    }
}
