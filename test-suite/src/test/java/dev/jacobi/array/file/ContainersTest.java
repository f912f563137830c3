// Files of several arrays against those that NumPy and safetensors wrote, what is said of damaged ones, and ours read by Python.
package dev.jacobi.array.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainersTest {
    private static final Map<String, String> METADATA = Map.of("format", "np", "maker", "caf\u00e9");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void npzOfNumPyIsReadAndWritten(String name) throws IOException {
        Map<String, ArrayData> expected = Recorded.arraysOf(name);
        assertEquals(3, expected.size());
        assertEquals(expected, NpzFile.read(Recorded.copy(folder, name)));
        assertEquals(expected, NpzFile.read(new ByteArrayInputStream(Recorded.bytes(name)), name));
        Path ours = folder.resolve("ours.npz");
        for (boolean deflated : new boolean[] {false, true}) {
            NpzFile.write(ours, expected, deflated);
            assertEquals(expected, NpzFile.read(ours));
            assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(NpzFile.read(Files.newInputStream(ours), "ours").keySet()));
        }
    }

    @Test
    void damagedNpzIsSaidToBe() throws IOException {
        byte[] whole = Recorded.bytes("stored.npz");
        byte[] flipped = whole.clone();
        // in the elements of the first array, behind 30 bytes of the zip, the name, its extra field and 128 bytes of header
        flipped[30 + "weights.npy".length() + 20 + 128 + 3] ^= 4;
        npz("do not have its checksum", flipped);
        npz("is no .npz file, or damaged", Arrays.copyOf(whole, whole.length / 2));
        npz("is no .npz file, or damaged", new byte[] {1, 2, 3});
        assertTrue(assertThrows(ArrayFileException.class, () -> NpzFile.read(new ByteArrayInputStream(flipped), "s")).getMessage().startsWith("s is no .npz file, or damaged: invalid entry CRC"));
        Path other = folder.resolve("other.npz");
        try (var zip = new ZipOutputStream(Files.newOutputStream(other))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertTrue(assertThrows(ArrayFileException.class, () -> NpzFile.read(other)).getMessage().contains("has a file readme.txt in it, which is no array"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NpzFile.write(other, Map.of("../x", Recorded.arrays().get("int8.npy")), true)).getMessage().contains("lead to no other folder"));
    }

    private void npz(String why, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("damaged.npz"), bytes);
        String said = assertThrows(ArrayFileException.class, () -> NpzFile.read(file)).getMessage();
        assertTrue(said.contains(why), said);
    }

    @Test
    void safetensorsAreReadAndWritten() throws IOException {
        Map<String, ArrayData> expected = Recorded.arraysOf("all.safetensors");
        assertEquals(18, expected.size());
        SafetensorsFile theirs = SafetensorsFile.read(Recorded.copy(folder, "all.safetensors"));
        assertEquals(expected, theirs.tensors());
        assertEquals(METADATA, theirs.metadata());
        assertEquals(theirs, SafetensorsFile.read(new ByteArrayInputStream(Recorded.bytes("all.safetensors")), "stream"));
        Path ours = folder.resolve("ours.safetensors");
        new SafetensorsFile(expected, METADATA).write(ours);
        assertEquals(theirs, SafetensorsFile.read(ours));
        new SafetensorsFile(Map.of(), Map.of()).write(ours);
        assertEquals(new SafetensorsFile(Map.of(), Map.of()), SafetensorsFile.read(ours));
    }

    /** Each tensor's place is a multiple of the size of its elements, in the file, too. */
    @Test
    void tensorsAreAligned() throws IOException {
        SafetensorsHeader header = SafetensorsHeader.of(Recorded.arraysOf("all.safetensors"), METADATA);
        assertEquals(0, header.bytes().length % 8);
        for (SafetensorsHeader.Entry t : header.tensors()) {
            assertEquals(0, t.begin() % t.type().bytes(), t.key());
        }
        byte[] json = header.bytes();
        SafetensorsHeader again = SafetensorsHeader.parse(Arrays.copyOfRange(json, 8, json.length), "ours");
        assertEquals(header.tensors().stream().map(SafetensorsHeader.Entry::key).toList(), again.tensors().stream().map(SafetensorsHeader.Entry::key).toList());
    }

    @Test
    void corruptSafetensorsAreRefused() throws IOException {
        String a = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        safetensors("is truncated: its tensors have 8 bytes, of which 3 are there", a + "}", 3);
        safetensors("there are bytes behind its last tensor", a + "}", 9);
        safetensors("begins at byte 9 and not behind the one before it, at 8", a + ",\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[9,10]}}", 10);
        safetensors("begins at byte 4 and not behind", a + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8);
        safetensors("has 8 bytes by its offsets and 12 by its shape", a.replace("[2]", "[3]") + "}", 12);
        safetensors("more than can be by its shape", a.replace("[2]", "[4000000000,4000000000]") + "}", 12);
        safetensors("has to have a dtype, a shape and two data_offsets", a.replace("\"shape\":[2],", "") + "}", 8);
        safetensors("is of type F8_E4M3; arrays in files can be of bool", a.replace("F32", "F8_E4M3") + "}", 8);
        safetensors("the name \"a\" is there twice", a + "," + a.substring(1) + "}", 8);
        safetensors("is no string", "{\"__metadata__\":{\"a\":1}}", 0);
        for (String broken : List.of("{ ", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":[1,]}", "{\"a\":01}", "{\"a\":-1}", "{\"a\":1.5}", "{\"a\":null}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{a:1}", "{\"a\":1,}",
                "{\"a\":\"b", "{\"a\":\"\n\"}", "{\"a\":" + "[".repeat(20000))) {
            safetensors("is corrupt: its header is not the JSON of a .safetensors file, as ", broken, 0);
        }
        safetensors("there is no JSON object", "[]", 0);
        Path file = Files.write(folder.resolve("b.safetensors"), new byte[] {1, 2});
        assertTrue(assertThrows(ArrayFileException.class, () -> SafetensorsFile.read(file)).getMessage().endsWith("is no .safetensors file: it does not begin with the length of a header."));
        Files.write(file, Arrays.copyOf(Recorded.bytes("all.safetensors"), 100));
        assertTrue(assertThrows(ArrayFileException.class, () -> SafetensorsFile.read(file)).getMessage().endsWith("it ends in the header."));
        Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'});
        assertTrue(assertThrows(ArrayFileException.class, () -> SafetensorsFile.read(file)).getMessage().contains("but with the number -1."));
        var complex = new SafetensorsFile(Map.of("z", Recorded.arrays().get("complex128.npy")), Map.of());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> complex.write(file)).getMessage().contains("no such type; an .npz file has"));
    }

    private void safetensors(String why, String json, int dataBytes) throws IOException {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer b = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text);
        Path file = Files.write(folder.resolve("a.safetensors"), b.array());
        String said = assertThrows(ArrayFileException.class, () -> SafetensorsFile.read(file), json).getMessage();
        assertTrue(said.contains(why), said);
    }

    /** NumPy and safetensors read our files; -Djacobi.test.python=FILE names a Python that has both and ml_dtypes. */
    @Test
    void pythonReadsOurs() throws IOException, InterruptedException {
        String python = System.getProperty("jacobi.test.python");
        Assumptions.assumeTrue(python != null && Files.isExecutable(Path.of(python)), "-Djacobi.test.python=FILE names no Python");
        var arrays = new LinkedHashMap<String, ArrayData>();
        new TreeMap<>(Recorded.arraysOf("all.safetensors")).forEach((k, a) -> arrays.put(k.replaceAll("\\W", "_"), a));
        NpzFile.write(folder.resolve("stored.npz"), arrays, false);
        NpzFile.write(folder.resolve("deflated.npz"), arrays, true);
        new SafetensorsFile(Recorded.arraysOf("all.safetensors"), METADATA).write(folder.resolve("ours.safetensors"));
        NpyFile.write(folder.resolve("ours.npy"), Recorded.arrays().get("complex128.npy"));
        Files.write(folder.resolve("theirs.safetensors"), Recorded.bytes("all.safetensors"));
        Path script = Files.writeString(folder.resolve("check.py"), String.join("\n", "import re, ml_dtypes, numpy as np, safetensors, safetensors.numpy as s",
                "theirs, ours = s.load_file('theirs.safetensors'), s.load_file('ours.safetensors')",
                "assert sorted(theirs) == sorted(ours) and len(ours) == 18",
                "for k, a in theirs.items(): assert a.dtype == ours[k].dtype and a.shape == ours[k].shape and a.tobytes() == ours[k].tobytes(), k",
                "assert safetensors.safe_open('ours.safetensors', 'np').metadata() == {'format': 'np', 'maker': 'caf\\u00e9'}",
                "for f in 'stored.npz', 'deflated.npz':",
                "    z = np.load(f)",
                "    assert len(z.files) == 18",
                "    for k, a in theirs.items():",
                "        b = z[re.sub(r'\\W', '_', k)]",
                "        assert (a.dtype == b.dtype or b.dtype == 'V2') and a.shape == b.shape and a.tobytes() == b.tobytes(), k",
                "a = np.load('ours.npy')",
                "assert a.dtype == 'complex128' and a.shape == (2, 3)",
                "print('all read')"));
        Process p = new ProcessBuilder(python, script.toString()).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(p.waitFor(60, TimeUnit.SECONDS));
        assertEquals("all read\n", said);
        assertArrayEquals(new long[] {2, 3}, NpyFile.read(folder.resolve("ours.npy")).shape());
    }
}
