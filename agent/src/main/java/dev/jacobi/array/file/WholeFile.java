package dev.jacobi.array.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file beside its place and puts it there when it is whole and on the disk. */
final class WholeFile {
    private WholeFile() {
    }

    /** What writes the bytes of a file. */
    interface Body {
        void writeTo(WritableByteChannel out) throws IOException;
    }

    /**
     * @throws ArrayFileException if the file cannot be written; then what was at its place before is still there, and nothing is left beside it
     */
    static void write(Path file, Body body) throws IOException {
        Path target = file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new ArrayFileException("Cannot write " + file + ": it is a folder.");
        }
        Path beside = null;
        try {
            // the name is nobody else's, but unlike that of a temporary file it may be read by whom the program's files may be
            beside = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".part");
            try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                body.writeTo(out);
                out.force(true);
            }
            move(beside, target);
        } catch (IOException | RuntimeException | Error e) {
            if (beside != null) {
                Files.deleteIfExists(beside);
            }
            if (e instanceof IOException io && !(e instanceof ArrayFileException)) {
                throw new ArrayFileException("Cannot write " + file + ": " + reason(io, target) + ". Nothing was changed.", io);
            }
            throw e;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(IOException e, Path target) {
        if (e instanceof NoSuchFileException) {
            return "the folder " + target.getParent() + " does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "the folder " + target.getParent() + " may not be written to";
        }
        String text = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return text == null ? e.getClass().getSimpleName() : text;
    }

    /** Writes all that the buffer has left. */
    static void all(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
