package dev.jacobi.array.core;

/** Whether numbers of a process have 64 bits where nothing says otherwise. Asking loads nothing. */
public final class Precision {
    private static final Precision OF_PROCESS = new Precision();
    private volatile boolean wide;

    private Precision() {
    }

    public static Precision ofProcess() {
        return OF_PROCESS;
    }

    public boolean isWide() {
        return wide;
    }

    public void wide(boolean on) {
        wide = on;
    }
}
