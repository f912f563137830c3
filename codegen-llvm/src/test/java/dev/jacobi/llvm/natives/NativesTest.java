package dev.jacobi.llvm.natives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.host.Platform;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of native libraries trusts nothing that was changed, shares nothing, and says why when it cannot work. */
class NativesTest {
    @TempDir
    Path temp;

    private static Object inode(Path p) throws IOException {
        return Files.getAttribute(p, "unix:ino");
    }

    /** A folder that already holds a good library, which need not be unpacked again. */
    private static Natives filled(Path root) throws IOException {
        Path good = Natives.inUserCache().install().folder();
        Path folder = root.resolve(good.getFileName());
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (var libraries = Files.newDirectoryStream(good, "*.so")) {
            for (Path library : libraries) {
                Files.copy(library, folder.resolve(library.getFileName()));
            }
        }
        return Natives.in(root);
    }

    @Test
    void filesAreExtractedOnceAndArePrivate() throws IOException {
        Natives.Installed first = Natives.in(temp.resolve("n")).install();
        Object inode = inode(first.llvm());
        Natives.Installed again = Natives.in(temp.resolve("n")).install();
        assertEquals(first, again);
        assertEquals(inode, inode(again.llvm()));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first.llvm().getParent())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first.llvm())));
        try (var files = Files.list(first.llvm().getParent())) {
            assertEquals(List.of(), files.filter(p -> p.toString().endsWith(".tmp")).toList());
        }
    }

    /** A program may end before LLVM is unpacked, which takes seconds; what it has done is not done again, and no file of it stays. */
    @Test
    void piecesOfAProgramThatEndedAreTaken() throws IOException {
        Natives natives = filled(temp);
        Natives.Installed installed = natives.install();
        Path library = installed.llvm();
        Path whole = Files.move(library, temp.resolve("whole"));
        NativesBundle.Library known = NativesBundle.llvm().content(Platform.host()).libraries().stream().filter(l -> l.name().equals("libLLVM.so")).findAny().orElseThrow();
        assertTrue(known.pieces() > 3);
        for (int i = 0; i < known.pieces(); i++) {
            if (i != 2) {
                piece(whole, known, i, library.resolveSibling("libLLVM.so.piece-" + i));
            }
        }
        Path dropped = Files.createFile(library.resolveSibling(".new1.tmp"));
        Files.setLastModifiedTime(dropped, FileTime.from(Instant.now().minusSeconds(3_600)));
        assertEquals(installed, natives.install());
        assertTrue(Files.mismatch(whole, library) < 0);
        assertEquals(0, leftIn(library));

        Path small = jni(installed);
        byte[] good = Files.readAllBytes(small);
        Files.delete(small);
        Files.setPosixFilePermissions(Files.write(small.resolveSibling("libjniLLVM.so.piece-0"), new byte[good.length]), PosixFilePermissions.fromString("rw-------"));
        natives.install();
        assertArrayEquals(good, Files.readAllBytes(small), "a damaged piece is made again");
        assertEquals(0, leftIn(small));
    }

    /** Pieces that a process left which began before another one had finished, a file system that nobody can write to with what ended processes left on it, and a folder in the way. */
    @Test
    void whatOthersLeftGoesOrStaysWithoutHarm() throws IOException {
        Natives natives = filled(temp);
        Natives.Installed installed = natives.install();
        FileTime old = FileTime.from(Instant.now().minusSeconds(3_600));
        Path abandoned = Files.createFile(installed.llvm().resolveSibling("libLLVM.so.piece-0"));
        Path fresh = Files.createFile(installed.llvm().resolveSibling("libLLVM.so.piece-1"));
        Path folder = Files.createDirectories(installed.llvm().resolveSibling(".new77.tmp").resolve("below")).getParent();
        Files.setLastModifiedTime(abandoned, old);
        Files.setLastModifiedTime(folder, old);
        assertEquals(installed, natives.install());
        assertFalse(Files.exists(abandoned));
        assertTrue(Files.exists(fresh), "another process may be at work");
        assertTrue(Files.exists(folder), "it cannot be deleted, which is no reason to do without native code");
    }

    private static void piece(Path whole, NativesBundle.Library library, int number, Path to) throws IOException {
        try (var in = Files.newInputStream(whole)) {
            in.skipNBytes((long) number * library.piece());
            Files.write(to, in.readNBytes(Math.toIntExact(library.pieceSize(number))));
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
    }

    private static long leftIn(Path library) throws IOException {
        try (var files = Files.list(library.getParent())) {
            return files.map(p -> p.getFileName().toString()).filter(n -> n.contains(".piece-") || n.endsWith(".tmp")).count();
        }
    }

    /** The library between LLVM and Java is replaced as LLVM is, which would take seconds each time. */
    private static Path jni(Natives.Installed installed) {
        return installed.folder().resolve("libjniLLVM.so");
    }

    @Test
    void aChangedFileIsReplaced() throws IOException {
        Natives natives = filled(temp);
        Path library = jni(natives.install());
        byte[] good = Files.readAllBytes(library);
        FileTime time = Files.getLastModifiedTime(library);

        try (var f = new RandomAccessFile(library.toFile(), "rw")) {
            f.setLength(1000);
        }
        natives.install();
        assertArrayEquals(good, Files.readAllBytes(library));

        Object inode = inode(library);
        try (var f = new RandomAccessFile(library.toFile(), "rw")) {
            f.seek(good.length / 2);
            f.write(good[good.length / 2] ^ 1);
        }
        Files.setLastModifiedTime(library, time);
        natives.install();
        assertNotEquals(inode, inode(library));
        assertArrayEquals(good, Files.readAllBytes(library));
    }

    @Test
    void aChangedSmallLibraryIsReplaced() throws IOException {
        Natives natives = filled(temp);
        Path small = natives.install().folder().resolve("libRemarks.so");
        byte[] good = Files.readAllBytes(small);
        Files.write(small, new byte[] {1, 2, 3});
        natives.install();
        assertArrayEquals(good, Files.readAllBytes(small));
    }

    @Test
    void whatHasNoNativesForAPlatformSaysWhichJarDoes() {
        assumeTrue(NativesBundle.class.getResource("/dev/jacobi/natives/linux-arm64/llvm.properties") == null, "this build has them (mvn -Parm64)");
        var llvm = assertThrows(NativesUnavailable.class, () -> NativesBundle.llvm().content(Platform.LINUX_ARM64));
        assertEquals("The native code for linux-arm64 is missing: jacobi-natives-linux-arm64.jar is neither on the class path nor beside Jacobi's own jar.", llvm.getMessage());
        var other = assertThrows(NativesUnavailable.class, () -> NativesBundle.optional("other", "other.jar").content(Platform.LINUX_X86_64));
        assertEquals("other.jar with libraries for linux-x86_64 is neither on the class path nor beside Jacobi's own jar", other.getMessage());
    }

    @Test
    void aLinkInPlaceOfTheLibraryIsNotFollowed() throws IOException {
        Natives natives = filled(temp.resolve("a"));
        Path library = jni(natives.install());
        Path moved = temp.resolve("elsewhere.so");
        Files.move(library, moved);
        Files.createSymbolicLink(library, moved);
        natives.install();
        assertFalse(Files.isSymbolicLink(library));
    }

    @Test
    void aFolderThatOthersCanChangeIsRefused() throws IOException {
        Natives natives = filled(temp.resolve("open"));
        Path folder = natives.install().llvm().getParent();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        var e = assertThrows(NativesUnavailable.class, natives::install);
        assertTrue(e.getMessage().contains("can be changed by other users"), e.getMessage());
    }

    @Test
    void aFolderThatOthersCanReplaceIsRefused() throws IOException {
        Natives natives = filled(temp.resolve("open"));
        Files.setPosixFilePermissions(temp.resolve("open"), PosixFilePermissions.fromString("rwxrwxrwx"));
        var e = assertThrows(NativesUnavailable.class, natives::install);
        assertTrue(e.getMessage().contains("lets other users replace"), e.getMessage());
        Files.setAttribute(temp.resolve("open"), "unix:mode", 01777);
        assertTrue(Files.exists(natives.install().llvm()));
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");
        var e = assertThrows(NativesUnavailable.class, () -> Natives.in(file.resolve("below")).install());
        assertTrue(e.getMessage().startsWith("The native libraries cannot be kept in " + file) && e.getMessage().contains("natives=FOLDER"), e.getMessage());
        var proc = assertThrows(NativesUnavailable.class, () -> Natives.in(Path.of("/proc/jacobi")).install());
        assertTrue(proc.getMessage().startsWith("The native libraries cannot be kept in /proc/jacobi"), proc.getMessage());
    }

    @Test
    void severalAtOnceMakeOneGoodCopy() throws Exception {
        var service = Executors.newFixedThreadPool(3);
        try {
            var all = new ArrayList<Callable<Natives.Installed>>();
            for (int i = 0; i < 3; i++) {
                all.add(() -> Natives.in(temp).install());
            }
            Natives.Installed first = null;
            for (var f : service.invokeAll(all)) {
                first = first == null ? f.get() : first;
                assertEquals(first, f.get());
            }
            assertEquals(176_497_096, Files.size(first.llvm()));
        } finally {
            service.shutdown();
        }
    }

    @Test
    void theNextFolderServesWhereTheFirstOneIsNotSafe() throws IOException {
        Path open = Files.createDirectory(temp.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path safe = temp.resolve("safe");
        filled(safe);
        Natives natives = Natives.inFirstOf(List.of(open.resolve("n"), safe));
        assertTrue(natives.install().llvm().startsWith(safe));
        String notice = natives.notice();
        assertTrue(notice.startsWith("The native libraries are kept in " + safe + ". The folder " + open + " lets other users replace"), notice);
        var e = assertThrows(NativesUnavailable.class, () -> Natives.inFirstOf(List.of(open.resolve("n"), open.resolve("m"))).install());
        assertTrue(e.getMessage().contains("The folder " + open + " lets other users replace"), e.getMessage());
    }

    @Test
    void aLibraryThatOthersMayWriteToIsReplaced() throws IOException {
        Natives natives = filled(temp);
        Natives.Installed installed = natives.install();
        Object inode = inode(jni(installed));
        Files.setPosixFilePermissions(jni(installed), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertEquals(installed, natives.install());
        assertNotEquals(inode, inode(jni(installed)), "whoever may write to a file can change it after it was looked at");
    }

    @Test
    void theCacheFollowsTheXdgSpecification() {
        assertEquals(Path.of("/x/jacobi/natives"), Natives.userCache("/x", "/home/u"));
        assertEquals(Path.of("/home/u/.cache/jacobi/natives"), Natives.userCache(null, "/home/u"));
        assertEquals(Path.of("/home/u/.cache/jacobi/natives"), Natives.userCache("", "/home/u"));
        assertEquals(Path.of("/home/u/.cache/jacobi/natives"), Natives.userCache("relative", "/home/u"));
        assertThrows(NativesUnavailable.class, () -> Natives.userCache(null, "?"));
        assertThrows(NativesUnavailable.class, () -> Natives.userCache(null, null));
    }
}
