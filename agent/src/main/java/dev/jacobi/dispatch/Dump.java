package dev.jacobi.dispatch;

import dev.jacobi.llvm.jit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes numbered files about one method's way through the compiler, when the option {@code dump} asks for it. */
final class Dump {
    private final Options options;
    private final Path folder;
    private final StringBuilder times = new StringBuilder();
    private long since = System.nanoTime();
    private int next = 1;
    private boolean unwritable;

    private Dump(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** A dump for one variant of a method; it does nothing unless the options ask for it and the filter matches. */
    static Dump of(Options options, String owner, String name, String desc, String variant) {
        String method = owner.replace('/', '.') + "." + name;
        if (options.dump() == null || options.filter() != null && !matches(options.filter(), method)) {
            return new Dump(options, null);
        }
        String id = method + "-" + Integer.toHexString(desc.hashCode()) + variant;
        return new Dump(options, Path.of(options.dump(), id.replaceAll("[^A-Za-z0-9_.$-]", "_")));
    }

    private static boolean matches(String filter, String method) {
        String regex = ("\\Q" + filter.replace("::", ".") + "\\E").replace("*", "\\E.*\\Q");
        return method.matches(regex) || method.contains(filter.replace("::", "."));
    }

    boolean active() {
        return folder != null;
    }

    /** A stage has ended: its time goes into the debug log. */
    void stage(String name) {
        long now = System.nanoTime();
        times.append(times.length() > 0 ? ", " : "").append(name).append(' ').append((now - since) / 1_000_000).append(" ms");
        since = now;
    }

    /** Times of the stages so far. */
    String times() {
        return times.toString();
    }

    /** Writes {@code NN-stage.extension}. A folder that cannot be written is not an error of the program and said once a method. */
    synchronized void write(String stage, String extension, String text) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(String.format(Locale.ROOT, "%02d-%s.%s", next++, stage, extension)), text);
        } catch (IOException e) {
            if (!unwritable) {
                unwritable = true;
                Log.say(options, Options.Log.WARN, "The dump folder " + options.dump() + " cannot be written: " + Failure.of(e) + ".");
            }
        }
    }
}
