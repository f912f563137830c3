// The JSON in front of the tensors: types, shapes, and where each one's bytes are. The format: https://github.com/huggingface/safetensors#format
package dev.jacobi.array.file;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metadata of a file, and its tensors in the order of their bytes, which follow each other without a gap. */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> tensors) {
    /** More than this many bytes of JSON are refused by others, too. */
    static final int MOST_BYTES = 100_000_000;
    private static final String METADATA = "__metadata__";

    /** A tensor's bytes begin and end so far behind the header. */
    record Entry(String key, ElementType type, long[] shape, long begin, long end) {
    }

    /** All bytes of the tensors together. */
    long dataBytes() {
        return tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end();
    }

    static SafetensorsHeader parse(byte[] json, String name) throws ArrayFileException {
        Object root;
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
            if (!text.startsWith("{")) {
                throw new ArrayFileException(name + " is no .safetensors file: there is no JSON object behind its first eight bytes.");
            }
            root = Json.parse(text);
        } catch (Json.Malformed | CharacterCodingException e) {
            String why = e instanceof Json.Malformed ? e.getMessage() : "it is not UTF-8";
            throw new ArrayFileException(name + " is corrupt: its header is not the JSON of a .safetensors file, as " + why + ".", e);
        }
        var metadata = new LinkedHashMap<String, String>();
        var tensors = new ArrayList<Entry>();
        for (var e : ((Map<?, ?>) root).entrySet()) {
            String key = (String) e.getKey();
            if (!(e.getValue() instanceof Map<?, ?> fields)) {
                throw corrupt(name, key, "is described by no object");
            }
            if (key.equals(METADATA)) {
                metadata(fields, metadata, name);
            } else {
                tensors.add(entry(key, fields, name));
            }
        }
        // of tensors at the same place the empty ones come first
        tensors.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long at = 0;
        for (Entry t : tensors) {
            if (t.begin != at) {
                throw corrupt(name, t.key, "begins at byte " + t.begin + " and not behind the one before it, at " + at);
            }
            at = t.end;
        }
        return new SafetensorsHeader(metadata, List.copyOf(tensors));
    }

    private static void metadata(Map<?, ?> fields, Map<String, String> metadata, String name) throws ArrayFileException {
        for (var f : fields.entrySet()) {
            if (!(f.getValue() instanceof String s)) {
                throw new ArrayFileException(name + " is corrupt: the entry \"" + f.getKey() + "\" of its " + METADATA + " is no string.");
            }
            metadata.put((String) f.getKey(), s);
        }
    }

    private static Entry entry(String key, Map<?, ?> fields, String name) throws ArrayFileException {
        if (!(fields.get("dtype") instanceof String dtype) || !(fields.get("shape") instanceof List<?> dims) || !(fields.get("data_offsets") instanceof List<?> offsets) || fields.size() != 3
                || offsets.size() != 2 || !dims.stream().allMatch(Long.class::isInstance) || !offsets.stream().allMatch(Long.class::isInstance)) {
            throw corrupt(name, key, "has to have a dtype, a shape and two data_offsets, and nothing else");
        }
        ElementType type = ElementType.ofSafetensors(dtype);
        if (type == null) {
            throw new ArrayFileException("The tensor \"" + key + "\" in " + name + " is of type " + dtype + "; arrays in files can be of " + ElementType.names() + ".");
        }
        long[] shape = dims.stream().mapToLong(d -> (Long) d).toArray();
        long begin = (Long) offsets.get(0);
        long end = (Long) offsets.get(1);
        long bytes = ArrayData.byteCount(type, shape);
        if (bytes < 0 || end - begin != bytes) {
            throw corrupt(name, key, "has " + (end - begin) + " bytes by its offsets and " + (bytes < 0 ? "more than can be" : bytes + "") + " by its shape");
        }
        return new Entry(key, type, shape, begin, end);
    }

    private static ArrayFileException corrupt(String name, String key, String why) {
        return new ArrayFileException(name + " is corrupt: the tensor \"" + key + "\" " + why + ".");
    }

    /** Lays tensors out with the largest elements first, so that each one's place is a multiple of its elements' size. */
    static SafetensorsHeader of(Map<String, ArrayData> arrays, Map<String, String> metadata) {
        var keys = new ArrayList<String>(arrays.keySet());
        keys.sort(Comparator.<String>comparingInt(k -> -arrays.get(k).type().bytes()).thenComparing(Comparator.naturalOrder()));
        var tensors = new ArrayList<Entry>();
        long at = 0;
        for (String key : keys) {
            ArrayData a = arrays.get(key);
            if (a.type().safetensors() == null || key.equals(METADATA)) {
                throw new IllegalArgumentException("The array \"" + key + "\" of type " + a.dtype() + " cannot be written to a .safetensors file, which has "
                        + (key.equals(METADATA) ? "another use for that name." : "no such type; an .npz file has."));
            }
            long end = at + a.littleEndianRowMajor().remaining();
            tensors.add(new Entry(key, a.type(), a.shape(), at, end));
            at = end;
        }
        return new SafetensorsHeader(metadata, tensors);
    }

    /** The first bytes of the file: the length of the JSON, and the JSON, made longer by blanks so that the tensors begin at a multiple of eight. */
    byte[] bytes() {
        var json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append(Json.quoted(METADATA)).append(":{");
            metadata.forEach((k, v) -> json.append(json.charAt(json.length() - 1) == '{' ? "" : ",").append(Json.quoted(k)).append(':').append(Json.quoted(v)));
            json.append('}');
        }
        for (Entry t : tensors) {
            json.append(json.length() == 1 ? "" : ",").append(Json.quoted(t.key)).append(":{\"dtype\":\"").append(t.type.safetensors()).append("\",\"shape\":")
                    .append(Arrays.toString(t.shape).replace(" ", "")).append(",\"data_offsets\":[").append(t.begin).append(',').append(t.end).append("]}");
        }
        json.append('}');
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        int length = (text.length + 7) / 8 * 8;
        ByteBuffer b = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text);
        while (b.hasRemaining()) {
            b.put((byte) ' ');
        }
        return b.array();
    }
}
