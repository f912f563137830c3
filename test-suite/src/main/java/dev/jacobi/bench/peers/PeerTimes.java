package dev.jacobi.bench.peers;

import dev.jacobi.bench.peers.PeerForm.Call;
import dev.jacobi.bench.peers.PeerForm.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Times the forms of one row by turns: what else the machine does meanwhile meets all of them.
 *
 * @param row which
 * @param nanos the median time of a call, by form
 * @param spread the least time, and those that a quarter and three quarters of the calls did not exceed
 * @param firsts nanoseconds of the first call, compilation included
 * @param differences from plain Java's result, as a part of its largest number
 * @param errors why a form has no time, or one that is not that of compiled code
 */
record PeerTimes(PeerRow row, Map<Kind, Double> nanos, Map<Kind, double[]> spread, Map<Kind, Double> firsts, Map<Kind, Double> differences, Map<Kind, String> errors) {
    /** A timing takes at least so many nanoseconds: many calls when one is shorter. */
    private static final double TIMING = 1e6;
    /** Forms are warm after so many nanoseconds or calls, whichever comes first: C2 has compiled plain Java by then. Runs of less than four seconds a row take less. */
    private static final double WARM = 4e8;
    private static final int WARM_CALLS = 20_000;

    /** What takes one timing of a number of calls: nanoseconds of a call. */
    private interface Timing {
        double of(int calls) throws IOException;
    }

    private PeerTimes(PeerRow row) {
        this(row, new EnumMap<>(Kind.class), new EnumMap<>(Kind.class), new EnumMap<>(Kind.class), new EnumMap<>(Kind.class), new EnumMap<>(Kind.class));
    }

    /** Takes so many times of each form, but stops after so many seconds when each has five. The twin may be null. */
    static PeerTimes of(PeerRow row, PeerTwin twin, int rounds, double seconds) throws IOException {
        var times = new PeerTimes(row);
        var timings = new EnumMap<Kind, Timing>(Kind.class);
        var calls = new EnumMap<Kind, Call>(Kind.class);
        double[] expected = null;
        for (PeerForm form : row.forms()) {
            try {
                Call call = form.make().get();
                long start = System.nanoTime();
                double[] result = PeerResults.flat(call.run().get());
                times.firsts.put(form.kind(), (double) (System.nanoTime() - start));
                expected = expected == null ? result : expected;
                boolean same = row.sameNumbers() || form.kind().ordinal() < Kind.ARRAYS_STRICT.ordinal();
                times.differences.put(form.kind(), same ? row.difference(result, expected) : Math.abs(PeerResults.mean(result) - PeerResults.mean(expected)));
                calls.put(form.kind(), call);
                timings.put(form.kind(), n -> nanosOf(call.run(), n));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                times.errors.put(form.kind(), String.valueOf(e.getMessage()));
            }
        }
        if (twin != null) {
            PeerTwin.Answer answer = twin.load(row);
            times.firsts.put(Kind.JAX, answer.first() * 1e9);
            times.differences.put(Kind.JAX, Math.abs(answer.mean() - PeerResults.mean(expected)));
            timings.put(Kind.JAX, twin::time);
        }
        times.byTurns(timings, rounds, seconds, Math.min(WARM, seconds * 1e8));
        calls.forEach((kind, call) -> {
            if (call.fallbacks() > 0) {
                times.errors.put(kind, call.fallbacks() + " calls ran as plain Java");
            }
        });
        return times;
    }

    private static double nanosOf(Supplier<Object> call, int calls) {
        long start = System.nanoTime();
        for (int k = 0; k < calls; k++) {
            call.get();
        }
        return (System.nanoTime() - start) / (double) calls;
    }

    private void byTurns(Map<Kind, Timing> timings, int rounds, double seconds, double warm) throws IOException {
        var calls = new EnumMap<Kind, Integer>(Kind.class);
        for (var t : timings.entrySet()) {
            long start = System.nanoTime();
            double last = t.getValue().of(1);
            for (int done = 1; done < WARM_CALLS && System.nanoTime() - start < warm; ) {
                int some = (int) Math.max(1, Math.min(1000, TIMING / last));
                last = t.getValue().of(some);
                done += some;
            }
            calls.put(t.getKey(), (int) Math.max(1, TIMING / Math.max(last, 1)));
        }
        var taken = new EnumMap<Kind, double[]>(Kind.class);
        timings.keySet().forEach(k -> taken.put(k, new double[rounds]));
        long start = System.nanoTime();
        int done = 0;
        while (done < rounds && (done < 5 || System.nanoTime() - start < seconds * 1e9)) {
            for (var t : timings.entrySet()) {
                taken.get(t.getKey())[done] = t.getValue().of(calls.get(t.getKey()));
            }
            done++;
        }
        for (var t : taken.entrySet()) {
            double[] sorted = Arrays.copyOf(t.getValue(), done);
            Arrays.sort(sorted);
            nanos.put(t.getKey(), sorted[done / 2]);
            spread.put(t.getKey(), new double[] {sorted[0], sorted[done / 4], sorted[3 * done / 4]});
        }
    }

    /** JAX's time by that of a form; NaN when either is missing. */
    double againstJax(Kind kind) {
        return nanos.getOrDefault(Kind.JAX, Double.NaN) / nanos.getOrDefault(kind, Double.NaN);
    }

    /** Plain Java's time by that of a form. */
    double againstJava(Kind kind) {
        return nanos.getOrDefault(Kind.JAVA, Double.NaN) / nanos.getOrDefault(kind, Double.NaN);
    }

    /** Whether all forms of ours gave plain Java's result. */
    boolean right() {
        return errors.isEmpty() && differences.entrySet().stream().allMatch(d -> d.getKey() == Kind.JAX || d.getValue() <= (row.sameNumbers() ? row.tolerance() : 0.01));
    }
}
