package dev.jacobi.report;

import dev.jacobi.spi.FpMode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What is known about one method, over all class loaders that define it. Holds no reference to the program's classes.
 * The counter of calls is a plain field on purpose: a lost increment under contention is cheaper than an atomic one on each call.
 */
public final class MethodStats {
    /** Where the method stands. */
    public enum State { PENDING, COMPILED, JVM }

    /** Why a method is left to the JVM, or is still pending: a stable code, {@code Class.method:line} and a sentence. */
    public record Reason(ReasonCode code, String where, String sentence) {
    }

    /** The values of the annotation: a back end or nothing, indices of arguments. */
    public record Asked(FpMode fp, String backend, List<Integer> staticArgs) {
        static final Asked NOTHING = new Asked(FpMode.DEFAULT, "", List.of());

        /** {@code fp} is the name of a constant of {@code Fp}. */
        public Asked(String fp, String backend, List<Integer> staticArgs) {
            this(FpMode.named(fp), backend, staticArgs);
        }

        public Asked {
            staticArgs = List.copyOf(staticArgs);
        }
    }

    private final String owner;
    private final String name;
    private final String desc;

    /** Calls seen: all of them while compiled; none once the method is left to the JVM for good. */
    public long calls;
    private final AtomicLong fallbacks = new AtomicLong();
    private final AtomicLong uploads = new AtomicLong();
    private final AtomicLong uploadedBytes = new AtomicLong();
    private final AtomicLong downloads = new AtomicLong();
    private final AtomicLong downloadedBytes = new AtomicLong();
    private long deviceCalls;
    private long transferNanos;
    private long kernelNanos;

    private volatile State state = State.PENDING;
    private volatile Reason reason;
    private volatile String backend = "";
    private volatile Asked asked = Asked.NOTHING;
    private volatile String note = "";
    private volatile String lastFallback = "";
    private volatile double compileMillis;
    private volatile double compileCpuMillis;
    private volatile List<PassTime> passes = List.of();
    private Supplier<List<String>> serial = List::of;
    private volatile long firstCallNanos;
    private volatile Comparison comparison = Comparison.NONE;
    private volatile Medians samples;
    private volatile boolean cacheHit;
    private volatile int variants;
    private volatile int threads = 1;
    private volatile int differences;
    private volatile int outdated;
    private volatile boolean roundsOtherwise;

    /** Of a method that is in no {@link Registry}, or what one keeps. */
    public MethodStats(String owner, String name, String desc) {
        this.owner = owner;
        this.name = name;
        this.desc = desc;
    }

    /** Internal name of the class. */
    public String owner() {
        return owner;
    }

    public String name() {
        return name;
    }

    public String desc() {
        return desc;
    }

    /** {@code com.acme.Kernels.saxpy}; {@link #desc} tells overloads apart. */
    public String qualifiedName() {
        return owner.replace('/', '.') + "." + name;
    }

    /** As a user writes it: {@code com.acme.Kernels.saxpy(float, float[], float[])}. */
    public String method() {
        var sb = new StringBuilder(owner.replace('/', '.')).append('.').append(name).append('(');
        int at = 1;
        while (desc.charAt(at) != ')') {
            int dims = 0;
            while (desc.charAt(at) == '[') {
                dims++;
                at++;
            }
            sb.append(at > 1 + dims ? ", " : "");
            int end = desc.charAt(at) == 'L' ? desc.indexOf(';', at) : at;
            sb.append(end > at ? desc.substring(at + 1, end).replace('/', '.') : primitive(desc.charAt(at)));
            sb.append("[]".repeat(dims));
            at = end + 1;
        }
        return sb.append(')').toString();
    }

    private static String primitive(char c) {
        return switch (c) {
            case 'Z' -> "boolean";
            case 'B' -> "byte";
            case 'S' -> "short";
            case 'C' -> "char";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'F' -> "float";
            case 'D' -> "double";
            default -> String.valueOf(c);
        };
    }

    public State state() {
        return state;
    }

