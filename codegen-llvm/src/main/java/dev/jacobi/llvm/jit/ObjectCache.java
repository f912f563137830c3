package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.host.Checksum;
import dev.jacobi.llvm.host.FileFailure;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.host.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Compiled code kept between runs: object files in a private folder, named by a hash of everything they were made from. A file
 * begins with a hash of the rest, so a damaged one is compiled anew; what is linked is the memory that was hashed, not the file. The least recently used go when the folder grows too large.
 */
public final class ObjectCache {
    private static final String SUFFIX = ".object";
    private final PrivateFolder folder;
    private final UnaryOperator<byte[]> hash;
    private final int hashBytes;
    /** Looked at when something is added; 0 where that was done when the cache was opened. */
    private final long limit;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicReference<String> failure = new AtomicReference<>();

    private ObjectCache(PrivateFolder folder, UnaryOperator<byte[]> hash, long limit) {
        this.folder = folder;
        this.limit = limit;
        this.hash = hash;
        this.hashBytes = hash.apply(new byte[0]).length;
    }

    /** A cache in the given folder, of at most so many bytes. Throws a sentence when the folder cannot be used. */
    public static ObjectCache in(Path path, long limit) {
        try {
            var cache = new ObjectCache(PrivateFolder.open(path.toAbsolutePath(), "cache"), b -> PrivateFolder.sha256().digest(b), 0);
            cache.shrink(limit);
            return cache;
        } catch (IOException e) {
            throw new NativesUnavailable("Compiled code cannot be kept in " + path + " (" + FileFailure.of(e) + ").", e);
        }
    }

    /** The same for code of the runtime beside the libraries: soon opened, and of at most so many bytes whenever something is added. Null where nothing can be kept. */
    static ObjectCache ofRuntimeIfPossible(Path path, long limit) {
        try {
            return new ObjectCache(PrivateFolder.open(path.toAbsolutePath(), "natives"), Checksum::bytes, limit);
        } catch (IOException | NativesUnavailable e) {
            return null;
        }
    }

    /** Name for what is made from these texts. */
    static String key(String... from) {
        MessageDigest d = PrivateFolder.sha256();
        for (String s : from) {
            byte[] b = s.getBytes(StandardCharsets.UTF_8);
            d.update((b.length + ":").getBytes(StandardCharsets.US_ASCII));
            d.update(b);
        }
        return PrivateFolder.hex(d.digest()).substring(0, 40);
    }

    /** The object file of a key, or null. */
    public byte[] get(String key) {
        Path file = folder.file(key + SUFFIX);
        try {
            if (!folder.holds(file)) {
                return null;
            }
            byte[] all = Files.readAllBytes(file);
            byte[] object = Arrays.copyOfRange(all, Math.min(hashBytes, all.length), all.length);
            if (!Arrays.equals(hash.apply(object), Arrays.copyOf(all, hashBytes))) {
                return null;
            }
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            return object;
        } catch (IOException e) {
            return null;
        }
    }

    /** Why the last code could not be kept, once; null when there is nothing to say. */
    public String failure() {
        return failure.getAndSet(null);
    }

    /** Keeps an object file. That it cannot be written costs a later run some time, nothing else, and is said once. */
    public void put(String key, byte[] object) {
        byte[] all = Arrays.copyOf(hash.apply(object), hashBytes + object.length);
        System.arraycopy(object, 0, all, hashBytes, object.length);
        try {
            folder.write(folder.file(key + SUFFIX), all);
            if (limit > 0) {
                shrink(limit);
            }
        } catch (IOException e) {
            if (failed.compareAndSet(false, true)) {
                failure.set("Compiled code cannot be kept in " + folder.path() + " (" + FileFailure.of(e) + ").");
            }
        }
    }

    private void shrink(long limit) throws IOException {
        record Entry(Path path, long size, FileTime used) {
        }
        List<Entry> entries = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder.path(), "*" + SUFFIX)) {
            for (Path p : files) {
                entries.add(new Entry(p, Files.size(p), Files.getLastModifiedTime(p)));
            }
        }
        long total = entries.stream().mapToLong(Entry::size).sum();
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry e : entries) {
            if (total <= limit) {
                break;
            }
            Files.deleteIfExists(e.path());
            total -= e.size();
        }
    }
}
