package dev.jacobi.backend.saved;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes data and reads it: records and enums of Jacobi's, enum constants of programs, lists, maps, numbers, texts, bytes. Nothing else is made when it is read. */
final class RecordCodec {
    private static final String OURS = "dev.jacobi.";

    private enum Tag { NULL, BOOLEAN, BYTE, SHORT, CHAR, INT, LONG, FLOAT, DOUBLE, TEXT, BYTES, LIST, MAP, ENUM, RECORD }

    private final ClassLoader loader;

    /** Classes of programs are looked up by {@code loader}, which is not asked where data is written. */
    RecordCodec(ClassLoader loader) {
        this.loader = loader;
    }

    void write(Object v, DataOutputStream to) throws IOException {
        Tag tag = tag(v);
        to.writeByte(tag.ordinal());
        switch (tag) {
            case NULL -> { }
            case BOOLEAN -> to.writeBoolean((Boolean) v);
            case BYTE -> to.writeByte((Byte) v);
            case SHORT -> to.writeShort((Short) v);
            case CHAR -> to.writeChar((Character) v);
            case INT -> to.writeInt((Integer) v);
            case LONG -> to.writeLong((Long) v);
            case FLOAT -> to.writeFloat((Float) v);
            case DOUBLE -> to.writeDouble((Double) v);
            case TEXT -> text((String) v, to);
            case BYTES -> {
                to.writeInt(((byte[]) v).length);
                to.write((byte[]) v);
            }
            case LIST -> {
                to.writeInt(((List<?>) v).size());
                for (Object x : (List<?>) v) {
                    write(x, to);
                }
            }
            case MAP -> {
                to.writeInt(((Map<?, ?>) v).size());
                for (Map.Entry<?, ?> e : ((Map<?, ?>) v).entrySet()) {
                    write(e.getKey(), to);
                    write(e.getValue(), to);
                }
            }
            case ENUM -> {
                text(((Enum<?>) v).getDeclaringClass().getName(), to);
                text(((Enum<?>) v).name(), to);
            }
            case RECORD -> record(v, to);
        }
    }

    private static Tag tag(Object v) {
        if (v == null) {
            return Tag.NULL;
        }
        Tag number = v instanceof Boolean ? Tag.BOOLEAN : v instanceof Byte ? Tag.BYTE : v instanceof Short ? Tag.SHORT : v instanceof Character ? Tag.CHAR : v instanceof Integer ? Tag.INT
            : v instanceof Long ? Tag.LONG : v instanceof Float ? Tag.FLOAT : v instanceof Double ? Tag.DOUBLE : null;
        Tag tag = number != null ? number : v instanceof String ? Tag.TEXT : v instanceof byte[] ? Tag.BYTES : v instanceof List ? Tag.LIST : v instanceof Map ? Tag.MAP
            : v instanceof Enum ? Tag.ENUM : v instanceof Record && v.getClass().getName().startsWith(OURS) ? Tag.RECORD : null;
        if (tag == null) {
            throw new IllegalArgumentException("a " + v.getClass().getName() + " cannot be kept in a file");
        }
        return tag;
    }

    private void record(Object v, DataOutputStream to) throws IOException {
        text(v.getClass().getName(), to);
        RecordComponent[] all = v.getClass().getRecordComponents();
        to.writeByte(all.length);
        for (RecordComponent c : all) {
            try {
                c.getAccessor().setAccessible(true);
                write(c.getAccessor().invoke(v), to);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void text(String s, DataOutputStream to) throws IOException {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    /** What {@link #write} wrote. Throws an IOException, or a RuntimeException, where that cannot be read. */
    Object read(DataInputStream from) throws IOException {
        int n = from.readUnsignedByte();
        if (n >= Tag.values().length) {
            throw new IOException("there is no data of the kind " + n);
        }
        return switch (Tag.values()[n]) {
            case NULL -> null;
            case BOOLEAN -> from.readBoolean();
            case BYTE -> from.readByte();
            case SHORT -> from.readShort();
            case CHAR -> from.readChar();
            case INT -> from.readInt();
            case LONG -> from.readLong();
            case FLOAT -> from.readFloat();
            case DOUBLE -> from.readDouble();
            case TEXT -> text(from);
            case BYTES -> bytes(from);
            case LIST -> list(from);
            case MAP -> map(from);
            case ENUM -> constant(from);
            case RECORD -> record(from);
        };
    }

    private static byte[] bytes(DataInputStream from) throws IOException {
        int n = from.readInt();
        byte[] out = from.readNBytes(Math.max(0, n));
        if (out.length != n) {
            throw new IOException("it ends too early");
        }
        return out;
    }

    private static String text(DataInputStream from) throws IOException {
        return new String(bytes(from), StandardCharsets.UTF_8);
    }

    private List<Object> list(DataInputStream from) throws IOException {
        int n = from.readInt();
        var out = new ArrayList<Object>();
        for (int k = 0; k < n; k++) {
            out.add(read(from));
        }
        return out;
    }

    private Map<Object, Object> map(DataInputStream from) throws IOException {
        int n = from.readInt();
        var out = new LinkedHashMap<Object, Object>();
        for (int k = 0; k < n; k++) {
            Object key = read(from);
            out.put(key, read(from));
        }
        return out;
    }

    private Object constant(DataInputStream from) throws IOException {
        String owner = text(from);
        String name = text(from);
        Class<?> c = type(owner, loader);
        return Arrays.stream(c.isEnum() ? c.getEnumConstants() : new Object[0]).filter(x -> ((Enum<?>) x).name().equals(name)).findFirst()
            .orElseThrow(() -> new IOException("there is no constant " + owner + "." + name));
    }

    /** One of the engine's own, or one that another loader sees. */
    private static Class<?> type(String name, ClassLoader otherwise) throws IOException {
        try {
            return Class.forName(name, false, RecordCodec.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            try {
                return Class.forName(name, false, otherwise);
            } catch (ClassNotFoundException | LinkageError again) {
                throw new IOException("there is no class " + name);
            }
        }
    }

    private Object record(DataInputStream from) throws IOException {
        String name = text(from);
        Class<?> c = name.startsWith(OURS) ? type(name, loader) : null;
        if (c == null || !c.isRecord()) {
            throw new IOException("there is no record " + name);
        }
        RecordComponent[] all = c.getRecordComponents();
        if (from.readUnsignedByte() != all.length) {
            throw new IOException("the record " + name + " has other parts");
        }
        var parts = new Object[all.length];
        for (int k = 0; k < parts.length; k++) {
            parts[k] = read(from);
        }
        try {
            Constructor<?> make = c.getDeclaredConstructor(Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new));
            make.setAccessible(true);
            return make.newInstance(parts);
        } catch (ReflectiveOperationException e) {
            throw new IOException("the record " + name + " cannot be made of its parts");
        }
    }
}
