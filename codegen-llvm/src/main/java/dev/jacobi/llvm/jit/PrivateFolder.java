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
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;
    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /** Makes the folder when it is missing; refuses one that somebody else owns or can change. {@code option} is what the user may set instead. */
    static PrivateFolder open(Path path, String option) throws IOException {
        try {
            return checked(path, option);
        } catch (UnsupportedOperationException e) {
            throw new NativesUnavailable("The file system of " + path + " knows no owners, so no native code is loaded from it; name another"
                + " folder with the option " + option + "=FOLDER.", e);
        }
    }

    private static PrivateFolder checked(Path path, String option) throws IOException {
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(FOLDER));
        Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        String instead = " name another folder with the option " + option + "=FOLDER.";
        if (!me.equals(Files.getAttribute(path, "unix:uid"))) {
            throw new NativesUnavailable("The folder " + path + " belongs to another user, so no native code is loaded from it;" + instead);
        }
        if (((int) Files.getAttribute(path, "unix:mode") & WRITABLE_BY_OTHERS) != 0) {
            throw new NativesUnavailable("The folder " + path + " can be changed by other users, so no native code is loaded from it;"
                + " make it private (chmod 700) or" + instead);
        }
        Path parent = path.getParent();
        Object owner = Files.getAttribute(parent, "unix:uid");
        int mode = (int) Files.getAttribute(parent, "unix:mode");
        // whoever may rename our folder may put another in its place; in a sticky folder only its owner may
        if (!owner.equals(me) && !owner.equals(0) || (mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
            throw new NativesUnavailable("The folder " + parent + " lets other users replace what is in it, so no native code is loaded from there;"
                + instead);
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
