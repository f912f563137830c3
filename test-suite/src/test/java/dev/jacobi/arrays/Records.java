package dev.jacobi.arrays;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What JAX computed for the rows of a table, by the hash of the row's text; README.txt beside the files has the format. */
record Records(Map<Long, List<Recorded>> rows) {
    private static final int MAGIC = 0x3152434A;

    /** What was recorded for a case. */
    enum Status { REFUSED, VALUE, GRADIENT, CHECKSUM }

    /** Results in the order of a tree's leaves; none if JAX refused the call. */
    record Recorded(Status status, List<RawArray> results) {}

    static Records of(String table) {
        try (InputStream file = Records.class.getResourceAsStream(table + ".bin.gz")) {
            if (file == null) {
                return new Records(Map.of());
            }
            return read(ByteBuffer.wrap(new GZIPInputStream(file).readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Records read(ByteBuffer in) {
        if (in.getInt() != MAGIC) {
            throw new IllegalStateException("the file of records does not begin with JCR1");
        }
        int rows = in.getInt();
        var all = new HashMap<Long, List<Recorded>>();
        for (int r = 0; r < rows; r++) {
            long hash = in.getLong();
            int cases = in.getInt();
            in.getInt();
            var list = new ArrayList<Recorded>(cases);
            for (int c = 0; c < cases; c++) {
                list.add(recorded(in));
            }
            all.put(hash, list);
        }
        return new Records(all);
    }

    private static Recorded recorded(ByteBuffer in) {
        Status status = Status.values()[in.get()];
        int n = in.get() & 0xFF;
        var results = new ArrayList<RawArray>(n);
        for (int k = 0; k < n; k++) {
            ElementType type = ElementType.values()[in.get()];
            boolean weak = in.get() != 0;
            int[] dims = new int[in.get()];
            for (int d = 0; d < dims.length; d++) {
                dims[d] = in.getInt();
            }
            byte[] data = new byte[type.bytes * RawArray.size(dims)];
            in.get(data);
            results.add(new RawArray(type, weak, dims, data));
        }
        return new Recorded(status, results);
    }
}
