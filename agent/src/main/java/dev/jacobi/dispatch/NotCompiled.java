package dev.jacobi.dispatch;

/** With {@code refusal=throw}: a method that was asked for could not be compiled. The message says which and why. */
public final class NotCompiled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotCompiled(String message) {
        super(message);
    }

    /** Called at the start of methods that are known to be refused before they run. */
    public static void refuse(String message) {
        throw new NotCompiled(message);
    }
}
