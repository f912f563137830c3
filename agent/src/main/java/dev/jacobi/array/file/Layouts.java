package dev.jacobi.array.file;

/** Other orders of bytes and elements made into the one that arrays are given in. */
final class Layouts {
    private Layouts() {
    }

    /** Reverses each word of so many bytes in place. */
    static void swap(byte[] bytes, int from, int length, int word) {
        for (int i = from; i < from + length; i += word) {
            for (int a = i, b = i + word - 1; a < b; a++, b--) {
                byte t = bytes[a];
                bytes[a] = bytes[b];
                bytes[b] = t;
            }
        }
    }

    /** Makes each byte that is not 0 a 1, as compiled code expects of a bool. */
    static void normalise(byte[] bools, int from, int length) {
        for (int i = from; i < from + length; i++) {
            bools[i] = (byte) (bools[i] != 0 ? 1 : 0);
        }
    }

    /** Elements whose first axis varies fastest, put so that the last does. */
    static byte[] rowMajor(byte[] columns, long[] shape, int size) {
        var rows = new byte[columns.length];
        var index = new long[shape.length];
        var strides = new long[shape.length];
        long stride = size;
        for (int k = 0; k < shape.length; k++) {
            strides[k] = stride;
            stride *= shape[k];
        }
        long from = 0;
        for (int to = 0; to < rows.length; to += size) {
            System.arraycopy(columns, (int) from, rows, to, size);
            for (int k = shape.length - 1; k >= 0; k--) {
                from += strides[k];
                if (++index[k] < shape[k]) {
                    break;
                }
                from -= strides[k] * shape[k];
                index[k] = 0;
            }
        }
        return rows;
    }
}
