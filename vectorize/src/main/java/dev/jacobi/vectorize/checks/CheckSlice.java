package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a loop must compute for some of its checks: a loop that carries and yields nothing. */
final class CheckSlice {
    private static final Set<Prim> LIMITS = EnumSet.of(Prim.DIV, Prim.REM, Prim.MIN, Prim.MAX);
    private final Map<Var, Atom> unchanged;
    private final Set<Eqn> checks = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int most;
    private final boolean free;
    private int size;
    private boolean possible = true;
    private boolean wanders;
    private boolean chain;

    /**
     * {@code unchanged}: carried arrays of which the elements that are read are those before the loop, and what they are there; {@code most}: equations that a slice may have; {@code free}: nothing that the loop writes
     * would have to be taken back when a check of its own fails.
     */
    CheckSlice(Map<Var, Atom> unchanged, Collection<Eqn> checks, int most, boolean free) {
        this.unchanged = unchanged;
        this.checks.addAll(checks);
        this.most = most;
        this.free = free;
    }

    /** The loop that makes the checks; null when they depend on what the loop does, or on too much. */
    Eqn of(Eqn loop) {
        Eqn e = loop(loop, new HashSet<>());
        return possible && size <= most && e != null && Regions.any(List.of(e), checks::contains) ? Rewrite.substitute(e, byId()) : null;
    }

    /** Whether that is null because the checks take as long as the loop itself. */
    boolean isAsLong() {
        return wanders;
    }

    /** Whether elements that are read decide what its trips hand on, as where a text's next character goes when some take several bytes. */
    boolean isChain() {
        return chain;
    }

    /** Whether numbers that trips hand on say which elements of an array a loop writes, while it reads others of that array, as where cells of a grid are drawn by lot: its trips come in order, whatever is known of their places. */
    static boolean draws(Eqn loop) {
        RegionView view = RegionView.of(loop);
        List<Eqn> body = view.body().body();
        List<Var> numbers = view.carried().stream().map(RegionView.Slot::param).filter(p -> p.type().isScalar() && p.dtype().isInt()).toList();
        Set<Integer> drawn = Regions.following(numbers, body, e -> true);
        return view.slots().stream().filter(s -> !numbers.isEmpty() && s.param().isArray()).anyMatch(s -> {
            Set<Integer> versions = Versions.of(view, s);
            var written = new HashSet<List<Atom>>();
            Regions.each(body, e -> {
                if (versions != null && e.prim() == Prim.UPDATE && isOf(versions, e) && e.indices().stream().anyMatch(a -> a instanceof Var v && drawn.contains(v.id()))) {
                    written.add(e.indices());
                }
            });
            return !written.isEmpty() && Regions.any(body, e -> e.prim() == Prim.INDEX && isOf(versions, e) && !written.contains(e.indices()));
        });
    }

    private static boolean isOf(Set<Integer> versions, Eqn access) {
        return access.in().get(0) instanceof Var v && versions.contains(v.id());
    }

    private Map<Integer, Atom> byId() {
        var by = new HashMap<Integer, Atom>();
        for (var u : unchanged.entrySet()) {
            Atom at = u.getValue();
            // an inner loop may carry what an outer one does
            while (at instanceof Var v && unchanged.containsKey(v)) {
                at = unchanged.get(v);
            }
            by.put(u.getKey().id(), at);
        }
        return by;
    }

