package dev.jacobi.array.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the Python dictionary of a header: strings, True and False, and tuples of whole numbers, which is all that an array of plain elements has. */
final class NpyDictionary {
    private final String text;
    private final String name;
    private int at;

    NpyDictionary(String text, String name) {
        this.text = text;
        this.name = name;
    }

    NpyHeader header() throws ArrayFileException {
        Map<String, Object> entries = entries();
        if (!(entries.get("fortran_order") instanceof Boolean fortran) || !(entries.get("shape") instanceof long[] shape) || !(entries.get("descr") instanceof String descr) || entries.size() != 3) {
            throw corrupt("it has to have 'descr', 'fortran_order' and 'shape', and nothing else");
        }
        char order = descr.isEmpty() ? ' ' : descr.charAt(0);
        boolean ordered = "<>=|".indexOf(order) >= 0;
        ElementType type = descr.equals("bfloat16") ? ElementType.BFLOAT16 : ElementType.ofLetter(ordered ? descr.substring(1) : descr);
        if (type == null) {
            throw new ArrayFileException(name + " has elements of NumPy's type '" + descr + "'" + (descr.endsWith("O") ? ", Python objects, which would have to be executed to be read" : "")
                    + "; arrays in files can be of " + ElementType.names() + ".");
        }
        if (ArrayData.byteCount(type, shape) < 0) {
            throw corrupt("no array has its shape");
        }
        return new NpyHeader(type, order == '>', fortran, shape);
    }

    private Map<String, Object> entries() throws ArrayFileException {
        var all = new TreeMap<String, Object>();
        expect('{');
        while (!accept('}')) {
            String key = string();
            expect(':');
            if (all.put(key, value()) != null) {
                throw corrupt("it has '" + key + "' twice");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        if (peek() != 0) {
            throw corrupt("something follows the dictionary");
        }
        return all;
    }

    private Object value() throws ArrayFileException {
        char c = peek();
        if (c == '(') {
            return tuple();
        }
        if (c == '[') {
            throw new ArrayFileException(name + " has structures with fields as elements; arrays in files can be of " + ElementType.names() + ".");
        }
        if (c == '\'' || c == '"') {
            return string();
        }
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw corrupt("character " + at + " begins no value");
    }

    private long[] tuple() throws ArrayFileException {
        var all = new ArrayList<Long>();
        expect('(');
        while (!accept(')')) {
            peek();
            int from = at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
                at++;
            }
            if (at == from || at - from > 18) {
                throw corrupt("character " + from + " begins no length of an axis");
            }
            all.add(Long.parseLong(text.substring(from, at)));
            // Python 2 wrote long integers so
            accept('L');
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    private String string() throws ArrayFileException {
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw corrupt("character " + at + " begins no string");
        }
        String s = text.substring(at + 1, end);
        at = end + 1;
        return s;
    }

    /** The next character that is no blank, or 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean accept(char c) {
        boolean is = peek() == c;
        at += is ? 1 : 0;
        return is;
    }

    private void expect(char c) throws ArrayFileException {
        if (!accept(c)) {
            throw corrupt("there is no " + c + " at character " + at);
        }
    }

    private ArrayFileException corrupt(String why) {
        return new ArrayFileException(name + " is corrupt: the header does not describe an array, because " + why + ".");
    }
}
