// Files of one array against those that NumPy wrote, and what is said of damaged ones.
package dev.jacobi.array.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
    @TempDir
    Path folder;

    private static Map<String, ArrayData> recorded() {
        var npy = new TreeMap<>(Recorded.arrays());
        npy.keySet().removeIf(k -> !k.endsWith(".npy"));
        return npy;
    }

    @Test
    void readsWhatNumPyWrote() throws IOException {
        Map<String, ArrayData> all = recorded();
        assertTrue(all.size() >= 28, all.keySet().toString());
        for (var e : all.entrySet()) {
            assertEquals(e.getValue(), NpyFile.read(Recorded.copy(folder, e.getKey())), e.getKey());
            assertEquals(e.getValue(), NpyFile.read(new ByteArrayInputStream(Recorded.bytes(e.getKey())), e.getKey()), e.getKey());
        }
    }

    @Test
    void writesTheBytesThatNumPyWrites() throws IOException {
        int compared = 0;
        for (var e : recorded().entrySet()) {
            if (!e.getKey().matches(".*-big.*|columns.*|version.*")) {
                Path file = folder.resolve("ours.npy");
                NpyFile.write(file, e.getValue());
                assertArrayEquals(Recorded.bytes(e.getKey()), Files.readAllBytes(file), e.getKey());
                compared++;
            }
        }
        assertEquals(17, compared);
    }

    @Test
    void readsInParts() throws IOException {
        for (String name : List.of("complex128.npy", "float64-big.npy", "columns-big.npy")) {
            try (NpyInput in = NpyFile.open(Recorded.copy(folder, name))) {
                ArrayData expected = recorded().get(name);
                assertEquals(expected.dtype(), in.dtype());
                assertArrayEquals(expected.shape(), in.shape());
                var all = new ByteArrayOutputStream();
                // not a multiple of an element's size
                ByteBuffer part = ByteBuffer.allocate(27);
                while (in.read(part) >= 0) {
                    all.write(part.array(), 0, part.position());
                    part.clear();
                }
                assertEquals(in.byteCount(), all.size());
                assertEquals(expected, new ArrayData(expected.dtype(), expected.shape(), ByteBuffer.wrap(all.toByteArray())), name);
            }
        }
    }

    @Test
    void readsArraysThatFollowEachOther() throws IOException {
        var two = new ByteArrayOutputStream();
        two.write(Recorded.bytes("int16.npy"));
        two.write(Recorded.bytes("columns.npy"));
        var in = new ByteArrayInputStream(two.toByteArray());
        assertEquals(recorded().get("int16.npy"), NpyFile.read(in, "two"));
        assertEquals(recorded().get("columns.npy"), NpyFile.read(in, "two"));
        Path file = Files.write(folder.resolve("two.npy"), two.toByteArray());
        refused("two.npy has bytes behind its array of int16 of shape [2, 3]", file);
    }

    @Test
    void whatHasManyAxesIsOfVersionTwo() throws IOException {
        var shape = new long[30_000];
        Arrays.fill(shape, 1);
        var a = new ArrayData("int8", shape, ByteBuffer.wrap(new byte[] {7}));
        Path file = folder.resolve("axes.npy");
        NpyFile.write(file, a);
        assertEquals(2, Files.readAllBytes(file)[6]);
        assertEquals(a, NpyFile.read(file));
    }

    @Test
    void truncatedFilesAreSaidToBe() throws IOException {
        byte[] whole = Recorded.bytes("float32.npy");
        for (int n : new int[] {7, 9, 50, 128, 130, whole.length - 1}) {
            refused("is truncated", Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, n)));
            assertTrue(assertThrows(ArrayFileException.class, () -> NpyFile.read(new ByteArrayInputStream(whole, 0, n), "the stream")).getMessage().startsWith("the stream is truncated: "));
        }
        refused("is no .npy file", Files.write(folder.resolve("cut.npy"), new byte[0]));
        refused("There is no file ", folder.resolve("nothing.npy"));
    }

    @Test
    void objectsAndStructuresAreRefused() throws IOException {
        refused("Python objects, which would have to be executed", Recorded.copy(folder, "objects.npy"));
        refused("structures with fields", Recorded.copy(folder, "records.npy"));
        refused("NumPy's type '<U2'", Recorded.copy(folder, "strings.npy"));
    }

    @Test
    void corruptHeadersAreRefused() throws IOException {
        refused("has version 4.0", Files.write(folder.resolve("h.npy"), new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 4, 0, 0, 0}));
        for (String text : List.of("", "{}", "{'descr': '<f4'", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -1), }", "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': True}", "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}", "{'descr: <f4}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x", "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999, 999999999999999999)}")) {
            refused("is corrupt: the header does not describe an array", header(text));
        }
        refused("is truncated", header("{'descr': '<f4', 'fortran_order': False, 'shape': (3000000000,)}"));
        Path large = header("{'descr': '<f4', 'fortran_order': False, 'shape': (3000000000,)}");
        assertTrue(assertThrows(ArrayFileException.class, () -> NpyFile.read(new ByteArrayInputStream(Files.readAllBytes(large)), "large")).getMessage().endsWith("NpyFile.open reads it in parts."));
    }

    private Path header(String text) throws IOException {
        byte[] t = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer b = ByteBuffer.allocate(10 + t.length).order(ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putChar((char) t.length).put(t);
        return Files.write(folder.resolve("h.npy"), b.array());
    }

    /** An array of five gigabytes is read from where there are none; its first elements are right, and what is missing is said. */
    @Test
    void largeArraysAreReadAndWrittenInParts() throws IOException {
        byte[] start = Files.readAllBytes(header("{'descr': '>i4', 'fortran_order': False, 'shape': (1500000000,)}"));
        byte[] file = Arrays.copyOf(start, start.length + 8);
        file[start.length + 3] = 5;
        try (var in = new NpyInput(new ByteArrayInputStream(file), "large")) {
            ByteBuffer part = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(6_000_000_000L, in.byteCount());
            assertEquals(8, in.read(part));
            assertEquals(5, part.getInt(0));
            part.clear();
            assertTrue(assertThrows(ArrayFileException.class, () -> in.read(part)).getMessage().contains("has 6000000000 bytes, of which 8 are there"));
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NpyFile.write(folder.resolve("p.npy"), "int32", new long[] {4}, out -> out.write(ByteBuffer.allocate(12)))).getMessage()
                .contains("has 16 bytes; the parts have 12"));
        NpyFile.write(folder.resolve("p.npy"), "int32", new long[] {4}, out -> {
            out.write(ByteBuffer.wrap(new byte[12]));
            out.write(ByteBuffer.wrap(new byte[] {1, 0, 0, 0}));
        });
        assertEquals(1, NpyFile.read(folder.resolve("p.npy")).littleEndianRowMajor().getInt(12));
    }

    @Test
    void whatCannotBeWrittenChangesNothing() throws IOException {
        ArrayData a = recorded().get("int32.npy");
        assertTrue(assertThrows(ArrayFileException.class, () -> NpyFile.write(folder.resolve("no/such.npy"), a)).getMessage().endsWith("no does not exist. Nothing was changed."));
        assertTrue(assertThrows(ArrayFileException.class, () -> NpyFile.write(folder, a)).getMessage().endsWith("it is a folder."));
        Path file = folder.resolve("a.npy");
        NpyFile.write(file, a);
        String said = assertThrows(ArrayFileException.class, () -> NpyFile.write(file, "int8", new long[] {1}, out -> {
            throw new IOException("No space left on device");
        })).getMessage();
        assertEquals("Cannot write " + file + ": No space left on device. Nothing was changed.", said);
        assertEquals(a, NpyFile.read(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void arraysThatAreNoneAreRefused() {
        ByteBuffer eight = ByteBuffer.allocate(8);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new ArrayData("float128", new long[] {1}, eight)).getMessage().startsWith("There is no element type float128"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new ArrayData("float32", new long[] {3}, eight)).getMessage().endsWith("has 12 bytes; the buffer has 8."));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new ArrayData("float32", new long[] {-1}, eight)).getMessage().contains("negative length"));
    }

    private static void refused(String why, Path file) {
        String said = assertThrows(ArrayFileException.class, () -> NpyFile.read(file)).getMessage();
        assertTrue(said.contains(why) && said.endsWith("."), said);
    }
}
