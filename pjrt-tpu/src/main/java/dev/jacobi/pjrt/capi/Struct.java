package dev.jacobi.pjrt.capi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Layout of one structure of the PJRT C interface on a 64-bit machine. {@code index} is the number of the function that takes it, or -1 for a
 * structure that is part of others; {@code size} is what its first field says, the end of the last field that this version of the client knows.
 */
public record Struct(String name, int index, int size, Map<String, Field> fields) {
    /** A field: its offset and its width, 1 (bool), 4 (int, enum, float) or 8 bytes. */
    public record Field(int offset, int width) {
    }

    /** A line of {@link Layouts}: {@code name index size field@offset:width ...}, where a width of 8 is left out. */
    static Struct parse(String line) {
        String[] words = line.trim().split(" +");
        var fields = new LinkedHashMap<String, Field>();
        for (int i = 3; i < words.length; i++) {
            String[] parts = words[i].split("[@:]");
            fields.put(parts[0], new Field(Integer.parseInt(parts[1]), parts.length > 2 ? Integer.parseInt(parts[2]) : 8));
        }
        return new Struct(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), fields);
    }

    /** Bytes that a C compiler gives it: {@link #size} rounded up to a multiple of 8. */
    int allocated() {
        return (size + 7) / 8 * 8;
    }

    /** The field of this name. */
    public Field field(String field) {
        Field f = fields.get(field);
        if (f == null) {
            throw new IllegalArgumentException(name + " has no field " + field);
        }
        return f;
    }
}
