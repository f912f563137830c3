package dev.jacobi.policy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which candidates the program's time goes into, from samples of its stacks. Time belongs to the outermost candidate of a stack that is not left to the JVM: what
 * that calls is compiled with it. As long as a path is known, its time goes on to the next one inside when a candidate is out. Holds no class strongly. One thread
 * uses it, but for {@link #add}.
 */
public final class Heat {
    private static final int MOST_PATHS = 1024;
    private final Map<String, List<WeakReference<Candidate>>> candidates = new HashMap<>();
    private final Map<List<WeakReference<Candidate>>, long[]> paths = new LinkedHashMap<>();
    private WeakReference<Candidate> beacon;
    private long beaconCalls;
    private volatile boolean more;

    /** A candidate that has been called for the first time. */
    public void add(Candidate c) {
        synchronized (candidates) {
            candidates.computeIfAbsent(c.frame(), k -> new ArrayList<>(1)).add(new WeakReference<>(c));
        }
    }

    /** There may be more candidates than those added so far, found by looking at stacks. */
    public void expectMore() {
        more = true;
    }

    /** Whether some candidate might still be chosen. Forgets those that are gone. */
    public boolean anyWaits() {
        boolean any = more;
        synchronized (candidates) {
            for (Iterator<List<WeakReference<Candidate>>> i = candidates.values().iterator(); i.hasNext();) {
                List<WeakReference<Candidate>> all = i.next();
                all.removeIf(w -> w.get() == null);
                if (all.isEmpty()) {
                    i.remove();
                }
                any |= all.stream().map(WeakReference::get).anyMatch(c -> c != null && c.standing() == Candidate.Standing.WAITING);
            }
        }
        return any;
    }

    /** Saved time of all candidates. */
    public long savedNanos() {
        synchronized (candidates) {
            return candidates.values().stream().flatMap(List::stream).map(WeakReference::get).mapToLong(c -> c == null ? 0 : c.savedNanos()).sum();
        }
    }

    /**
     * The stacks of running threads, innermost frame first, each of which stands for {@code nanos} of the program's time. {@code entered} is the candidate that
     * was entered last, or null: it gets the time if no stack has a candidate that might be chosen, or has been, and it has
     * been called since the last sample.
     */
    public void sample(Collection<StackTraceElement[]> stacks, Candidate entered, long nanos) {
        boolean any = false;
        for (StackTraceElement[] stack : stacks) {
            List<WeakReference<Candidate>> path = path(stack);
            if (!path.isEmpty()) {
                any |= path.stream().map(WeakReference::get).anyMatch(c -> c != null && c.standing() != Candidate.Standing.OUT);
                heat(path, nanos);
            }
        }
        long calls = entered == null ? 0 : entered.calls();
        boolean same = beacon != null && entered != null && beacon.get() == entered;
        if (!any && entered != null && (!same || calls > beaconCalls)) {
            references(entered.frame()).stream().filter(w -> w.get() == entered).findFirst().ifPresent(w -> heat(List.of(w), nanos));
        }
        beacon = entered == null ? null : new WeakReference<>(entered);
        beaconCalls = calls;
    }

    private void heat(List<WeakReference<Candidate>> path, long nanos) {
        if (paths.size() >= MOST_PATHS && !paths.containsKey(path)) {
            paths.values().forEach(v -> v[0] /= 2);
            long least = paths.values().stream().mapToLong(v -> v[0]).sorted().skip(MOST_PATHS / 2).findFirst().orElse(0);
            paths.values().removeIf(v -> v[0] <= least);
        }
        paths.computeIfAbsent(path, k -> new long[1])[0] += nanos;
    }

    /** The candidates of a stack, the outermost first, one that calls itself once. */
    private List<WeakReference<Candidate>> path(StackTraceElement[] stack) {
        var path = new ArrayList<WeakReference<Candidate>>(2);
        for (int i = stack.length - 1; i >= 0; i--) {
            for (WeakReference<Candidate> w : references(stack[i].getClassName() + "." + stack[i].getMethodName())) {
                Candidate c = w.get();
                if (c != null && c.covers(stack[i].getLineNumber()) && !path.contains(w)) {
                    path.add(w);
                }
            }
        }
        return path;
    }

    private List<WeakReference<Candidate>> references(String frame) {
        synchronized (candidates) {
            List<WeakReference<Candidate>> all = candidates.get(frame);
            return all == null ? List.of() : List.copyOf(all);
        }
    }

    /** A candidate and the time that is its own, that of candidates around it which need more than there is so far included. */
    public record Hot(Candidate candidate, long nanos) {
    }

    /** The waiting candidate that most time belongs to, at least {@code named}, or {@code unnamed} of what nobody has named; null when there is none. */
    public Hot hottest(long named, long unnamed) {
        Map<Candidate, Share> shares = shares(named, unnamed);
        var sum = new HashMap<Candidate, Long>();
        paths.forEach((path, nanos) -> {
            for (WeakReference<Candidate> w : path) {
                Share s = shares.get(w.get());
                if (s != null && (!s.waits || s.own >= s.needed)) {
                    if (s.waits) {
                        sum.merge(w.get(), nanos[0], Long::sum);
                    }
                    return;
                }
            }
        });
        return sum.entrySet().stream().max(Comparator.comparingLong(Map.Entry::getValue)).map(e -> new Hot(e.getKey(), e.getValue())).orElse(null);
    }

    /** Tells each candidate that nobody has named, and that less time belongs to than {@link #hottest} asks for, that this is so. */
    public void review(long unnamed) {
        Map<Candidate, Share> shares = shares(0, unnamed);
        synchronized (candidates) {
            candidates.values().stream().flatMap(List::stream).map(WeakReference::get).filter(c -> c != null && !c.named()).forEach(c -> {
                Share s = shares.get(c);
                if (s == null ? c.standing() != Candidate.Standing.BUSY : s.waits && s.own < s.needed) {
                    c.notYet(s == null ? 0 : s.own, s == null ? Math.max(unnamed, c.leastNanos()) : s.needed, s != null && s.within > s.own);
                }
            });
        }
    }

    /** What is known of a candidate at the moment: whether it waits, how much time it needs, and has, within others that wait or alone, and within ones that do not. */
    private static final class Share {
        final boolean waits;
        final long needed;
        long own;
        long within;

        Share(boolean waits, long needed) {
            this.waits = waits;
            this.needed = needed;
        }
    }

    /** Of all candidates on known paths that may still be chosen or have been. */
    private Map<Candidate, Share> shares(long named, long unnamed) {
        var shares = new HashMap<Candidate, Share>();
        paths.forEach((path, nanos) -> {
            boolean taken = false;
            for (WeakReference<Candidate> w : path) {
                Candidate c = w.get();
                Share s = c == null ? null : shares.computeIfAbsent(c, k -> share(k, named, unnamed));
                if (s != null) {
                    s.own += taken ? 0 : nanos[0];
                    s.within += taken ? nanos[0] : 0;
                    taken |= !s.waits;
                }
            }
        });
        return shares;
    }

    /** Null for one that is left to the JVM. */
    private static Share share(Candidate c, long named, long unnamed) {
        Candidate.Standing standing = c.standing();
        boolean waits = standing == Candidate.Standing.WAITING;
        return standing == Candidate.Standing.OUT ? null : new Share(waits, waits ? Math.max(c.named() ? named : unnamed, c.leastNanos()) : 0);
    }
}
