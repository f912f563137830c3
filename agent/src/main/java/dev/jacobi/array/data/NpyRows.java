package dev.jacobi.array.data;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.file.NpyFile;
import dev.jacobi.array.file.NpyInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of an .npy file, which is mapped into memory in parts, so that it may be larger than memory. */
public final class NpyRows {
    private static final long PART = 1 << 30;
    private final DType dtype;
    private final int[] shape;
    private final int rowBytes;
    private final int rowsPerPart;
    private final List<MappedByteBuffer> parts = new ArrayList<>();

    NpyRows(Path file) {
        try (NpyInput in = NpyFile.open(file); FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!in.isInMemoryOrder()) {
                throw new JacobiException("Batches.ofFiles: " + file + " is in Fortran order or big-endian, so its rows are not in the file as they are in memory; load it, and use Batches.of.");
            }
            long[] dims = in.shape();
            if (dims.length == 0 || Arrays.stream(dims).anyMatch(d -> d > Integer.MAX_VALUE)) {
                throw new JacobiException("Batches.ofFiles: the array in " + file + " has the shape " + Arrays.toString(dims) + "; give one with rows, at most " + Integer.MAX_VALUE + " of them.");
            }
            dtype = DType.named(in.dtype());
            if (dtype.isComplex()) {
                throw new JacobiException("Batches.ofFiles: the array in " + file + " is complex; load it, and use Batches.of.");
            }
            shape = Arrays.stream(dims).mapToInt(d -> (int) d).toArray();
            long row = in.byteCount() / Math.max(1, dims[0]);
            if (row > PART) {
                throw new JacobiException("Batches.ofFiles: a row of the array in " + file + " has " + row + " bytes; at most 1 GB is possible.");
            }
            rowBytes = (int) row;
            rowsPerPart = (int) Math.min(Integer.MAX_VALUE, PART / Math.max(1, row));
            long header = headerBytes(channel);
            if (Files.size(file) - in.byteCount() < header) {
                throw new JacobiException("Batches.ofFiles: " + file + " is truncated: its array has " + in.byteCount() + " bytes, of which " + (Files.size(file) - header) + " are there.");
            }
            for (long at = 0; at < dims[0] && row > 0; at += rowsPerPart) {
                parts.add(channel.map(FileChannel.MapMode.READ_ONLY, header + at * row, Math.min(rowsPerPart, dims[0] - at) * row));
            }
        } catch (IOException e) {
            throw new JacobiException("Batches.ofFiles: " + e.getMessage(), e);
        }
    }

    /** How many bytes are in front of the elements: magic, version, a length of 2 or 4 bytes, and a text of this length. */
    private static long headerBytes(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(start, 0);
        return start.get(6) == 1 ? 10 + start.getChar(8) : 12 + Integer.toUnsignedLong(start.getInt(8));
    }

    /** Files whose arrays have equally many rows. */
    public static RowSource<List<NDArray>> of(List<Path> files) {
        List<NpyRows> all = files.stream().map(NpyRows::new).toList();
        for (int k = 1; k < all.size(); k++) {
            if (all.get(k).shape[0] != all.get(0).shape[0]) {
                throw new JacobiException("Batches.ofFiles: " + files.get(0) + " has " + all.get(0).shape[0] + " rows, " + files.get(k) + " " + all.get(k).shape[0] + "; give files with equally many.");
            }
        }
        if (all.isEmpty()) {
            throw new JacobiException("Batches.ofFiles: there is no file; give some.");
        }
        return new RowSource<>() {
            @Override
            public int rows() {
                return all.get(0).shape[0];
            }

            @Override
            public List<NDArray> gather(int[] order, int from, int to) {
                return all.stream().map(f -> f.rows(order, from, to)).toList();
            }
        };
    }

    private NDArray rows(int[] order, int from, int to) {
        int[] dims = shape.clone();
        dims[0] = to - from;
        NDArray out = JavaArrays.empty(dtype, dims);
        for (int k = from; k < to && rowBytes > 0; k++) {
            ByteBuffer part = parts.get(order[k] / rowsPerPart);
            StoredBytes.block(out).view((long) (k - from) * rowBytes, rowBytes).put(part.slice(order[k] % rowsPerPart * rowBytes, rowBytes));
        }
        return out;
    }
}
