package dev.jacobi.llvm.natives;

import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.host.PrivateFolder;
import dev.jacobi.llvm.natives.NativesBundle.Library;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.tukaani.xz.XZInputStream;

/**
 * One library on its way from the jar to the disk, in the pieces in which it was packed: several threads unpack them, each piece into a file of its own, and the whole is put together and checked when all are
 * there. LLVM takes some seconds of processor time, and a program may end sooner; the pieces that it leaves are there for the next one, else a program that never runs for long would never have it.
 */
record Extraction(PrivateFolder folder, NativesBundle bundle, Platform platform, Library library) {
    /** Between the name of a library and the number of one of its pieces. */
    static final String PIECE = ".piece-";
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    /**
     * Makes the whole library in a temporary file, and moves it to its place when it is what was built. False when it is not, which a piece that a machine left damaged explains, or when another process has
     * just moved it there and dropped the pieces; {@code alone} says to use no pieces then, which other processes may leave, damage or drop. No piece is left.
     */
    boolean to(Path place, boolean alone) throws IOException {
        List<Path> pieces = new ArrayList<>();
        for (int i = 0; i < library.pieces(); i++) {
            pieces.add(folder.file(library.name() + PIECE + i));
        }
        Path whole = folder.temporary();
        try {
            if (alone) {
                unpackAll(whole);
            } else {
                fromPieces(pieces, whole);
            }
            if (Files.size(whole) != library.size() || !hash(whole).equals(library.hash())) {
                return false;
            }
            folder.move(whole, place);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            Files.deleteIfExists(whole);
            drop(pieces);
        }
    }

    private void fromPieces(List<Path> pieces, Path whole) throws IOException {
        try {
            unpack(pieces);
            join(pieces, whole);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            drop(pieces); // there may be room for the library, but not for its pieces beside it
            unpackAll(whole);
        }
    }

    private static void drop(List<Path> pieces) throws IOException {
        for (Path piece : pieces) {
            Files.deleteIfExists(piece);
        }
    }

    /** Unpacks one piece after the other into one file. */
    private void unpackAll(Path whole) throws IOException {
        try (var out = Files.newOutputStream(whole)) {
            for (int i = 0; i < library.pieces(); i++) {
                try (var in = new XZInputStream(bundle.packed(platform, library, i))) {
                    in.transferTo(out);
                }
            }
        }
    }

    /** This thread takes part, so that it goes on where there are no others. Processes that do this at once begin with different pieces, so that each finds some made. */
    private void unpack(List<Path> pieces) throws IOException {
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            int piece = i;
            Callable<Void> task = () -> unpack(piece, pieces.get(piece));
            tasks.add(new FutureTask<>(task));
        }
        Collections.rotate(tasks, (int) (ProcessHandle.current().pid() % tasks.size()));
        for (int t = 1; t < Math.min(THREADS, tasks.size()); t++) {
            // a task that has begun, or is done, does not run once more
            Background.start("jacobi-natives-" + t, 0, () -> tasks.forEach(FutureTask::run));
        }
        tasks.forEach(FutureTask::run);
        IOException first = null;
        for (FutureTask<Void> task : tasks) {
            try {
                finish(task);
            } catch (IOException e) {
                first = first == null ? e : first; // all are waited for, so that none makes its file later on
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void finish(FutureTask<Void> task) throws IOException {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while native libraries were unpacked", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof NativesUnavailable failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    private Void unpack(int number, Path piece) throws IOException {
        if (folder.holds(piece) && Files.size(piece) == library.pieceSize(number)) {
            return null;
        }
        Path temp = folder.temporary();
        try {
            try (var in = new XZInputStream(bundle.packed(platform, library, number)); var out = Files.newOutputStream(temp)) {
                in.transferTo(out);
            }
            folder.move(temp, piece);
        } finally {
            Files.deleteIfExists(temp);
        }
        return null;
    }

    private static void join(List<Path> pieces, Path whole) throws IOException {
        try (FileChannel to = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            for (Path piece : pieces) {
                try (FileChannel from = FileChannel.open(piece, StandardOpenOption.READ)) {
                    long size = from.size();
                    for (long done = 0; done < size;) {
                        done += from.transferTo(done, size - done, to);
                    }
                }
            }
            to.force(true);
        }
    }

    /** The SHA-256 of a file, in hexadecimal digits. */
    static String hash(Path file) throws IOException {
        MessageDigest digest = PrivateFolder.sha256();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return PrivateFolder.hex(digest.digest());
    }
}
