package dev.jacobi.backend.saved;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The bytes of a file with a compiled program: a mark, the build of Jacobi, the program's data, and a hash of all that. */
public final class SavedFile {
    private static final byte[] MARK = "JACOBI compiled program\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH = 32;

    private SavedFile() {
    }

    /** A program of another build cannot be read by this one. */
    public static final class OtherBuild extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OtherBuild() {
            super("it was saved by another build of Jacobi", null, false, false);
        }
    }

    /**
     * A program as bytes.
     *
     * @throws IllegalArgumentException with a part of a sentence if something in it cannot be kept in a file
     */
    public static byte[] bytes(SavedProgram p, int build) {
        var out = new ByteArrayOutputStream();
        try (var to = new DataOutputStream(out)) {
            to.write(MARK);
            to.writeInt(build);
            new RecordCodec(null).write(p, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] data = out.toByteArray();
        byte[] all = Arrays.copyOf(data, data.length + HASH);
        System.arraycopy(hash(data), 0, all, data.length, HASH);
        return all;
    }

    /**
     * What {@link #bytes} wrote; classes of the program's are looked up by {@code loader}.
     *
     * @throws IOException with a part of a sentence if it is something else, or damaged
     */
    public static SavedProgram program(byte[] all, int build, ClassLoader loader) throws IOException {
        if (!Arrays.equals(MARK, Arrays.copyOf(all, MARK.length))) {
            throw new IOException("it is no compiled program of Jacobi's");
        }
        byte[] data = Arrays.copyOf(all, Math.max(MARK.length, all.length - HASH));
        if (all.length < MARK.length + 4 + HASH || !Arrays.equals(hash(data), Arrays.copyOfRange(all, data.length, all.length))) {
            throw new IOException("it is damaged or not whole");
        }
        try (var from = new DataInputStream(new ByteArrayInputStream(data))) {
            from.skipNBytes(MARK.length);
            if (from.readInt() != build) {
                throw new OtherBuild();
            }
            return (SavedProgram) new RecordCodec(loader).read(from);
        } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
            throw new IOException("it is damaged (" + e.getMessage() + ")", e);
        }
    }

    private static byte[] hash(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
