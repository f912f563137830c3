package dev.jacobi.llvm.host;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.Set;

/**
 * A folder from which code is loaded: only its owner, who must be the user of this process, may write it, and nobody else can put another
 * in its place ({@link TrustedPath}). Files appear whole or not at all.
 */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final String NEW = ".new";
    private static final String TEMPORARY = ".tmp";
    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /** Makes the folder when it is missing; refuses one that somebody else owns or can change. {@code option} is what the user may set instead. */
    public static PrivateFolder open(Path path, String option) throws IOException {
        try {
            return new PrivateFolder(TrustedPath.of(path, option));
        } catch (UnsupportedOperationException e) {
            throw new NativesUnavailable("The file system of " + path + " knows no owners, so no native code is loaded from it; name another"
                + " folder with the option " + option + "=FOLDER.", e);
        }
    }

    /** Where the folder is, without symbolic links. */
    public Path path() {
        return path;
    }

    /** Where a file of this name would be. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** Whether a file of this folder is there, no link, and can have been written by nobody but this user or root. */
    public boolean holds(Path file) throws IOException {
        return TrustedPath.isTrustedFile(file);
    }

    /** A new file that only the user can read, to be filled and then moved to its place. */
    public Path temporary() throws IOException {
        return Files.createTempFile(path, NEW, TEMPORARY, PosixFilePermissions.asFileAttribute(FILE));
    }

    /** Deletes temporary files to which nothing was written for so long: the process that made them has ended before they were whole. */
    public void dropTemporary(Duration age) {
        drop(name -> name.startsWith(NEW) && name.endsWith(TEMPORARY), age);
    }

    /** Deletes files of such names to which nothing was written for so long, where that can be done. Asked at each start, so names are looked at by themselves first. */
    public void drop(Predicate<String> names, Duration age) {
        String[] all = path.toFile().list();
        for (String name : all == null ? new String[0] : all) {
            if (names.test(name)) {
                dropOld(path.resolve(name), age);
            }
        }
    }

    private static void dropOld(Path file, Duration age) {
        try {
            if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(Instant.now().minus(age))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            return; // another process has just dropped or moved it, or nothing can be changed here: what is in use is not concerned
        }
    }

    /** Gives a file its content in one step. */
    public void write(Path file, byte[] content) throws IOException {
        Path temp = temporary();
        try {
            Files.write(temp, content);
            move(temp, file);
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    /** Puts a temporary file in its place, over what is there. */
    public void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A new computation of a SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes as lower-case hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
