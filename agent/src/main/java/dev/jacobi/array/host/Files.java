package dev.jacobi.array.host;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.file.ArrayData;
import dev.jacobi.array.file.NpyFile;
import dev.jacobi.array.file.NpyInput;
import dev.jacobi.array.file.NpzFile;
import dev.jacobi.array.file.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Stored arrays in files. */
public final class Files {
    private Files() {
    }

    /** Writes an .npy file, in parts, so that it may be larger than 2 GB. */
    public static void save(Path file, NDArray x) throws IOException {
        NpyFile.write(file, x.dtype().text(), new StoredElements(x).shape(), out -> ToJava.write(x, out));
    }

    /** Reads an .npy file. */
    public static NDArray load(Path file) throws IOException {
        try (NpyInput in = NpyFile.open(file)) {
            return FromJava.read(in::read, DType.named(in.dtype()), shape(in.shape(), file.toString()));
        }
    }

    private static int[] shape(long[] shape, String name) {
        return Arrays.stream(shape).mapToInt(n -> {
            if (n > Integer.MAX_VALUE) {
                throw new JacobiException("An array in " + name + " has the shape " + Arrays.toString(shape) + "; the most elements along an axis are " + Integer.MAX_VALUE + ".");
            }
            return (int) n;
        }).toArray();
    }

    /** Reads all arrays of an .npz file. */
    public static Map<String, NDArray> loadAll(Path file) throws IOException {
        return arrays(NpzFile.read(file), file);
    }

    /** Writes an .npz file, packed or not. */
    public static void saveAll(Path file, Map<String, NDArray> arrays, boolean packed) throws IOException {
        NpzFile.write(file, data(arrays), packed);
    }

    /** Reads the tensors of a .safetensors file. */
    public static Map<String, NDArray> loadTensors(Path file) throws IOException {
        return arrays(SafetensorsFile.read(file).tensors(), file);
    }

    /** The strings that a .safetensors file says about itself. */
    public static Map<String, String> metadata(Path file) throws IOException {
        return SafetensorsFile.read(file).metadata();
    }

    /** Writes a .safetensors file. */
    public static void saveTensors(Path file, Map<String, NDArray> arrays, Map<String, String> metadata) throws IOException {
        new SafetensorsFile(data(arrays), metadata).write(file);
    }

    private static Map<String, NDArray> arrays(Map<String, ArrayData> data, Path file) {
        var out = new LinkedHashMap<String, NDArray>();
        data.forEach((name, d) -> out.put(name, FromJava.of(d.littleEndianRowMajor(), DType.named(d.dtype()), shape(d.shape(), file.toString()))));
        return out;
    }

    private static Map<String, ArrayData> data(Map<String, NDArray> arrays) {
        var out = new LinkedHashMap<String, ArrayData>();
        arrays.forEach((name, x) -> out.put(name, new ArrayData(x.dtype().text(), new StoredElements(x).shape(), ByteBuffer.wrap(ToJava.bytes(x)))));
        return out;
    }
}
