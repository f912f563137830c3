package dev.jacobi.pjrt.capi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists of names with values: strings, longs, {@code List<Long>}, floats and booleans. Read from the plugin, and written as options. */
public final class NamedValues {
    private static final int STRING = 0;
    private static final int INT64 = 1;
    private static final int INT64_LIST = 2;
    private static final int FLOAT = 3;
    private static final int BOOL = 4;
    private static final int SIZE = 56;

    private NamedValues() {
    }

    /** The list that two fields describe: an address and a number of elements. */
    public static Map<String, Object> read(NativeStruct args, String field, String count) {
        var out = new LinkedHashMap<String, Object>();
        long at = args.get(field);
        for (long i = 0; at != 0 && i < args.get(count); i++) {
            ByteBuffer b = PluginMemory.view(at, SIZE);
            long value = b.getLong(40);
            long size = b.getLong(48);
            String name = string(b.getLong(16), b.getLong(24));
            switch (b.getInt(32)) {
                case STRING -> out.put(name, string(value, size));
                case INT64 -> out.put(name, value);
                case INT64_LIST -> {
                    var list = new ArrayList<Long>();
                    for (long w : PluginMemory.words(value, size)) {
                        list.add(w);
                    }
                    out.put(name, List.copyOf(list));
                }
                case FLOAT -> out.put(name, b.getFloat(40));
                case BOOL -> out.put(name, b.get(40) != 0);
                default -> out.put(name, "?");
            }
            // Later versions may have longer elements; each says how long it is.
            at += Math.max(SIZE, b.getLong(0));
        }
        return Collections.unmodifiableMap(out);
    }

    private static String string(long address, long size) {
        return new String(PluginMemory.bytes(address, size), StandardCharsets.UTF_8);
    }

    /** Sets two fields to a list. */
    public static void write(NativeStruct args, String field, String count, Map<String, Object> values) {
        if (values.isEmpty()) {
            return;
        }
        ByteBuffer all = ByteBuffer.allocateDirect(SIZE * values.size()).order(ByteOrder.nativeOrder());
        int at = 0;
        for (Map.Entry<String, Object> e : values.entrySet()) {
            byte[] name = e.getKey().getBytes(StandardCharsets.UTF_8);
            all.putLong(at, SIZE).putLong(at + 16, args.pointer(direct(name))).putLong(at + 24, name.length);
            value(args, all, at, e.getKey(), e.getValue());
            at += SIZE;
        }
        args.set(field, args.pointer(all)).set(count, values.size());
    }

    private static void value(NativeStruct args, ByteBuffer b, int at, String name, Object value) {
        if (value instanceof String s) {
            byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
            b.putInt(at + 32, STRING).putLong(at + 40, args.pointer(direct(bytes))).putLong(at + 48, bytes.length);
        } else if (value instanceof Boolean v) {
            b.putInt(at + 32, BOOL).put(at + 40, (byte) (v ? 1 : 0)).putLong(at + 48, 1);
        } else if (value instanceof Float v) {
            b.putInt(at + 32, FLOAT).putFloat(at + 40, v).putLong(at + 48, 1);
        } else if (value instanceof Long v) {
            b.putInt(at + 32, INT64).putLong(at + 40, v).putLong(at + 48, 1);
        } else if (value instanceof List<?> list) {
            ByteBuffer words = ByteBuffer.allocateDirect(8 * Math.max(1, list.size())).order(ByteOrder.nativeOrder());
            list.forEach(x -> words.putLong((Long) x));
            b.putInt(at + 32, INT64_LIST).putLong(at + 40, args.pointer(words)).putLong(at + 48, list.size());
        } else {
            throw new IllegalArgumentException("The option " + name + " has a value that is neither a string, a Long, a Float, a Boolean nor a list of Longs.");
        }
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(Math.max(1, bytes.length)).put(bytes);
    }
}
