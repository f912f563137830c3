package dev.jacobi.boot;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where the engine's classes stand in the agent's jar. A first compilation loads some six hundred, and finding each by the jar's directory and opening a stream on it takes a JVM that has just started longer
 * than reading it. The last step of building the jar ({@code JarIndex}) writes the table: its length of the whole file tells whether somebody has put the jar together anew since; then there is no index.
 *
 * <p>All numbers are ints. First the file's length, the number of slots, a power of two, and the {@link BuildNumber}; then the slots, four numbers each: the hash code of the class's name, where the entry's name begins in
 * the file, the bytes from there to the class file, and the class file's length, which is 0 in free slots and negative for what the boot loader never has. A class is in the first slot from its hash code on that has it, before a free one.
 */
final class ClassIndex {
    /** The entry of the jar that holds it. */
    static final String ENTRY = "dev/jacobi/boot/classes.index";
    static final int HEAD = 12;
    static final int SLOT = 16;
    private final RandomAccessFile file;
    private final ByteBuffer table;
    private final int slots;

    private ClassIndex(RandomAccessFile file, ByteBuffer table) {
        this.file = file;
        this.table = table;
        this.slots = table.getInt(4);
    }

    /** Null when the jar has none that fits it. */
    static ClassIndex of(ZipFile jar, File path) throws IOException {
        ZipEntry entry = jar.getEntry(ENTRY);
        if (entry == null) {
            return null;
        }
        var table = new byte[(int) entry.getSize()];
        try (InputStream in = jar.getInputStream(entry)) {
            in.readNBytes(table, 0, table.length);
        }
        var file = new RandomAccessFile(path, "r");
        var read = ByteBuffer.wrap(table);
        if (table.length < HEAD || read.getInt(0) != file.length() || table.length != HEAD + SLOT * read.getInt(4)) {
            file.close();
            return null;
        }
        return new ClassIndex(file, read);
    }

    /** The number of the jar's build. */
    int build() {
        return table.getInt(8);
    }

    /** Whether a class is one that the boot loader never has; true for some others, too. */
    boolean hasApart(String name) {
        int hash = name.hashCode();
        for (int s = hash & slots - 1; ; s = s + 1 & slots - 1) {
            int length = table.getInt(HEAD + SLOT * s + 12);
            if (length == 0 || length < 0 && table.getInt(HEAD + SLOT * s) == hash) {
                return length != 0;
            }
        }
    }

    /** The class file of a class, {@code path} in the jar; null when it is not in the index. */
    ByteBuffer read(String name, String path) throws IOException {
        int hash = name.hashCode();
        for (int s = hash & slots - 1; ; s = s + 1 & slots - 1) {
            int at = HEAD + SLOT * s;
            int length = table.getInt(at + 12);
            if (length == 0) {
                return null;
            }
            if (table.getInt(at) == hash) {
                int head = table.getInt(at + 8);
                var bytes = new byte[head + Math.abs(length)];
                read(table.getInt(at + 4), bytes);
                // another name may have the same hash code
                if (head >= path.length() && new String(bytes, 0, path.length(), StandardCharsets.ISO_8859_1).equals(path)) {
                    return ByteBuffer.wrap(bytes, head, Math.abs(length));
                }
            }
        }
    }

    private void read(int from, byte[] to) throws IOException {
        synchronized (file) {
            file.seek(from);
            file.readFully(to);
        }
    }
}
