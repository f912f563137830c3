// The first part of an .npy file: a magic, a version, and a Python dictionary with type, order and shape. The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
package dev.jacobi.array.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the header says of the array behind it. */
record NpyHeader(ElementType type, boolean bigEndian, boolean fortranOrder, long[] shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** Longer ones are of structures with many fields, which are refused anyway. */
    private static final int MOST_BYTES = 1 << 20;
    private static final int ALIGNMENT = 64;
    /** NumPy leaves room for so many digits, so that an array can be made longer in place. */
    private static final int ROOM_FOR_LENGTH = 21;

    /** Reads as many bytes as the header has. */
    static NpyHeader read(InputStream in, String name) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 6 || !Arrays.equals(Arrays.copyOf(start, 6), MAGIC)) {
            throw new ArrayFileException(name + " is no .npy file: it does not begin with \\x93NUMPY.");
        }
        if (start.length < 8) {
            throw truncated(name);
        }
        int version = start[6] & 0xff;
        if (version < 1 || version > 3) {
            throw new ArrayFileException(name + " has version " + version + "." + (start[7] & 0xff) + " of the .npy format; versions 1, 2 and 3 can be read.");
        }
        byte[] size = in.readNBytes(version == 1 ? 2 : 4);
        if (size.length < (version == 1 ? 2 : 4)) {
            throw truncated(name);
        }
        ByteBuffer b = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
        long length = version == 1 ? b.getChar() : Integer.toUnsignedLong(b.getInt());
        if (length > MOST_BYTES) {
            throw new ArrayFileException(name + " is corrupt: it says that its header has " + length + " bytes, which no array needs.");
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw truncated(name);
        }
        return new NpyDictionary(new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1), name).header();
    }

    private static ArrayFileException truncated(String name) {
        return new ArrayFileException(name + " is truncated: it ends in the header.");
    }

    /** The header, byte by byte as NumPy writes it: version 1, or 2 where the shape needs more room. */
    byte[] bytes() {
        var dims = new StringBuilder();
        for (int i = 0; i < shape.length; i++) {
            dims.append(i == 0 ? "" : ", ").append(shape[i]);
        }
        String text = "{'descr': '" + type.descr() + "', 'fortran_order': False, 'shape': (" + dims + (shape.length == 1 ? "," : "") + "), }";
        text += shape.length == 0 ? "" : " ".repeat(ROOM_FOR_LENGTH - Long.toString(shape[0]).length());
        int version = text.length() + 1 + ALIGNMENT + 10 < 1 << 16 ? 1 : 2;
        int front = version == 1 ? 10 : 12;
        int padding = ALIGNMENT - (front + text.length() + 1) % ALIGNMENT;
        int length = text.length() + padding + 1;
        ByteBuffer b = ByteBuffer.allocate(front + length).order(ByteOrder.LITTLE_ENDIAN);
        b.put(MAGIC).put((byte) version).put((byte) 0);
        if (version == 1) {
            b.putChar((char) length);
        } else {
            b.putInt(length);
        }
        return b.put((text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1)).array();
    }
}
