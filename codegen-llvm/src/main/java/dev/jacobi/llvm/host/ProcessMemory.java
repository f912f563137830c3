package dev.jacobi.llvm.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The memory of this process, read as a file: an address that is not there has no bytes, and cannot crash anything. */
public final class ProcessMemory implements AutoCloseable {
    private static final int LONGEST = 64;
    private final RandomAccessFile file;
    private final List<Range> ranges;

    /** A mapping; {@code file} is a path or empty. */
    public record Range(long from, long to, String access, String file) {
        boolean has(long address) {
            return address >= from && address < to;
        }

        boolean isReadable() {
            return access.startsWith("r");
        }

        public boolean isWritable() {
            return access.startsWith("rw");
        }

        public boolean isExecutable() {
            return access.contains("x");
        }
    }

    /** Throws where the system does not let the process look. */
    public ProcessMemory() throws IOException {
        var out = new ArrayList<Range>();
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            String[] f = line.split("\\s+", 6);
            int dash = f[0].indexOf('-');
            out.add(new Range(Long.parseUnsignedLong(f[0].substring(0, dash), 16), Long.parseUnsignedLong(f[0].substring(dash + 1), 16), f[1], f.length > 5 ? f[5] : ""));
        }
        ranges = List.copyOf(out);
        file = new RandomAccessFile("/proc/self/mem", "r");
    }

    /** The ranges of addresses that the process has, ascending. */
    public List<Range> ranges() {
        return ranges;
    }

    /** Bytes from an address on, or null. */
    ByteBuffer read(long from, int size) {
        if (from <= 0) {
            return null;
        }
        try {
            byte[] bytes = new byte[size];
            file.seek(from);
            file.readFully(bytes);
            return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        } catch (IOException e) {
            return null;
        }
    }

    /** The 8-byte word at an address, or 0. */
    long word(long at) {
        ByteBuffer b = read(at, 8);
        return b == null ? 0 : b.getLong(0);
    }

    /** The short C string at an address, or an empty one. */
    String string(long at) {
        ByteBuffer b = read(at, LONGEST);
        int n = 0;
        while (b != null && n < LONGEST && b.get(n) != 0) {
            n++;
        }
        return b == null ? "" : new String(b.array(), 0, n, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
