package dev.jacobi.backend;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.pass.PassRun;
import dev.jacobi.llvm.host.FileFailure;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.report.OutputFile;
import dev.jacobi.report.PassTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * One method's way through the compiler: how long each stage and each pass took, and, when the option {@code dump} asks for it, numbered files of what they made. A stage
 * has a file {@code NN-stage.ir}; where it is a pipeline, its passes have files {@code NN-stage-MM-pass.ir} of the same number.
 */
public final class Dump {
    private static final String NOT_IN_NAMES = "[^A-Za-z0-9_.$-]";
    /** Characters of a name; the usual file systems take 255. */
    private static final int LONGEST = 200;
    private final Options options;
    private final Path folder;
    private final StringBuilder times = new StringBuilder();
    /** Null when nobody will ask. */
    private final List<PassTime> passes;
    private long since = System.nanoTime();
    private int next = 1;
    private int nextInside = 1;
    private Module counted;
    private int equations;
    private boolean unwritable;
    private volatile long apart;

    private Dump(Options options, Path folder, List<PassTime> passes) {
        this.options = options;
        this.folder = folder;
        this.passes = passes;
    }

    /** Writes and keeps nothing. */
    public static Dump none() {
        return new Dump(null, null, null);
    }

    /** A dump for one variant of a method; it does nothing unless the options ask for it and the filter matches. */
    public static Dump of(Options options, String owner, String name, String desc, String variant) {
        String method = owner.replace('/', '.') + "." + name;
        if (options.dump() == null || options.filter() != null && !matches(options.filter(), method)) {
            return new Dump(options, null, new ArrayList<>());
        }
        return new Dump(options, Path.of(options.dump(), folderName(method, Integer.toHexString(desc.hashCode()) + variant)), new ArrayList<>());
    }

    /**
     * A name that every file system takes, different for different methods. What a file name cannot hold becomes {@code _}, and of a name that is too
     * long the beginning stays; then a hash of the whole name tells methods apart.
     */
    static String folderName(String method, String variant) {
        String plain = method.replaceAll(NOT_IN_NAMES, "_");
        String end = "-" + variant.replaceAll(NOT_IN_NAMES, "_");
        if (end.length() > LONGEST / 2) {
            end = "-" + hash(variant);
        }
        boolean whole = method.chars().allMatch(c -> c >= ' ' && c < 0x7f) && plain.length() + end.length() <= LONGEST;
        String tail = whole ? end : "-" + hash(method) + end;
        return plain.substring(0, Math.min(plain.length(), LONGEST - tail.length())) + tail;
    }

    private static String hash(String name) {
        try {
            // No encoding of text tells one half of a surrogate pair from another, so the units themselves are hashed.
            ByteBuffer units = ByteBuffer.allocate(2 * name.length());
            units.asCharBuffer().put(name);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(units.array()), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean matches(String filter, String method) {
        String regex = ("\\Q" + filter.replace("::", ".") + "\\E").replace("*", "\\E.*\\Q");
        return method.matches(regex) || method.contains(filter.replace("::", "."));
    }

    public boolean active() {
        return folder != null;
    }

    /** What runs passes on this method's program: it verifies after each if {@code check} says so, and each pass is written and its time kept here. */
    public PassManager passes(boolean check) {
        return new PassManager(check, passes == null ? null : this::ran);
    }

    private synchronized void ran(PassRun run) {
        passes.add(new PassTime(run.path(), run.nanos(), equations(run.before()), equations(run.after())));
        if (folder == null) {
            return;
        }
        String text = run.after().toString();
        if (run.around().isEmpty()) {
            write(result(run.pass()), "ir", text);
            nextInside = 1;
        } else {
            file(String.format(Locale.ROOT, "%02d-%s-%02d-%s.ir", next, result(run.around().get(0)), nextInside++, run.pass()), text);
        }
    }

    /** A program's number of equations; of the one asked for last it is known. */
    private int equations(Module m) {
        if (m != counted) {
            counted = m;
            equations = PassRun.equations(m);
        }
        return equations;
    }

    /** What the file of a stage's result is called. */
    private static String result(String stage) {
        return stage.equals("simplify") ? "simplified" : stage.equals("raise") ? "raised" : stage;
    }

    /** The passes that have run so far. */
    public synchronized List<PassTime> passes() {
        return passes == null ? List.of() : List.copyOf(passes);
    }

    /** Says what each pass did, when the option {@code log} asks for it. */
    public void log(String method) {
        if (passes != null && Log.says(options, Options.Log.DEBUG)) {
            passes().forEach(t -> Log.say(options, Options.Log.DEBUG, method + ": pass " + t.line() + "."));
        }
    }

    /** A stage has ended: its time goes into the debug log. */
    public void stage(String name) {
        long now = System.nanoTime();
        times.append(times.length() > 0 ? ", " : "").append(name).append(' ').append((now - since) / 1_000_000).append(" ms");
        since = now;
    }

    /** Another thread than the method's compiling one has taken this CPU time for it, in nanoseconds. */
    void apart(long nanos) {
        apart += nanos;
    }

    /** The CPU time that other threads have taken for it so far, in nanoseconds: LLVM's own. */
    public long apart() {
        return apart;
    }

    /** Times of the stages so far. */
    public String times() {
        return times.toString();
    }

    /** Writes {@code NN-stage.extension}. A folder that cannot be written is not an error of the program and said once a method. */
    public synchronized void write(String stage, String extension, String text) {
        if (folder != null) {
            file(String.format(Locale.ROOT, "%02d-%s.%s", next++, stage, extension), text);
        }
    }

    private void file(String name, String text) {
        try {
            OutputFile.write(folder.resolve(name), text);
        } catch (IOException e) {
            if (!unwritable) {
                unwritable = true;
                Log.say(options, Options.Log.WARN, "The dump folder " + options.dump() + " cannot be written: " + FileFailure.of(e) + ".");
            }
        }
    }
}
