package dev.jacobi.array.file;

import java.io.IOException;

/** A file of arrays that cannot be read or written, because of what is in it or where it is; the message is a sentence that says why. */
public final class ArrayFileException extends IOException {
    ArrayFileException(String message) {
        super(message);
    }

    ArrayFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
