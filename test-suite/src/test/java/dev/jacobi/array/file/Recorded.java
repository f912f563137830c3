package dev.jacobi.array.file;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Files that NumPy and safetensors wrote, and what is in them (src/test/python/record_files.py). */
final class Recorded {
    private Recorded() {
    }

    private record Expected(String dtype, long[] shape, String bytes) {
    }

    /** The arrays by the file's name, or by the file's name, a slash and the array's name in it. */
    static Map<String, ArrayData> arrays() {
        try (var in = new InputStreamReader(Recorded.class.getResourceAsStream("expected.json"), StandardCharsets.UTF_8)) {
            Map<String, Expected> all = new Gson().fromJson(in, new TypeToken<Map<String, Expected>>() { }.getType());
            var arrays = new TreeMap<String, ArrayData>();
            all.forEach((key, e) -> arrays.put(key, new ArrayData(e.dtype, e.shape, ByteBuffer.wrap(HexFormat.of().parseHex(e.bytes)))));
            return arrays;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those in one file, by their names in it. */
    static Map<String, ArrayData> arraysOf(String file) {
        var arrays = new TreeMap<String, ArrayData>();
        arrays().forEach((key, a) -> {
            if (key.startsWith(file + "/")) {
                arrays.put(key.substring(file.length() + 1), a);
            }
        });
        return arrays;
    }

    static byte[] bytes(String file) {
        try (InputStream in = Recorded.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of a recorded file. */
    static Path copy(Path folder, String file) throws IOException {
        return Files.write(folder.resolve(file), bytes(file));
    }
}
