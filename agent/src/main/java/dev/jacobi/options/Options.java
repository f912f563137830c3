package dev.jacobi.options;

import dev.jacobi.pjrt.hlo.HloOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of one run, already checked. See {@link OptionParser} for where they come from. {@code threads} 0 means all
 * cores; {@code dump}, {@code cache} and {@code natives} (where the native libraries are unpacked) are folders or null;
 * {@code check} runs the verifier after each pass; {@code memory} is the most bytes of native memory for arrays, 0 for what the JVM's heap leaves; {@code jvmMath}: functions of Math give
 * the running JVM's bits; {@code report} is {@code summary}, {@code off} or a file name.
 */
public record Options(List<String> include, List<String> exclude, boolean enabled, Backend backend, boolean fast, int threads,
        Policy policy, boolean shadow, String report, boolean throwRefusals, String dump, String filter, String cache, String natives,
        Log log, boolean check, long memory, Pjrt pjrt, boolean jvmMath) {

    /**
     * Where the plugin of the back end {@code tpu} is, or null to look for it; whether f64 may be computed as f32 where the device has no f64; how deep
     * recursion may go there; how exactly the factors of products are taken, or null for what strict and fast programs have by themselves; when
     * one program serves arrays of several lengths; what the plugin is told when it looks for its devices, as strings, Longs, Floats, Booleans and lists of Longs.
     */
    public record Pjrt(String plugin, boolean f64AsF32, int depth, HloOptions.Precision precision, Buckets buckets, Map<String, Object> options) {
        public Pjrt {
            options = Map.copyOf(options);
        }
    }

    /** When arrays are padded, so that code for one length serves all up to it: once a method has been called with several lengths, from the first call on, or not at all. */
    public enum Buckets { AUTO, ALWAYS, OFF }

    /** What runs the compiled program. */
    public enum Backend {
        CPU, CUDA, TPU, AUTO, INTERP;

        /** The one that users call so; null when there is none. */
        public static Backend named(String name) {
            for (Backend b : values()) {
                if (b.toString().equalsIgnoreCase(name)) {
                    return b;
                }
            }
            return null;
        }

        /** The names of all, as a part of a sentence. */
        public static String names() {
            String all = Arrays.toString(values());
            int last = all.lastIndexOf(", ");
            return all.substring(1, last) + " and" + all.substring(last + 1, all.length() - 1);
        }

        /** As users write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When compiled code is used. */
    public enum Policy { ADAPTIVE, ALWAYS, OFF }

    /** How much is said on stderr. */
    public enum Log { OFF, WARN, INFO, DEBUG }

    public Options {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** What applies when nothing is said. */
    public static Options defaults() {
        return new Options(List.of(), List.of(), true, Backend.CPU, false, 0, Policy.ADAPTIVE, false, "summary", false, null, null,
            null, null, Log.WARN, false, 0, new Pjrt(null, false, HloOptions.DEFAULT.depth(), null, Buckets.AUTO, Map.of()), false);
    }

    /** Number of threads to use, at least 1. */
    public int threadCount() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /** Whether a report file was asked for. */
    public boolean reportsToFile() {
        return !report.equals("summary") && !report.equals("off");
    }

    /** These options with another back end. */
    public Options with(Backend b) {
        return new Options(include, exclude, enabled, b, fast, threads, policy, shadow, report, throwRefusals, dump, filter, cache, natives, log, check, memory, pjrt, jvmMath);
    }

    /** These options with another floating-point rule. */
    public Options withFast(boolean f) {
        return new Options(include, exclude, enabled, backend, f, threads, policy, shadow, report, throwRefusals, dump, filter, cache, natives, log, check, memory, pjrt, jvmMath);
    }
}
