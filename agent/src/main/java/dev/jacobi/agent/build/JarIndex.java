package dev.jacobi.agent.build;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Adds to the finished jar the table of where its classes stand that the engine's loader reads them by ({@code dev.jacobi.boot.ClassIndex} says what it looks like). It names places in the file, so
 * it is written behind all entries, by hand: the file's directory is read, the table takes its place, and the directory follows with one entry more.
 */
public final class JarIndex {
    private static final String ENTRY = "dev/jacobi/boot/classes.index";
    private static final String ENDING = ".class";
    private static final int HEAD = 12;
    private static final int SLOT = 16;
    /** Bytes of an entry's header, of its line in the directory, and of the directory's end, without the names. */
    private static final int HEADER = 30;
    private static final int LINE = 46;
    private static final int END = 22;
    private static final int HEADER_MARK = 0x04034b50;
    private static final int LINE_MARK = 0x02014b50;
    private static final int END_MARK = 0x06054b50;

    /** A class: its name, where its entry's name begins, the bytes from there to the class file, and the length of that, negative for what the boot loader never has. */
    private record Place(String name, int at, int head, int length) {
    }

    private JarIndex() {
    }

    /** Adds it to a jar that has none, in place. {@code apart} are the packages, with slashes, that the boot loader never has, {@code build} the number of the build. */
    public static void append(Path jar, Set<String> apart, int build) throws IOException {
        try (var file = new RandomAccessFile(jar.toFile(), "rw")) {
            ByteBuffer end = read(file, file.length() - END, END);
            if (end.getInt(0) != END_MARK) {
                throw new IOException(jar + " has a comment at its end");
            }
            int from = end.getInt(16);
            ByteBuffer directory = read(file, from, end.getInt(12));
            byte[] name = ENTRY.getBytes(StandardCharsets.UTF_8);
            List<Place> places = places(file, directory, apart);
            int slots = 2 * Integer.highestOneBit(places.size() * 3 / 2);
            int size = HEAD + SLOT * slots;
            byte[] table = table(places, slots, (int) file.length() + HEADER + LINE + 2 * name.length + size, build);
            file.seek(from);
            file.write(header(name, table).array());
            file.write(table);
            long to = file.getFilePointer();
            file.write(directory.array());
            file.write(line(name, table, from).array());
            end.putShort(8, (short) (end.getShort(8) + 1)).putShort(10, (short) (end.getShort(10) + 1)).putInt(12, directory.capacity() + LINE + name.length).putInt(16, (int) to);
            file.write(end.array());
        }
    }

    private static ByteBuffer read(RandomAccessFile file, long from, int length) throws IOException {
        var bytes = new byte[length];
        file.seek(from);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Of all classes of ours that are stored as they are. */
    private static List<Place> places(RandomAccessFile file, ByteBuffer directory, Set<String> apart) throws IOException {
        List<Place> places = new ArrayList<>();
        for (int at = 0; at < directory.capacity(); ) {
            int length = directory.getShort(at + 28);
            var name = new String(directory.array(), at + LINE, length, StandardCharsets.UTF_8);
            if (directory.getShort(at + 10) == 0 && name.startsWith("dev/jacobi/") && name.endsWith(ENDING)) {
                int header = directory.getInt(at + 42);
                ByteBuffer read = read(file, header, HEADER);
                int size = directory.getInt(at + 24);
                String type = name.substring(0, name.length() - ENDING.length());
                places.add(new Place(type.replace('/', '.'), header + HEADER, read.getShort(26) + read.getShort(28), apart.contains(type.substring(0, type.lastIndexOf('/'))) ? -size : size));
            }
            at += LINE + length + directory.getShort(at + 30) + directory.getShort(at + 32);
        }
        return places;
    }

    private static byte[] table(List<Place> places, int slots, int fileLength, int build) {
        ByteBuffer out = ByteBuffer.allocate(HEAD + SLOT * slots).putInt(fileLength).putInt(slots).putInt(build);
        for (Place p : places) {
            int s = p.name.hashCode() & slots - 1;
            while (out.getInt(HEAD + SLOT * s + 12) != 0) {
                if (out.getInt(HEAD + SLOT * s) == p.name.hashCode() && (out.getInt(HEAD + SLOT * s + 12) < 0) != (p.length < 0)) {
                    throw new IllegalStateException("Another class has the same hash code as " + p.name + ", and only one of them is the boot loader's; rename one");
                }
                s = s + 1 & slots - 1;
            }
            out.position(HEAD + SLOT * s);
            out.putInt(p.name.hashCode()).putInt(p.at).putInt(p.head).putInt(p.length);
        }
        return out.array();
    }

    private static ByteBuffer header(byte[] name, byte[] table) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + name.length).order(ByteOrder.LITTLE_ENDIAN).putInt(HEADER_MARK);
        return stored(out, table).putShort((short) name.length).putShort((short) 0).put(name);
    }

    private static ByteBuffer line(byte[] name, byte[] table, int header) {
        ByteBuffer out = ByteBuffer.allocate(LINE + name.length).order(ByteOrder.LITTLE_ENDIAN).putInt(LINE_MARK).putShort((short) 10);
        return stored(out, table).putShort((short) name.length).position(42).putInt(header).put(name);
    }

    /** What both say of it: the version that reads it, no flags, stored, the first of January 1980, the checksum, and its length, twice. */
    private static ByteBuffer stored(ByteBuffer out, byte[] table) {
        var sum = new CRC32();
        sum.update(table);
        return out.putShort((short) 10).putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0x21).putInt((int) sum.getValue()).putInt(table.length).putInt(table.length);
    }
}
