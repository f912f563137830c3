package dev.jacobi.array.core;

/** What a process has set for numbers: whether they have 64 bits where nothing says otherwise, and whether NaN among results is an error. Asking loads nothing. */
public final class Precision {
    private static final Precision OF_PROCESS = new Precision();
    private volatile boolean wide;
    private volatile boolean checksNans;

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

    public boolean checksNans() {
        return checksNans;
    }

    public void checkNans(boolean on) {
        checksNans = on;
    }
}
