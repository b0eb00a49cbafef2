package dev.musubi.connectors.mailbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/**
 * The words of a mail: its first plain text that is no attachment, else its first HTML without the
 * tags. Looks no deeper than {@value #DEEPEST} levels and at no more than {@value #MOST_PARTS}
 * parts, without recursion; a mail inside the mail is an attachment.
 */
final class MailText {

    static final int DEEPEST = 20;
    static final int MOST_PARTS = 1_000;

    private static final int LONGEST = 256 * 1024;

    private @Nullable String plain;
    private @Nullable String html;

    private MailText() {}

    /** The words, empty where there are none. */
    static String of(Part mail) {
        MailText text = new MailText();
        text.look(mail);
        if (text.plain != null) {
            return text.plain;
        }
        return text.html == null ? "" : Jsoup.parse(text.html).wholeText();
    }

    private record Place(Part part, int depth) {}

    private void look(Part mail) {
        Deque<Place> places = new ArrayDeque<>();
        places.push(new Place(mail, 0));
        for (int seen = 0; !places.isEmpty() && plain == null && seen < MOST_PARTS; seen++) {
            Place place = places.pop();
            try {
                look(place, places);
            } catch (MessagingException | IOException broken) {
                // The other parts may be whole; a mail is not lost over one that is not.
            }
        }
    }

    private void look(Place place, Deque<Place> places) throws MessagingException, IOException {
        Part part = place.part();
        ContentType type = type(part);
        if (Part.ATTACHMENT.equalsIgnoreCase(disposition(part))) {
            return;
        }
        if (type.match("multipart/*")) {
            if (place.depth() < DEEPEST) {
                MimeMultipart parts = new MimeMultipart(part.getDataHandler().getDataSource());
                int count = Math.min(MOST_PARTS, parts.getCount());
                for (int i = count - 1; i >= 0; i--) {
                    BodyPart one = parts.getBodyPart(i);
                    places.push(new Place(one, place.depth() + 1));
                }
            }
        } else if (type.match("text/plain")) {
            plain = MailCharsets.text(decoded(part), type.getParameter("charset"));
        } else if (type.match("text/html") && html == null) {
            html = MailCharsets.text(decoded(part), type.getParameter("charset"));
        }
    }

    private static ContentType type(Part part) throws MessagingException {
        String header = part.getContentType();
        try {
            return new ContentType(header == null ? "text/plain" : header);
        } catch (ParseException unreadable) {
            boolean html = header.toLowerCase(Locale.ROOT).startsWith("text/html");
            return new ContentType(html ? "text/html" : "text/plain");
        }
    }

    private static @Nullable String disposition(Part part) {
        try {
            return part.getDisposition();
        } catch (MessagingException unreadable) {
            return null;
        }
    }

    /** What can be decoded; a broken transfer encoding ends the text where it breaks. */
    private static byte[] decoded(Part part) throws MessagingException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream stream = part.getInputStream()) {
            byte[] piece = new byte[8_192];
            while (bytes.size() < LONGEST) {
                int count = stream.read(piece);
                if (count < 0) {
                    break;
                }
                bytes.write(piece, 0, count);
            }
        } catch (IOException broken) {
            if (bytes.size() == 0) {
                throw broken;
            }
        }
        return bytes.toByteArray();
    }
}