    public Reason reason() {
        Reason known = reason;
        return known != null || state != State.PENDING || !isGuarded() ? known : new Reason(ReasonCode.NO_ACCESS, qualifiedName(), "not compiled so far; this JVM has a security manager (java.security.manager), "
            + "with which Jacobi compiles only what is called by code that has all permissions (NO-ACCESS at " + qualifiedName() + ")");
    }

    /** Whether there is a security manager, which the JDK has given up since. */
    @SuppressWarnings("removal")
    private static boolean isGuarded() {
        return System.getSecurityManager() != null;
    }

    public String backend() {
        return backend;
    }

    /** What the method's annotation asks for. */
    public Asked asked() {
        return asked;
    }

    public void asked(Asked values) {
        asked = values;
    }

    /** Something that is worth a sentence although the method runs compiled. */
    public void note(String sentence) {
        note = sentence;
    }

    public String note() {
        return note;
    }

    /** Native threads that the compiled code may use. */
    public void threads(int n) {
        threads = n;
    }

    public int threads() {
        return threads;
    }

    /** Another back end has turned out to be faster. */
    public void backend(String by) {
        backend = by;
    }

    /** The method now runs compiled. */
    public synchronized void compiled(String by) {
        backend = by;
        reason = null;
        state = State.COMPILED;
    }

    /** Why the method is not compiled yet; it stays pending. */
    public synchronized void waits(Reason why) {
        if (state == State.PENDING) {
            reason = why;
        }
    }

    /** It was left to the JVM for the time being, which is over. */
    public synchronized void looksAgain() {
        if (state == State.JVM) {
            state = State.PENDING;
        }
    }

    /** The method is left to the JVM. */
    public synchronized void left(Reason why) {
        reason = why;
        state = State.JVM;
    }

    /** A class that its code, or the reason why there is none, was made of changes: it is looked at anew. */
    public synchronized void outdated(String changed) {
        outdated++;
        state = State.PENDING;
        note = "its code was dropped because the class " + changed + " was redefined" + (outdated > 1 ? ", the last of " + outdated + " times" : "");
        reason = new Reason(ReasonCode.CLASS_CHANGES, qualifiedName(), "not compiled again since the class " + changed + " was redefined (CLASS-CHANGES at " + qualifiedName() + ")");
    }

    /** Code was made in this time, and took this much of the processor's, LLVM's threads included; several variants add up. */
    public synchronized void compileMillis(double millis, double cpuMillis, boolean fromCache) {
        compileMillis += millis;
        compileCpuMillis += cpuMillis;
        cacheHit |= fromCache;
        variants++;
    }

    /** The passes of the compilation that ended last, in their order. */
    public void passes(List<PassTime> times) {
        passes = List.copyOf(times);
    }

    public List<PassTime> passes() {
        return passes;
    }

    /** Why loops of the compiled code run one trip after the other: a sentence for each, without a period. */
    public synchronized void serialLoops(Supplier<List<String>> sentences) {
        serial = sentences;
    }

    /** The sentences, which are found when they are first asked for: most programs end without. */
    public synchronized List<String> serialLoops() {
        List<String> found = List.copyOf(serial.get());
        serial = () -> found;
        return found;
    }

    public double compileMillis() {
        return compileMillis;
    }

    public double compileCpuMillis() {
        return compileCpuMillis;
    }

    public int variants() {
        return variants;
    }

    public boolean cacheHit() {
        return cacheHit;
    }

    /** Time of the first call that was decided here, compile included where it waited for it. */
    public void firstCall(long nanos) {
        if (firstCallNanos == 0) {
            firstCallNanos = nanos;
        }
    }

    public long firstCallNanos() {
        return firstCallNanos;
    }

    /** Calls of the original and of compiled code have been compared. */
    public void compared(Comparison c) {
        comparison = c;
    }

    /** The last comparison. */
    public Comparison comparison() {
        return comparison;
    }

    /** Medians of sampled calls of compiled code, worked out when asked for. */
    public interface Medians {
        long compiledNanos();

        /** The part that goes into packing and unpacking arrays of arrays. */
        long copyNanos();

        /** Calls that worked on copies of their arrays so as not to hold up the garbage collector; the last few may be missing. */
        long onCopies();
    }

