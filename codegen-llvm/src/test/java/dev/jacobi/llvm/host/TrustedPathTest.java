package dev.jacobi.llvm.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.llvm.jit.ObjectCache;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder for code is taken only where no other user can exchange any part of the way to it. */
class TrustedPathTest {
    private static final int NOBODY = 65534;
    @TempDir
    Path temp;
    private Path base;

    @BeforeEach
    void base() throws IOException {
        base = temp.toRealPath();
    }

    private static Path make(Path folder, String mode) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        return folder;
    }

    /** Only root can give files away. */
    private static void give(Path path) throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "another user's folders can only be made by root");
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private static String refused(Path folder) {
        return assertThrows(NativesUnavailable.class, () -> TrustedPath.of(folder, "cache")).getMessage();
    }

    @Test
    void missingFoldersAreMadePrivate() throws IOException {
        Path folder = base.resolve("a/b/c");
        assertEquals(folder, TrustedPath.of(folder, "cache"));
        for (Path p = folder; !p.equals(base); p = p.getParent()) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(p)));
        }
        assertEquals(folder, TrustedPath.of(base.resolve("a/./b/../b/c"), "cache"));
    }

    @Test
    void noFolderOnTheWayMayBelongToAnotherUser() throws IOException {
        Path theirs = make(base.resolve("theirs"), "rwxr-xr-x");
        Path mine = make(theirs.resolve("x/y/mine"), "rwx------");
        assertEquals(mine, TrustedPath.of(mine, "cache"));
        give(theirs);
        String sentence = refused(mine);
        assertTrue(sentence.startsWith("The folder " + theirs + ", through which the path " + mine + " leads, belongs to another user"), sentence);
        assertTrue(sentence.contains("cache=FOLDER"), sentence);
        refused(theirs.resolve("x/y/new"));
        assertFalse(Files.exists(theirs.resolve("x/y/new")), "nothing is made where others decide");
        give(mine);
        assertTrue(refused(make(base.resolve("a"), "rwx------").resolve("../theirs/x/y/mine")).contains("belongs to another user"));
    }

    @Test
    void theFolderItselfMustBeThisUsers() throws IOException {
        Path folder = make(base.resolve("c"), "rwx------");
        give(folder);
        assertEquals("The folder " + folder + " belongs to another user, so no native code is loaded from it; name another folder with the option"
            + " cache=FOLDER.", refused(folder));
    }

    @Test
    void noFolderOnTheWayMayBeWritableByOthersUnlessItIsSticky() throws IOException {
        Path open = base.resolve("open");
        Path mine = make(open.resolve("x/y/mine"), "rwx------");
        for (String mode : new String[] {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx"}) {
            make(open, mode);
            assertTrue(refused(mine).startsWith("The folder " + open + " lets other users replace what is in it"));
        }
        Files.setAttribute(open, "unix:mode", 01777);
        assertEquals(mine, TrustedPath.of(mine, "cache"));
        make(mine, "rwxrwxrwx");
        Files.setAttribute(mine, "unix:mode", 01777);
        assertTrue(refused(mine).contains("can be changed by other users"));
    }

    @Test
    void linksAreFollowedWithTheSameDemands() throws IOException {
        Path real = make(base.resolve("real/in/it"), "rwx------");
        Files.createSymbolicLink(base.resolve("link"), Path.of("real"));
        Files.createSymbolicLink(base.resolve("again"), base.resolve("link/in"));
        assertEquals(real, TrustedPath.of(base.resolve("again/it"), "cache"));

        make(base.resolve("real"), "rwxrwxrwx");
        assertTrue(refused(base.resolve("again/it")).startsWith("The folder " + base.resolve("real") + " lets other users replace"));

        Files.createSymbolicLink(base.resolve("loop"), base.resolve("loop"));
        assertThrows(FileSystemLoopException.class, () -> TrustedPath.of(base.resolve("loop/x"), "cache"));
    }

    @Test
    void aLinkThatAnotherUserPutIntoASharedFolderIsNotFollowed() throws IOException {
        Path shared = make(base.resolve("shared"), "rwxrwxrwx");
        Files.setAttribute(shared, "unix:mode", 01777);
        Path mine = make(base.resolve("mine"), "rwx------");
        Path link = Files.createSymbolicLink(shared.resolve("link"), mine);
        assertEquals(mine, TrustedPath.of(link, "cache"));
        give(link);
        assertTrue(refused(link).startsWith("The link " + link + " was made by another user"), "it may lead elsewhere the next moment");
    }

    @Test
    void aLinkThatIsTurnedElsewhereAfterTheLookChangesNothing() throws IOException {
        Path good = make(base.resolve("good"), "rwx------");
        Path bad = make(base.resolve("bad"), "rwx------");
        Path link = Files.createSymbolicLink(base.resolve("link"), good);
        ObjectCache cache = ObjectCache.in(link, 1 << 20);
        cache.put("k", new byte[] {1});
        Files.delete(link);
        Files.createSymbolicLink(link, bad);
        ObjectCache.in(link, 1 << 20).put("k", new byte[] {2});
        assertArrayEquals(new byte[] {1}, cache.get("k"));
    }

    @Test
    void codeThatAnotherUserMayHaveWrittenIsNotUsed() throws IOException {
        ObjectCache cache = ObjectCache.in(base.resolve("c"), 1 << 20);
        Path file = base.resolve("c/k.object");
        cache.put("k", new byte[] {1});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertNull(cache.get("k"));
        cache.put("k", new byte[] {1});
        assertArrayEquals(new byte[] {1}, cache.get("k"));
        give(file);
        assertNull(cache.get("k"));
    }
}
