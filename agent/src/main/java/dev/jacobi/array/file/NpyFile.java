package dev.jacobi.array.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** NumPy's files of one array, {@code .npy}: what {@code np.save} writes, versions 1 to 3, either byte order, C or Fortran order. */
public final class NpyFile {
    private NpyFile() {
    }

    /** What hands over an array's bytes in parts. */
    @FunctionalInterface
    public interface Parts {
        /**
         * Writes all elements, in row-major order and little-endian.
         *
         * @param out takes them, in as many writes as are needed
         * @throws IOException if they cannot be written
         */
        void writeTo(WritableByteChannel out) throws IOException;
    }

    /**
     * Reads the array of a file.
     *
     * @param file an .npy file
     * @return the array
     * @throws ArrayFileException if there is no such file, or it is no .npy file, truncated, corrupt, of a type that is not among those of {@link ArrayData}, larger than 2 GB, or longer than its array
     * @throws IOException if the file cannot be read
     */
    public static ArrayData read(Path file) throws IOException {
        try (NpyInput in = open(file)) {
            ArrayData a = in.all();
            if (in.hasMore()) {
                throw new ArrayFileException(file + " has bytes behind its array of " + a.dtype() + " of shape " + Arrays.toString(a.shape())
                        + ". Where several arrays follow each other, NpyFile.read(InputStream, String) reads one after the other.");
            }
            return a;
        }
    }

    /**
     * Reads an array from a stream, and none of the bytes behind it.
     *
     * @param in stands at the beginning of an .npy file; stays open
     * @param name what messages call the file
     * @return the array
     * @throws ArrayFileException if there is no .npy file in the stream, or it is truncated, corrupt, of a type that is not among those of {@link ArrayData}, or larger than 2 GB
     * @throws IOException if the stream cannot be read
     */
    public static ArrayData read(InputStream in, String name) throws IOException {
        return new NpyInput(in, name).all();
    }

    /**
     * Opens a file whose array is read in parts.
     *
     * @param file an .npy file
     * @return the file behind its header, to be closed
     * @throws ArrayFileException if there is no such file, it is no .npy file, or its header is corrupt or of a type that is not among those of {@link ArrayData}, or it is shorter than its array
     * @throws IOException if the file cannot be read
     */
    public static NpyInput open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(input(file), 1 << 16);
        try {
            var npy = new NpyInput(in, file.toString());
            if (Files.isRegularFile(file) && Files.size(file) < npy.byteCount()) {
                throw new ArrayFileException(file + " is truncated: its array of " + npy.dtype() + " of shape " + Arrays.toString(npy.shape()) + " has " + npy.byteCount() + " bytes; the whole file has "
                        + Files.size(file) + ".");
            }
            return npy;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    static InputStream input(Path file) throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new ArrayFileException("There is no file " + file + ".", e);
        }
    }

    /**
     * Writes a file, which is there when it is whole.
     *
     * @param file where to; what is there is replaced
     * @param array what to write
     * @throws ArrayFileException if the file cannot be written; what was there before is still there
     */
    public static void write(Path file, ArrayData array) throws IOException {
        write(file, array.dtype(), array.shape(), out -> WholeFile.all(out, array.littleEndianRowMajor()));
    }

    /**
     * Writes a file of an array that is handed over in parts, so that it may be larger than a buffer.
     *
     * @param file where to; what is there is replaced
     * @param dtype NumPy's name of the element type, as in {@link ArrayData}
     * @param shape the length of each axis
     * @param parts writes the elements
     * @throws ArrayFileException if the file cannot be written; what was there before is still there
     * @throws IllegalArgumentException if there is no such type or shape, or the parts have other than the bytes of such an array
     */
    public static void write(Path file, String dtype, long[] shape, Parts parts) throws IOException {
        long expected = ArrayData.byteCount(dtype, shape);
        byte[] header = new NpyHeader(ElementType.ofNumpy(dtype), false, false, shape).bytes();
        WholeFile.write(file, out -> {
            WholeFile.all(out, ByteBuffer.wrap(header));
            var counted = new Counted(out);
            parts.writeTo(counted);
            if (counted.bytes != expected) {
                throw new IllegalArgumentException("An array of " + dtype + " of shape " + Arrays.toString(shape) + " has " + expected + " bytes; the parts have " + counted.bytes + ".");
            }
        });
    }

    /**
     * Writes an array to a stream, as a file would have it.
     *
     * @param out where to; stays open
     * @param array what to write
     * @throws IOException if the stream cannot be written
     */
    public static void write(OutputStream out, ArrayData array) throws IOException {
        out.write(header(array));
        WholeFile.all(Channels.newChannel(out), array.littleEndianRowMajor());
    }

    static byte[] header(ArrayData array) {
        return new NpyHeader(array.type(), false, false, array.shape()).bytes();
    }

    /** Counts the bytes that go through. */
    private static final class Counted implements WritableByteChannel {
        private final WritableByteChannel out;
        private long bytes;

        Counted(WritableByteChannel out) {
            this.out = out;
        }

        @Override
        public int write(ByteBuffer part) throws IOException {
            int n = out.write(part);
            bytes += n;
            return n;
        }

        @Override
        public boolean isOpen() {
            return out.isOpen();
        }

        @Override
        public void close() {
            // the file is closed by who opened it
        }
    }
}