    /** The loop with its checks only, and the integers that they need of earlier trips; null when it has neither. What it needs from outside goes to {@code need}, where results are that are needed of it. */
    private Eqn loop(Eqn e, Set<Atom> need) {
        RegionView view = RegionView.of(e);
        List<RegionView.Slot> kept;
        List<RegionView.Slot> wanted = view.slots().stream().filter(s -> need.contains(s.result())).toList();
        Set<Atom> inside;
        List<Eqn> body;
        int before = size;
        do {
            kept = wanted;
            size = before;
            inside = new HashSet<>();
            for (RegionView.Slot s : kept) {
                possible &= s.param().type().isScalar() && s.param().dtype().isInt();
                inside.add(s.yield());
            }
            body = body(view.body().body(), inside);
            Set<Atom> used = inside;
            List<RegionView.Slot> old = kept;
            wanted = view.slots().stream().filter(s -> old.contains(s) || s.param().type().isScalar() && used.contains(s.param())).toList();
        } while (possible && !kept.equals(wanted));
        if (body.isEmpty() && kept.isEmpty()) {
            return null;
        }
        for (RegionView.Slot s : view.slots()) {
            if (kept.contains(s)) {
                need.add(s.init());
            } else if (inside.contains(s.param())) {
                possible &= unchanged.containsKey(s.param());
                need.add(s.init());
            }
        }
        wanders |= follows(kept, body, true) || free && chooses(kept, body);
        chain = follows(kept, body, false);
        possible &= !wanders;
        inside.remove(view.trip());
        need.addAll(inside);
        need.add(view.head());
        return RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), kept, body);
    }

    /**
     * Whether what is read in one trip decides what the next one is handed and, if {@code there}, where it reads, as in a merge of two arrays: making the checks then takes as long as the loop itself, which neither lanes nor
     * threads would have run anyway.
     */
    private static boolean follows(List<RegionView.Slot> kept, List<Eqn> body, boolean there) {
        if (kept.isEmpty()) {
            return false;
        }
        var places = new HashSet<Atom>();
        kept.forEach(s -> places.add(s.param()));
        var read = new HashSet<Atom>();
        return (follow(body, places, read) || !there) && kept.stream().anyMatch(s -> read.contains(s.yield()));
    }

    /**
     * Whether a number that a trip hands on is chosen by one that the trip before has handed to it, as the error of a line that is drawn decides where the next one comes from, or follows from it by a quotient or a limit, as how many
     * whole words there are in the bits so far: this goes one trip after the other, too.
     */
    private static boolean chooses(List<RegionView.Slot> kept, List<Eqn> body) {
        var carried = new HashSet<Atom>();
        kept.forEach(s -> carried.add(s.param()));
        var chosen = new HashSet<Atom>();
        for (Eqn e : body) {
            boolean choice = e.prim() == Prim.SELECT || e.prim() == Prim.COND || LIMITS.contains(e.prim());
            if (choice && carried.contains(e.in().get(0)) || e.in().stream().anyMatch(chosen::contains)) {
                chosen.addAll(e.out());
            }
            if (e.in().stream().anyMatch(carried::contains)) {
                carried.addAll(e.out());
            }
        }
        return kept.stream().anyMatch(s -> chosen.contains(s.yield()));
    }

    /** Adds what follows from the places, and what from any element that is read; whether one is read at such a place. */
    private static boolean follow(List<Eqn> body, Set<Atom> places, Set<Atom> read) {
        boolean there = false;
        for (Eqn e : body) {
            var from = new ArrayList<Atom>(e.in());
            for (Region r : Regions.of(e)) {
                there |= follow(r.body(), places, read);
                from.addAll(r.out());
            }
            boolean moved = from.stream().anyMatch(places::contains);
            there |= moved && e.prim() == Prim.INDEX;
            if (moved) {
                places.addAll(e.out());
            }
            if (e.prim() == Prim.INDEX || from.stream().anyMatch(read::contains)) {
                read.addAll(e.out());
            }
        }
        return there;
    }

    /** The equations of a body that are needed, in order. */
    private List<Eqn> body(List<Eqn> body, Set<Atom> need) {
        var out = new LinkedList<Eqn>();
        for (int k = body.size() - 1; k >= 0 && possible; k--) {
            Eqn e = body.get(k);
            boolean needed = checks.contains(e) || e.out().stream().anyMatch(need::contains);
            Eqn kept = e.prim() == Prim.COND ? cond(e, need) : e.prim() == Prim.FOR ? loop(e, need) : needed ? plain(e, need) : other(e);
            if (kept != null) {
                out.addFirst(kept);
                size++;
            }
        }
        return out;
    }

    private Eqn plain(Eqn e, Set<Atom> need) {
        boolean arithmetic = e.prim().form() == Prim.Form.ELEMENTWISE || e.prim().form() == Prim.Form.SELECT || e.prim() == Prim.DIM || e.prim() == Prim.CHECK;
        boolean element = e.prim() == Prim.INDEX && e.result().type().isScalar();
        possible &= (arithmetic || element) && e.out().stream().allMatch(v -> v.type().isScalar());
        need.addAll(e.in());
        return e;
    }

    private Eqn other(Eqn e) {
        possible &= !Regions.any(List.of(e), x -> checks.contains(x) || x.prim() == Prim.CALL || x.prim() == Prim.DEBUG_CALLBACK);
        return null;
    }

    private Eqn cond(Eqn e, Set<Atom> need) {
        List<Integer> wanted = new ArrayList<>();
        for (int k = 0; k < e.out().size(); k++) {
            if (need.contains(e.out().get(k))) {
                wanted.add(k);
                possible &= e.out().get(k).type().isScalar();
            }
        }
        var regions = new ArrayList<Region>();
        boolean empty = wanted.isEmpty();
        for (Region r : Regions.of(e)) {
            List<Atom> yields = wanted.stream().map(r.out()::get).toList();
            need.addAll(yields);
            List<Eqn> kept = body(r.body(), need);
            empty &= kept.isEmpty();
            regions.add(new Region(List.of(), kept, yields));
        }
        if (empty) {
            return null;
        }
        need.add(e.in().get(0));
        return new Eqn(Prim.COND, e.in(), new Params.Branches(regions), wanted.stream().map(e.out()::get).toList());
    }
}
