package dev.jacobi.array.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes what JSON a header of tensors has: objects, arrays, strings, and whole numbers that are not negative. Strict: what else JSON allows, and what it does not, is an error. */
final class Json {
    private static final int DEEPEST = 16;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** What is wrong with a text, as the second half of a sentence. */
    static final class Malformed extends Exception {
        Malformed(String why) {
            super(why);
        }
    }

    /** A {@code Map<String, Object>}, {@code List<Object>}, {@code String} or {@code Long}. */
    static Object parse(String text) throws Malformed {
        var json = new Json(text);
        Object value = json.value();
        if (json.peek() != 0 || json.at < text.length()) {
            throw json.malformed("something follows the end");
        }
        return value;
    }

    private Object value() throws Malformed {
        char c = peek();
        if (c == '{' || c == '[') {
            if (++depth > DEEPEST) {
                throw malformed("it is nested too deep");
            }
            Object inside = c == '{' ? object() : array();
            depth--;
            return inside;
        }
        return c == '"' ? string() : number();
    }

    private Map<String, Object> object() throws Malformed {
        var all = new LinkedHashMap<String, Object>();
        at++;
        if (accept('}')) {
            return all;
        }
        do {
            if (peek() != '"') {
                throw malformed("a name is missing");
            }
            String key = string();
            expect(':');
            if (all.put(key, value()) != null) {
                throw malformed("the name \"" + key + "\" is there twice");
            }
        } while (accept(','));
        expect('}');
        return all;
    }

    private List<Object> array() throws Malformed {
        var all = new ArrayList<Object>();
        at++;
        if (accept(']')) {
            return all;
        }
        do {
            all.add(value());
        } while (accept(','));
        expect(']');
        return all;
    }

    private Long number() throws Malformed {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from || at - from > 18 || at - from > 1 && text.charAt(from) == '0') {
            at = from;
            throw malformed("an object, an array, a string or a whole number is missing");
        }
        return Long.parseLong(text.substring(from, at));
    }

    private String string() throws Malformed {
        var s = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw malformed("a string has a control character in it");
            }
            s.append(c == '\\' ? escaped() : c);
        }
        if (at >= text.length()) {
            throw malformed("a string has no end");
        }
        at++;
        return s.toString();
    }

    private char escaped() throws Malformed {
        int which = at < text.length() ? "\"\\/bfnrtu".indexOf(text.charAt(at)) : -1;
        if (which < 0) {
            throw malformed("a backslash is followed by nothing that it may stand for");
        }
        at++;
        if (which < 8) {
            return "\"\\/\b\f\n\r\t".charAt(which);
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw malformed("\\u is not followed by four digits");
            }
            code = 16 * code + digit;
            at++;
        }
        return (char) code;
    }

    /** The next character that is no blank, or 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean accept(char c) {
        boolean is = peek() == c;
        at += is ? 1 : 0;
        return is;
    }

    private void expect(char c) throws Malformed {
        if (!accept(c)) {
            throw malformed("there is no " + c);
        }
    }

    private Malformed malformed(String why) {
        return new Malformed(why + " at character " + at);
    }

    /** A string with its quotes. */
    static String quoted(String s) {
        var q = new StringBuilder("\"");
        for (char c : s.toCharArray()) {
            int which = "\"\\\b\f\n\r\t".indexOf(c);
            if (which >= 0) {
                q.append('\\').append("\"\\bfnrt".charAt(which));
            } else if (c < ' ' || Character.isSurrogate(c)) {
                q.append(String.format("\\u%04x", (int) c));
            } else {
                q.append(c);
            }
        }
        return q.append('"').toString();
    }
}
