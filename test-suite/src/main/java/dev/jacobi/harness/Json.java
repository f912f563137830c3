// Reads JSON text into maps, lists, strings, doubles, booleans and null: enough for the agent's report.
package dev.jacobi.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small JSON reader (RFC 8259). */
public final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Parses one value; an error names the position. */
    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at != text.length()) {
            throw json.error("the end");
        }
        return value;
    }

    /** The objects that describe methods: the report itself when it is a list, else its list called {@code methods}. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> methods(String report) {
        Object value = parse(report);
        Object list = value instanceof Map<?, ?> map ? map.get("methods") : value;
        return (List<Map<String, Object>>) list;
    }

    /** {@code Class.method} of a method of the report. */
    public static String name(Map<String, Object> method) {
        String name = String.valueOf(method.get("method"));
        return name.contains("(") ? name.substring(0, name.indexOf('(')) : name;
    }

    /** Why a method of the report was left to the JVM. */
    public static String sentence(Map<String, Object> method) {
        return method.get("reason") instanceof Map<?, ?> reason ? String.valueOf(reason.get("sentence")) : "no reason given";
    }

    private Object value() {
        space();
        char c = at < text.length() ? text.charAt(at) : ' ';
        return switch (c) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        while (!take('}')) {
            space();
            String key = string();
            expect(':');
            map.put(key, value());
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        at++;
        while (!take(']')) {
            list.add(value());
            if (!take(',')) {
                expect(']');
                break;
            }
        }
        return list;
    }

    private String string() {
        if (!take('"')) {
            throw error("a string");
        }
        StringBuilder b = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            b.append(c == '\\' ? escape() : c);
        }
        expect('"');
        return b.toString();
    }

    private char escape() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
            default -> c;
        };
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (start == at) {
            throw error("a value");
        }
        return Double.valueOf(text.substring(start, at));
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw error(word);
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char c) {
        space();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw error("'" + c + "'");
        }
    }

    private IllegalArgumentException error(String wanted) {
        return new IllegalArgumentException("The JSON text should have " + wanted + " at character " + at + ".");
    }
}
