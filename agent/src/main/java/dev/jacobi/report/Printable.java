package dev.jacobi.report;

/**
 * Text that people will read, made fit for a terminal and for a file in UTF-8. Class files may give a class or a method nearly any name: with escape
 * sequences that a terminal would obey, with line feeds that make one line of a log look like two, with marks that turn the direction of writing
 * round, with half of a surrogate pair, which no encoding of text can hold. All of these are written as in Java source, {@code \}{@code u001b}.
 */
public final class Printable {
    private Printable() {
    }

    /** The text with everything that is not printed as itself written as in Java source. */
    public static String of(String text) {
        if (text == null) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (mustBeEscaped(text, i)) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (mustBeEscaped(text, i)) {
                escape(out, text.charAt(i));
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    /** Appends a UTF-16 unit as in Java source and JSON. */
    static void escape(StringBuilder out, char c) {
        out.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit(c >> 8 & 15, 16))
            .append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
    }

    /** Whether the unit at a place is a control or format character, a separator of lines, or half of a pair that is not there. */
    static boolean mustBeEscaped(String text, int i) {
        char c = text.charAt(i);
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
            || c >= 0xfffe;
    }
}
