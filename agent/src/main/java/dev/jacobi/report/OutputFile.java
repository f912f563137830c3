package dev.jacobi.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Files that a user has asked for, in folders that may be shared with other users, as {@code /tmp} is. There somebody else may have put a link in
 * the place of a file or folder that is about to be written, so that what the link leads to is overwritten with the rights of this process. Links of
 * other users are not followed therefore, and in a folder that others can write to a file is made anew instead of written into.
 */
public final class OutputFile {
    private static final int WRITABLE_BY_OTHERS = 0022;

    private OutputFile() {
    }

    /** Writes a text as UTF-8, with the folders that are missing. When that fails, no half of it is left. */
    public static void write(Path file, String text) throws IOException {
        Path path = file.toAbsolutePath();
        refuseLinksOfOthers(path);
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // A link of the user's own, or of root, is meant to be followed.
        Path target = Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path;
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS) || Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            regular(target, text);
        } else {
            Files.writeString(target, text, StandardOpenOption.WRITE);
        }
    }

    private static void regular(Path target, String text) throws IOException {
        if (sharedFolder(target.getParent())) {
            Files.deleteIfExists(target);
        }
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            // half a report would only be misread
            if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(target);
            }
            throw e;
        }
    }

    private static boolean sharedFolder(Path folder) throws IOException {
        try {
            return ((int) Files.getAttribute(folder, "unix:mode") & WRITABLE_BY_OTHERS) != 0;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private static void refuseLinksOfOthers(Path path) throws IOException {
        try {
            Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            Path at = path.getRoot();
            for (Path name : path) {
                at = at.resolve(name);
                Map<String, Object> a = Files.readAttributes(at, "unix:uid,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
                if ((boolean) a.get("isSymbolicLink") && !a.get("uid").equals(me) && !a.get("uid").equals(0)) {
                    throw new FileSystemException(at.toString(), null, "is a link of another user, which is not followed");
                }
            }
        } catch (NoSuchFileException e) {
            // the rest of the path is made by this process
        } catch (UnsupportedOperationException e) {
            // the file system knows no owners, and no links of others
        }
    }
}
