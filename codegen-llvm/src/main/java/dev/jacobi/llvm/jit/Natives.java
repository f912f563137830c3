package dev.jacobi.llvm.jit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The native libraries on disk: taken out of the jar once per user and version into a folder that only the user can write, and
 * checked by size and SHA-256 before use. A verified file is remembered by its inode and times, so that later starts need not hash
 * it again. Several JVMs may do this at once: each writes its own temporary file and renames it.
 */
public final class Natives {
    private static final String RESOURCES = "/dev/jacobi/natives/";
    private static final String PRESET = "/org/bytedeco/llvm/";
    private static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    private final Path root;

    /** Where the libraries lie. */
    record Installed(Path llvm, Path bridge) {
    }

    private Natives(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Libraries below the given folder, which is made when it does not exist. */
    public static Natives in(Path folder) {
        return new Natives(folder);
    }

    /** Libraries in the user's cache: {@code $XDG_CACHE_HOME/jacobi/natives} or {@code ~/.cache/jacobi/natives}. */
    public static Natives inUserCache() {
        return new Natives(userCache(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home")));
    }

    static Path userCache(String xdg, String home) {
        // the XDG specification says that a relative path is to be ignored
        Path base = xdg != null && Path.of(xdg).isAbsolute() ? Path.of(xdg) : Path.of(home == null ? "." : home, ".cache");
        return base.resolve("jacobi").resolve("natives");
    }

    /** Makes sure that the libraries are there and whole; otherwise a sentence that says why not. */
    Installed install() {
        byte[] bridge = BridgeLibrary.bytes(System.getProperty("os.name"), System.getProperty("os.arch"));
        String platform = "linux-x86_64";
        if (bridge == null) {
            throw new NativesUnavailable("There is no native code for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + ".");
        }
        Properties known = manifest();
        String hash = known.getProperty(platform + ".libLLVM.so.sha256");
        long size = Long.parseLong(known.getProperty(platform + ".libLLVM.so.size"));
        Path folder = root.resolve(known.getProperty("version") + "-" + hash.substring(0, 12));
        try {
            secure(folder);
            Path llvm = folder.resolve("libLLVM.so");
            if (!trusted(llvm, size, hash)) {
                extract(platform, llvm, size, hash);
            }
            String bridgeHash = HexFormat.of().formatHex(sha256().digest(bridge));
            Path small = folder.resolve("libjacobi-" + bridgeHash.substring(0, 12) + ".so");
            if (!Files.isRegularFile(small, LinkOption.NOFOLLOW_LINKS) || !java.util.Arrays.equals(Files.readAllBytes(small), bridge)) {
                Path temp = temporary(folder);
                Files.write(temp, bridge);
                move(temp, small);
            }
            return new Installed(llvm, small);
        } catch (IOException e) {
            throw new NativesUnavailable("The native libraries cannot be kept in " + folder + " (" + sentence(e)
                + "); name another folder with the option natives=FOLDER.", e);
        }
    }

    private static String sentence(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }

    private static Properties manifest() {
        var p = new Properties();
        try (InputStream in = Natives.class.getResourceAsStream(RESOURCES + "natives.properties")) {
            if (in == null) {
                throw new NativesUnavailable("The jar does not say which native libraries belong to it; it is incomplete.");
            }
            p.load(in);
        } catch (IOException e) {
            throw new NativesUnavailable("The jar's list of native libraries cannot be read: " + e.getMessage(), e);
        }
        return p;
    }

    /** Makes the folder, private to the user; refuses one that belongs to or can be changed by somebody else. */
    private static void secure(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
        Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!Files.getAttribute(folder, "unix:uid").equals(me)) {
            throw new NativesUnavailable("The folder " + folder + " belongs to another user, so no native code is loaded from it; "
                + "name another folder with the option natives=FOLDER.");
        }
        Set<PosixFilePermission> may = Files.getPosixFilePermissions(folder);
        if (may.contains(PosixFilePermission.OTHERS_WRITE) || may.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new NativesUnavailable("The folder " + folder + " can be changed by other users, so no native code is loaded from it; "
                + "make it private (chmod 700) or name another folder with the option natives=FOLDER.");
        }
    }

    /** True when the file is what was built: by its remembered inode and times, or by hashing it (and remembering that). */
    private static boolean trusted(Path file, long size, String hash) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != size) {
            return false;
        }
        String stamp = stamp(file) + " " + hash;
        Path remembered = file.resolveSibling(file.getFileName() + ".checked");
        if (Files.isRegularFile(remembered, LinkOption.NOFOLLOW_LINKS) && Files.readString(remembered).equals(stamp)) {
            return true;
        }
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            drain(in);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(hash)) {
            return false;
        }
        remember(file, hash);
        return true;
    }

    private static void remember(Path file, String hash) throws IOException {
        Path temp = temporary(file.getParent());
        Files.writeString(temp, stamp(file) + " " + hash);
        move(temp, file.resolveSibling(file.getFileName() + ".checked"));
    }

    /** What changes when a file is replaced or written; the change time cannot be set back by a program. */
    private static String stamp(Path file) throws IOException {
        Map<String, Object> a = Files.readAttributes(file, "unix:ino,dev,size,lastModifiedTime,ctime,uid", LinkOption.NOFOLLOW_LINKS);
        return a.get("dev") + ":" + a.get("ino") + " " + a.get("size") + " " + a.get("lastModifiedTime") + " " + a.get("ctime") + " " + a.get("uid");
    }

    private static void extract(String platform, Path to, long size, String hash) throws IOException {
        InputStream found = Natives.class.getResourceAsStream(RESOURCES + platform + "/libLLVM.so");
        if (found == null) {
            found = Natives.class.getResourceAsStream(PRESET + platform + "/libLLVM.so");
        }
        if (found == null) {
            throw new NativesUnavailable("The jar holds no LLVM library for " + platform + ".");
        }
        Path temp = temporary(to.getParent());
        try (InputStream in = found) {
            MessageDigest digest = sha256();
            try (var out = Files.newOutputStream(temp); var hashed = new DigestInputStream(in, digest)) {
                hashed.transferTo(out);
            }
            try (FileChannel c = FileChannel.open(temp, StandardOpenOption.WRITE)) {
                c.force(true);
            }
            if (Files.size(temp) != size || !HexFormat.of().formatHex(digest.digest()).equals(hash)) {
                throw new NativesUnavailable("The LLVM library on the class path is not the one this version was built with.");
            }
            move(temp, to);
        } finally {
            Files.deleteIfExists(temp);
        }
        remember(to, hash);
    }

    private static Path temporary(Path folder) throws IOException {
        return Files.createTempFile(folder, ".new", ".tmp", PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(from);
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (in.read(buffer) >= 0) {
            continue;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