    /** Where the times of sampled calls are kept. */
    public void samples(Medians m) {
        samples = m;
    }

    /** There will be no more calls of the code that is timed there: what is kept of it is the medians. */
    public void settle(Medians m) {
        if (samples == m) {
            samples = new Settled(m.compiledNanos(), m.copyNanos(), m.onCopies());
        }
    }

    private record Settled(long compiledNanos, long copyNanos, long onCopies) implements Medians {
    }

    public long jvmNanos() {
        return comparison.jvm().median();
    }

    /** From the comparison with the JVM when there was one, else from sampled calls. */
    public long compiledNanos() {
        Medians m = samples;
        return jvmNanos() == 0 && m != null ? m.compiledNanos() : comparison.compiled().median();
    }

    public long copyNanos() {
        Medians m = samples;
        return m == null ? 0 : m.copyNanos();
    }

    /** Calls that worked on copies of their arrays so as not to hold up the garbage collector; the last few may be missing. */
    public long onCopies() {
        Medians m = samples;
        return m == null ? 0 : m.onCopies();
    }

    /** A timed call on a device: nanoseconds for copies to it and back, and for the rest. */
    public synchronized void device(long transfer, long kernel) {
        deviceCalls++;
        transferNanos += transfer;
        kernelNanos += kernel;
    }

    /** An array was copied to a device. */
    public void uploaded(long bytes) {
        uploads.incrementAndGet();
        uploadedBytes.addAndGet(bytes);
    }

    /** An array was copied from a device: a result, or one that stayed there when it was read. */
    public void downloaded(long bytes) {
        downloads.incrementAndGet();
        downloadedBytes.addAndGet(bytes);
    }

    /** Arrays that calls have copied to a device; those that were there already are not. */
    public long uploads() {
        return uploads.get();
    }

    public long uploadedBytes() {
        return uploadedBytes.get();
    }

    /** Arrays that were copied from a device, when a call ended or when they were read. */
    public long downloads() {
        return downloads.get();
    }

    public long downloadedBytes() {
        return downloadedBytes.get();
    }

    /** Calls on a device that were timed. */
    public synchronized long deviceCalls() {
        return deviceCalls;
    }

    /** Mean time of a call for copies to a device and back; 0 when none ran on one. */
    public synchronized long transferNanos() {
        return deviceCalls == 0 ? 0 : transferNanos / deviceCalls;
    }

    /** Mean time of a call on a device without the copies. */
    public synchronized long kernelNanos() {
        return deviceCalls == 0 ? 0 : kernelNanos / deviceCalls;
    }

    /** The original's time over the compiled one's; 0 when not measured, or not with certainty. */
    public double speedup() {
        return comparison.speedup();
    }

    /** Calls after which the time to compile is won back; 0 when not measured, -1 when never. */
    public long breakEvenCalls() {
        if (speedup() == 0) {
            return 0;
        }
        long gain = comparison.jvm().median() - comparison.compiled().median();
        return gain <= 0 ? -1 : (long) Math.ceil(compileMillis * 1e6 / gain);
    }

    /** The original ran because a check failed, named by its code and place. */
    public void fallback(String what) {
        fallbacks.incrementAndGet();
        lastFallback = what;
    }

    /** Why the original runs from now on: because of the last fallback alone, or of many of any kind. */
    public String whyLeft(boolean alone) {
        return alone ? lastFallback() : "too many of its calls ended in the original (last: " + lastFallback() + ")";
    }

    /** Calls whose compiled code had no result, so that the original ran: none is lost, whatever the threads. */
    public long fallbacks() {
        return fallbacks.get();
    }

    public String lastFallback() {
        return lastFallback;
    }

    /** Its code computes Math.sin and its like within the unit in the last place that Java allows, not to the bits of the JVM. */
    public void roundsOtherwise() {
        roundsOtherwise = true;
    }

    /** Whether callers see such results. */
    public boolean isRoundedOtherwise() {
        return roundsOtherwise && state == State.COMPILED;
    }

    /** {@code verify=shadow} found a difference. */
    public synchronized void difference() {
        differences++;
    }

    public int differences() {
        return differences;
    }
}
