// How far a fuzzing process is, in a file in memory that outlives it: whoever started it can look, also after a crash.
package dev.jacobi.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Written by one process and read by another. */
final class Progress {
    private static final int SEED = 0;
    private static final int MODE = 8;
    private static final int DONE = 16;
    private static final int SIZE = 24;
    private final ByteBuffer file;

    Progress(Path path) throws IOException {
        try (FileChannel c = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file = c.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
        }
    }

    /** Forgets what an earlier process has done. */
    void begin(long seed) {
        at(seed, Mode.LIFTED);
        file.putLong(DONE, 0);
    }

    void at(long seed, Mode mode) {
        file.putLong(SEED, seed);
        file.putLong(MODE, mode.ordinal());
    }

    void oneMore() {
        file.putLong(DONE, done() + 1);
    }

    /** The program that is being run. */
    long seed() {
        return file.getLong(SEED);
    }

    Mode mode() {
        return Mode.values()[(int) file.getLong(MODE)];
    }

    /** How many programs have been run. */
    long done() {
        return file.getLong(DONE);
    }
}
