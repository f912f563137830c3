package dev.jacobi.llvm.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file or folder that a user has named cannot be used, in words. */
public final class FileFailure {
    private FileFailure() {
    }

    /** The cause as part of a sentence: without a capital where it may be, and without a full stop. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException a) {
            return "no permission for " + a.getFile();
        } else if (e instanceof FileAlreadyExistsException f) {
            return f.getFile() + " is not a folder";
        } else if (e instanceof NoSuchFileException n) {
            return n.getFile() + " does not exist and cannot be made";
        } else if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getFile() + ": " + f.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
