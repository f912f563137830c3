package dev.jacobi.llvm.jit;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** A folder from which code is loaded: only its owner, who must be the user of this process, may write it. Files appear whole or not at all. */
final class PrivateFolder {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /** Makes the folder when it is missing; refuses one that somebody else owns or can change. {@code option} is what the user may set instead. */
    static PrivateFolder open(Path path, String option) throws IOException {
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(FOLDER));
        if (!Files.getAttribute(path, "unix:uid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw new NativesUnavailable("The folder " + path + " belongs to another user, so no native code is loaded from it; "
                + "name another folder with the option " + option + "=FOLDER.");
        }
        Set<PosixFilePermission> may = Files.getPosixFilePermissions(path);
        if (may.contains(PosixFilePermission.OTHERS_WRITE) || may.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new NativesUnavailable("The folder " + path + " can be changed by other users, so no native code is loaded from it; "
                + "make it private (chmod 700) or name another folder with the option " + option + "=FOLDER.");
        }
        return new PrivateFolder(path);
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** A new file that only the user can read, to be filled and then moved to its place. */
    Path temporary() throws IOException {
        return Files.createTempFile(path, ".new", ".tmp", PosixFilePermissions.asFileAttribute(FILE));
    }

    /** Gives a file its content in one step. */
    void write(Path file, byte[] content) throws IOException {
        Path temp = temporary();
        try {
            Files.write(temp, content);
            move(temp, file);
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    /** Puts a temporary file in its place, over what is there. */
    void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** An I/O failure as part of a sentence. */
    static String sentence(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
