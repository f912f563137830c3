package dev.jacobi.array.file;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An .npy file that is being read part by part, so that an array may be larger than a buffer; {@link NpyFile#open} makes one. Of arrays in Fortran order at most 2 GB can be read. */
public final class NpyInput implements Closeable {
    private static final int MOST_AT_ONCE = 1 << 20;

    private final InputStream in;
    private final String name;
    private final NpyHeader header;
    private final long byteCount;
    /** What the elements are read from in row-major order; null until columns have been made rows. */
    private InputStream elements;
    private long left;

    NpyInput(InputStream in, String name) throws IOException {
        this.in = in;
        this.name = name;
        header = NpyHeader.read(in, name);
        byteCount = ArrayData.byteCount(header.type(), header.shape());
        left = byteCount;
        // a vector is the same in both orders
        elements = header.fortranOrder() && header.shape().length > 1 ? null : in;
    }

    /**
     * NumPy's name of the element type.
     *
     * @return the name, as in {@link ArrayData}
     */
    public String dtype() {
        return header.type().numpy();
    }

    /**
     * The length of each axis.
     *
     * @return the shape, empty for a single value
     */
    public long[] shape() {
        return header.shape().clone();
    }

    /**
     * Whether the elements' bytes are in the file as {@link #read} gives them, so that the file can be mapped into memory.
     *
     * @return false for arrays in Fortran order and for big-endian ones
     */
    public boolean isInMemoryOrder() {
        return elements != null && !header.bigEndian();
    }

    /**
     * How many bytes all elements have.
     *
     * @return the number, which may be more than a buffer holds
     */
    public long byteCount() {
        return byteCount;
    }

    /**
     * Reads the next elements, in row-major order and little-endian, as many as there are or the buffer has room for.
     *
     * @param target where to put their bytes; its position moves behind them
     * @return how many bytes were put there, or -1 after the last
     * @throws ArrayFileException if the file ends too early, or the array is in Fortran order and larger than 2 GB
     * @throws IOException if the file cannot be read
     */
    public int read(ByteBuffer target) throws IOException {
        if (left == 0) {
            return -1;
        }
        if (elements == null) {
            elements = new ByteArrayInputStream(Layouts.rowMajor(readAll("is in Fortran order and "), header.shape(), header.type().bytes()));
        }
        int size = header.type().bytes();
        int done = 0;
        while (left > 0 && target.remaining() >= size) {
            int n = (int) Math.min(Math.min(left, MOST_AT_ONCE), target.remaining()) / size * size;
            byte[] part = elements.readNBytes(n);
            check(part.length, n, byteCount - left);
            target.put(converted(part));
            done += n;
            left -= n;
        }
        return done;
    }

    /** All elements of an array of which none has been read. */
    ArrayData all() throws IOException {
        byte[] bytes = readAll("");
        left = 0;
        byte[] rows = elements == null ? Layouts.rowMajor(bytes, header.shape(), header.type().bytes()) : bytes;
        return new ArrayData(dtype(), header.shape(), ByteBuffer.wrap(converted(rows)));
    }

    /** Whether there are bytes behind what has been read. */
    boolean hasMore() throws IOException {
        return in.read() >= 0;
    }

    private byte[] readAll(String why) throws IOException {
        if (byteCount > Integer.MAX_VALUE - 16) {
            throw new ArrayFileException(name + " " + why + "holds an array of " + dtype() + " of shape " + Arrays.toString(header.shape()) + ", " + byteCount
                    + " bytes; at most 2 GB can be read at once" + (why.isEmpty() ? ". NpyFile.open reads it in parts." : "; in C order it could be read in parts."));
        }
        byte[] bytes = in.readNBytes((int) byteCount);
        check(bytes.length, byteCount, 0);
        return bytes;
    }

    private void check(long got, long wanted, long before) throws ArrayFileException {
        if (got < wanted) {
            throw new ArrayFileException(name + " is truncated: its array of " + dtype() + " of shape " + Arrays.toString(header.shape()) + " has " + byteCount + " bytes, of which " + (before + got)
                    + " are there.");
        }
    }

    private byte[] converted(byte[] bytes) {
        if (header.bigEndian()) {
            Layouts.swap(bytes, 0, bytes.length, header.type().word());
        }
        if (header.type() == ElementType.BOOL) {
            Layouts.normalise(bytes, 0, bytes.length);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
