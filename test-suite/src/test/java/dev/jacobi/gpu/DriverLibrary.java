// A shared library for x86-64 Linux, written byte by byte: an NVIDIA driver that the loader takes and that has only a few functions.
package dev.jacobi.gpu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * System V ABI, "Executable and Linkable Format": a header, program headers, a hash table of one chain, symbols, their names and code make the segment that
 * is read and run, the table of the dynamic linker the one that is written. There are no sections, which only linkers read.
 */
final class DriverLibrary {
    private static final String NAME = "libcuda.so.1";
    private static final int HEADERS = 64 + 4 * 56;
    private static final int PAGE = 4096;

    private DriverLibrary() {
    }

    /** Machine code of a function that returns a number: {@code mov eax, n; ret}. */
    static byte[] returning(int n) {
        return ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0xb8).putInt(n).put((byte) 0xc3).array();
    }

    /** Machine code of a function that stores a number where its argument points to and returns 0: {@code mov dword [rdi], n; xor eax, eax; ret}. */
    static byte[] storing(int n) {
        return ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0xc7).put((byte) 7).putInt(n).put((byte) 0x31).put((byte) 0xc0).put((byte) 0xc3).array();
    }

    /** Writes the library, as the loader looks for it in a folder of {@code LD_LIBRARY_PATH}. */
    static void write(Path folder, Map<String, byte[]> functions) throws IOException {
        List<String> names = List.copyOf(functions.keySet());
        var strings = new ByteArrayOutputStream();
        strings.write(0);
        int soname = string(strings, NAME);
        var at = new ArrayList<Integer>();
        for (String name : names) {
            at.add(string(strings, name));
        }
        int symbols = names.size() + 1;
        int hash = HEADERS;
        int table = hash + 4 * (3 + symbols + symbols % 2);
        int text = table + 24 * symbols;
        int code = text + strings.size();
        ByteBuffer b = ByteBuffer.allocate(PAGE + 16 * 7).order(ByteOrder.LITTLE_ENDIAN);
        int end = code + functions.values().stream().mapToInt(f -> f.length).sum();
        header(b);
        segment(b, 1, 5, 0, end);
        segment(b, 1, 6, PAGE, 16 * 7);
        segment(b, 2, 6, PAGE, 16 * 7);
        // the stack is not to be run
        segment(b, 0x6474e551, 6, 0, 0);
        // one bucket, whose chain goes through all symbols
        b.position(hash).putInt(1).putInt(symbols).putInt(1).putInt(0);
        for (int k = 1; k < symbols; k++) {
            b.putInt((k + 1) % symbols);
        }
        b.position(table + 24);
        int value = code;
        for (int k = 0; k < names.size(); k++) {
            int size = functions.get(names.get(k)).length;
            b.putInt(at.get(k)).put((byte) 0x12).put((byte) 0).putShort((short) 1).putLong(value).putLong(size);
            value += size;
        }
        b.position(text).put(strings.toByteArray());
        names.forEach(name -> b.put(functions.get(name)));
        b.position(PAGE);
        long[] dynamic = {4, hash, 5, text, 6, table, 10, strings.size(), 11, 24, 14, soname, 0, 0};
        for (long word : dynamic) {
            b.putLong(word);
        }
        Files.write(folder.resolve(NAME), b.array());
    }

    private static int string(ByteArrayOutputStream to, String s) throws IOException {
        int at = to.size();
        to.write(s.getBytes(StandardCharsets.US_ASCII));
        to.write(0);
        return at;
    }

    /** 64 bits, little-endian; a shared object for x86-64 with four program headers. */
    private static void header(ByteBuffer b) {
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).position(16);
        b.putShort((short) 3).putShort((short) 62).putInt(1).putLong(0).putLong(64).putLong(0).putInt(0);
        b.putShort((short) 64).putShort((short) 56).putShort((short) 4).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }

    private static void segment(ByteBuffer b, int type, int flags, long at, long size) {
        b.putInt(type).putInt(flags).putLong(at).putLong(at).putLong(at).putLong(size).putLong(size).putLong(PAGE);
    }
}
