package dev.jacobi.array.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@code .safetensors} file holds: tensors with names, as models' weights are published, and a map of strings about them.
 *
 * @param tensors the arrays by name; of a file that was read, in the order of their bytes
 * @param metadata what the file says about itself; often empty
 */
public record SafetensorsFile(Map<String, ArrayData> tensors, Map<String, String> metadata) {
    /** Keeps copies of both maps. */
    public SafetensorsFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Reads a file. It may be larger than 2 GB, each of its tensors not.
     *
     * @param file a .safetensors file
     * @return its tensors and metadata
     * @throws ArrayFileException if there is no such file, or it is no .safetensors file, truncated, corrupt, longer than its tensors, or has a tensor of another type than those of {@link ArrayData} or
     *     larger than 2 GB
     * @throws IOException if the file cannot be read
     */
    public static SafetensorsFile read(Path file) throws IOException {
        try (var in = new BufferedInputStream(NpyFile.input(file), 1 << 16)) {
            return read(in, file.toString(), Files.isRegularFile(file) ? Files.size(file) : Long.MAX_VALUE);
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param in stands at the beginning of a .safetensors file; stays open
     * @param name what messages call the file
     * @return its tensors and metadata
     * @throws ArrayFileException as {@link #read(Path)}
     * @throws IOException if the stream cannot be read
     */
    public static SafetensorsFile read(InputStream in, String name) throws IOException {
        return read(in, name, Long.MAX_VALUE);
    }

    private static SafetensorsFile read(InputStream in, String name, long fileBytes) throws IOException {
        byte[] size = in.readNBytes(8);
        long length = size.length < 8 ? -1 : ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > SafetensorsHeader.MOST_BYTES) {
            throw new ArrayFileException(name + " is no .safetensors file: it does not begin with the length of a header" + (size.length < 8 ? "." : ", but with the number " + length + "."));
        }
        byte[] json = in.readNBytes((int) length);
        if (json.length < length) {
            throw new ArrayFileException(name + " is truncated, or no .safetensors file: it ends in the header.");
        }
        SafetensorsHeader header = SafetensorsHeader.parse(json, name);
        if (fileBytes != Long.MAX_VALUE && fileBytes - 8 - length < header.dataBytes()) {
            throw truncated(name, header, fileBytes - 8 - length);
        }
        var tensors = new LinkedHashMap<String, ArrayData>();
        for (SafetensorsHeader.Entry t : header.tensors()) {
            long n = t.end() - t.begin();
            if (n > Integer.MAX_VALUE - 16) {
                throw new ArrayFileException("The tensor \"" + t.key() + "\" in " + name + " has " + n + " bytes; at most 2 GB can be read at once.");
            }
            byte[] bytes = in.readNBytes((int) n);
            if (bytes.length < n) {
                throw truncated(name, header, t.begin() + bytes.length);
            }
            if (t.type() == ElementType.BOOL) {
                Layouts.normalise(bytes, 0, bytes.length);
            }
            tensors.put(t.key(), new ArrayData(t.type().numpy(), t.shape(), ByteBuffer.wrap(bytes)));
        }
        if (in.read() >= 0) {
            throw new ArrayFileException(name + " is corrupt: there are bytes behind its last tensor.");
        }
        return new SafetensorsFile(tensors, header.metadata());
    }

    private static ArrayFileException truncated(String name, SafetensorsHeader header, long there) {
        return new ArrayFileException(name + " is truncated: its tensors have " + header.dataBytes() + " bytes, of which " + there + " are there.");
    }

    /**
     * Writes a file, which is there when it is whole.
     *
     * @param file where to; what is there is replaced
     * @throws ArrayFileException if the file cannot be written; what was there before is still there
     * @throws IllegalArgumentException if a tensor is of type {@code complex128}, or has the name {@code __metadata__}
     */
    public void write(Path file) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.of(tensors, metadata);
        WholeFile.write(file, out -> {
            WholeFile.all(out, ByteBuffer.wrap(header.bytes()));
            for (SafetensorsHeader.Entry t : header.tensors()) {
                WholeFile.all(out, tensors.get(t.key()).littleEndianRowMajor());
            }
        });
    }
}
