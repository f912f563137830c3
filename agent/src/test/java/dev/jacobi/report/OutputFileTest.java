package dev.jacobi.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for the user stays where he said, whatever others have put into a shared folder. */
class OutputFileTest {
    private static final int NOBODY = 65534;
    @TempDir
    Path temp;

    private static void give(Path path) throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "another user's links can only be made by root");
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private Path shared() throws IOException {
        Path shared = Files.createDirectory(temp.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        return shared;
    }

    @Test
    void foldersAreMadeAndFilesReplaced() throws IOException {
        Path file = temp.resolve("a/b/report.json");
        OutputFile.write(file, "a long text");
        OutputFile.write(file, "short");
        assertEquals("short", Files.readString(file));
    }

    @Test
    void theUsersOwnLinksAreFollowed() throws IOException {
        Path target = Files.writeString(temp.resolve("target.json"), "old");
        Path link = Files.createSymbolicLink(temp.resolve("link.json"), target);
        OutputFile.write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void linksOfOthersAreNot() throws IOException {
        Path precious = Files.writeString(temp.resolve("precious"), "mine");
        Path link = Files.createSymbolicLink(shared().resolve("report.json"), precious);
        give(link);
        var e = assertThrows(FileSystemException.class, () -> OutputFile.write(link, "new"));
        assertTrue(e.getMessage().contains(link + ": is a link of another user"), e.getMessage());
        Path folder = Files.createSymbolicLink(temp.resolve("shared/dump"), temp);
        give(folder);
        assertThrows(FileSystemException.class, () -> OutputFile.write(folder.resolve("precious"), "new"));
        assertThrows(FileSystemException.class, () -> OutputFile.write(folder.resolve("below/new"), "new"));
        assertFalse(Files.exists(temp.resolve("below")));
        assertEquals("mine", Files.readString(precious));
    }

    @Test
    void aFileUnderASecondNameInASharedFolderIsNotWrittenInto() throws IOException {
        Path precious = Files.writeString(temp.resolve("precious"), "mine");
        Path other = Files.createLink(shared().resolve("report.json"), precious);
        OutputFile.write(other, "new");
        assertEquals("new", Files.readString(other));
        assertEquals("mine", Files.readString(precious));
    }
}
