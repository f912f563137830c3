package dev.jacobi.array.file;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** NumPy's files of several arrays with names, {@code .npz}: what {@code np.savez} and {@code np.savez_compressed} write, a zip of .npy files. */
public final class NpzFile {
    private static final String SUFFIX = ".npy";
    private static final int BUFFER = 1 << 16;
    /** The earliest time that a zip can name: files of the same arrays are the same. */
    private static final long NO_TIME = 315_532_800_000L;

    private NpzFile() {
    }

    /**
     * Reads all arrays of a file.
     *
     * @param file an .npz file
     * @return the arrays by name, in the file's order
     * @throws ArrayFileException if there is no such file, it is no zip of .npy files, or damaged, or has an array that {@link NpyFile#read(Path)} does not read
     * @throws IOException if the file cannot be read
     */
    public static Map<String, ArrayData> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new ArrayFileException("There is no file " + file + ".");
        }
        var arrays = new LinkedHashMap<String, ArrayData>();
        try (var zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                var crc = new CRC32();
                try (var in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
                    add(arrays, entry.getName(), in, file.toString());
                }
                if (crc.getValue() != entry.getCrc()) {
                    throw new ArrayFileException(file + " is damaged: the bytes of " + entry.getName() + " do not have its checksum.");
                }
            }
        } catch (ZipException e) {
            throw new ArrayFileException(file + " is no .npz file, or damaged: " + e.getMessage() + ".", e);
        }
        return arrays;
    }

    /**
     * Reads all arrays of a stream.
     *
     * @param in stands at the beginning of an .npz file; is read to its end, and stays open
     * @param name what messages call the file
     * @return the arrays by name, in the file's order
     * @throws ArrayFileException if the stream is no zip of .npy files, or damaged, or has an array that {@link NpyFile#read(Path)} does not read
     * @throws IOException if the stream cannot be read
     */
    public static Map<String, ArrayData> read(InputStream in, String name) throws IOException {
        var arrays = new LinkedHashMap<String, ArrayData>();
        var zip = new ZipInputStream(in);
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                add(arrays, entry.getName(), zip, name);
            }
        } catch (ZipException | EOFException e) {
            throw new ArrayFileException(name + " is no .npz file, or damaged: " + e.getMessage() + ".", e);
        }
        if (arrays.isEmpty()) {
            throw new ArrayFileException(name + " is no .npz file: there is no array in it.");
        }
        return arrays;
    }

    private static void add(Map<String, ArrayData> arrays, String entry, InputStream in, String name) throws IOException {
        if (!entry.endsWith(SUFFIX)) {
            throw new ArrayFileException(name + " has a file " + entry + " in it, which is no array: those of an .npz file end in " + SUFFIX + ".");
        }
        String key = entry.substring(0, entry.length() - SUFFIX.length());
        var npy = new NpyInput(in, entry + " in " + name);
        if (arrays.put(key, npy.all()) != null) {
            throw new ArrayFileException(name + " has two arrays of the name " + key + ".");
        }
        if (npy.hasMore()) {
            throw new ArrayFileException(entry + " in " + name + " has bytes behind its array.");
        }
    }

    /**
     * Writes a file, which is there when it is whole.
     *
     * @param file where to; what is there is replaced
     * @param arrays the arrays by name, in the order in which the file is to have them
     * @param deflated whether to compress them, as {@code np.savez_compressed} does
     * @throws ArrayFileException if the file cannot be written; what was there before is still there
     * @throws IllegalArgumentException if a name cannot be that of a file in a zip
     */
    public static void write(Path file, Map<String, ArrayData> arrays, boolean deflated) throws IOException {
        for (String key : arrays.keySet()) {
            if (key.isEmpty() || key.startsWith("/") || key.indexOf('\\') >= 0 || List.of(key.split("/", -1)).contains("..")) {
                throw new IllegalArgumentException("\"" + key + "\" cannot be the name of an array in " + file + ": names are not empty and lead to no other folder.");
            }
        }
        WholeFile.write(file, channel -> {
            var buffered = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            var zip = new ZipOutputStream(buffered);
            for (var e : arrays.entrySet()) {
                put(zip, e.getKey(), e.getValue(), deflated);
            }
            // not closed: the file is still to be forced to the disk
            zip.finish();
            buffered.flush();
        });
    }

    private static void put(ZipOutputStream zip, String key, ArrayData array, boolean deflated) throws IOException {
        var entry = new ZipEntry(key + SUFFIX);
        entry.setTime(NO_TIME);
        if (!deflated) {
            byte[] header = NpyFile.header(array);
            var crc = new CRC32();
            crc.update(header);
            crc.update(array.littleEndianRowMajor());
            entry.setMethod(ZipEntry.STORED);
            entry.setCrc(crc.getValue());
            entry.setSize(header.length + (long) array.littleEndianRowMajor().remaining());
        }
        zip.putNextEntry(entry);
        NpyFile.write((OutputStream) zip, array);
        zip.closeEntry();
    }
}
